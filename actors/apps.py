from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = _("Akteure, Orte und Angebote")

    def ready(self) -> None:
        from actors import data_checks, layers  # noqa: F401  (data_checks registers what it checks)

        layers.register()
