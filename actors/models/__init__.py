"""Who and where: the vocabulary, organisations, places, what is known of their access, offerings."""

from actors.models.facts import AccessFact
from actors.models.offerings import Offering
from actors.models.organisations import Contact, Organisation
from actors.models.places import Place
from actors.models.vocabulary import Attribute, Group, Kind, Need, TargetGroup

__all__ = [
    "AccessFact",
    "Attribute",
    "Contact",
    "Group",
    "Kind",
    "Need",
    "Offering",
    "Organisation",
    "Place",
    "TargetGroup",
]
