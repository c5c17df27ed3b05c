from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiativen")

    def ready(self) -> None:
        from initiatives import data_checks, layers  # noqa: F401  (registers what it checks)

        layers.register()
