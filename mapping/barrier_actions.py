"""Steps in the life of a barrier: checked, with date and name."""

from datetime import date

from django.db import transaction

from mapping.models import Barrier, State, check_move


@transaction.atomic
def move(barrier: int, *, to: State, by: str, on: date) -> Barrier:
    """Conflict if the barrier, as it is now, may not become that. Whoever confirms it has checked it on that day."""
    found: Barrier = Barrier.objects.select_for_update().get(pk=barrier)
    check_move(found.state, to)
    found.state = to
    if to == State.CONFIRMED:
        found.verified_on, found.verified_by = on, by[:120]
    found.save()
    return found
