from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = _("Karte und Quartiere")

    def ready(self) -> None:
        from mapping import data_checks, layers, signed_routes, way_layer  # noqa: F401  (data_checks registers what it checks)

        layers.register_base()
        way_layer.register()
        signed_routes.watch()
