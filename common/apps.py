from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CommonConfig(AppConfig):
    name = "common"
    default = True

    def ready(self) -> None:
        from common import checks, installation  # noqa: F401  (they register what they check)


class OwnAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS where the admin would."""

    default = False
    default_site = "common.admin_site.OwnAdminSite"
