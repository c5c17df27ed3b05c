"""Steps in the life of a barrier: checked, with date and name; its picture."""

from datetime import date

from django.db import transaction

from mapping.models import Barrier, BarrierPicture, State, check_move
from mapping.models.pictures import columns
from mapping.pictures import Picture


@transaction.atomic
def move(barrier: int, *, to: State, by: str, on: date) -> Barrier:
    """Conflict if the barrier, as it is now, may not become that. Whoever confirms it has checked it on that day."""
    found: Barrier = Barrier.objects.select_for_update().get(pk=barrier)
    check_move(found.state, to)
    found.state = to
    if to == State.CONFIRMED:
        found.verified_on, found.verified_by = on, by[:120]
    found.fixed_on = on if to == State.FIXED else None
    found.save()
    return found


def put_picture(barrier: Barrier, picture: Picture, alternative: str) -> None:
    """One picture for each barrier; a new one takes the place of the old one, which is gone."""
    BarrierPicture.objects.update_or_create(barrier=barrier, defaults=columns(picture, alternative))
