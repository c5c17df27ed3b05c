"""What people do together: programmes, initiatives with those who take part, and when something takes place."""

from initiatives.models.cooperations import Cooperation, Strength
from initiatives.models.events import DateChange, Event, EventDate, RoomFact
from initiatives.models.initiatives import Initiative, InitiativePicture, Milestone, Participation, Role, State
from initiatives.models.programmes import Programme

__all__ = [
    "Cooperation",
    "DateChange",
    "Event",
    "EventDate",
    "Initiative",
    "InitiativePicture",
    "Milestone",
    "Participation",
    "Programme",
    "Role",
    "RoomFact",
    "State",
    "Strength",
]
