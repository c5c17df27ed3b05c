"""The doctor's checks of what takes place."""

from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from common.doctor import Finding, fine, hint, register
from initiatives.models import Event, EventDate

ENOUGH = timedelta(days=400)  # a yearly event has another date by then
ENDING_OR_RARE = "UNTIL|COUNT|YEARLY.*INTERVAL"


@register("dates of events")
def dates_reach_far_enough() -> Finding:
    """Series without an end must have dates ahead; they run out where nobody renews them."""
    endless = Event.objects.published().exclude(Q(rule="") | Q(rule__regex=ENDING_OR_RARE))
    short = endless.annotate(last=Max("dates__starts")).filter(
        Q(last__isnull=True) | Q(last__lt=timezone.now() + ENOUGH)
    )
    if names := ", ".join(short.order_by("slug").values_list("slug", flat=True)[:3]):
        return hint(f"dates run out: {names}", "Run `manage.py renew_dates` once a day, by a timer.")
    return fine(f"{EventDate.objects.count()} dates of {Event.objects.count()} events")
