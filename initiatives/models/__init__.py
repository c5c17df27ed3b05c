"""What people do together: programmes, initiatives with those who take part, and when something takes place."""

from initiatives.models.events import DateChange, Event, EventDate
from initiatives.models.initiatives import Initiative, Milestone, Participation, State
from initiatives.models.programmes import Programme

__all__ = ["DateChange", "Event", "EventDate", "Initiative", "Milestone", "Participation", "Programme", "State"]
