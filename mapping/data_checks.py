"""The doctor's checks of the ground."""

from common.doctor import Finding, fault, fine, hint, register
from mapping.models import Address, BaseFeature, Quarter


@register("quarters", vital=True)
def there_is_a_quarter() -> Finding:
    quarters = Quarter.objects.published().count()
    if not quarters:
        return fault("no quarter is published", "Run `manage.py load_demo` or `manage.py import_osm FILE`.")
    return fine(f"{quarters} published")


@register("base map")
def every_quarter_has_a_base_map() -> Finding:
    bare = Quarter.objects.published().exclude(pk__in=BaseFeature.objects.values("quarter"))
    names = ", ".join(bare.values_list("name", flat=True))
    if names:
        return hint(f"without base map: {names}", "Run `manage.py import_osm FILE --quarter SLUG`.")
    return fine(f"{BaseFeature.objects.count()} objects")


@register("addresses")
def addresses_can_be_searched() -> Finding:
    count = Address.objects.count()
    if not count:
        return hint("no addresses", "Import an extract that holds house numbers; „Wo sind Sie?“ needs them.")
    return fine(f"{count} addresses")
