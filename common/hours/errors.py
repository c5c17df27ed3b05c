"""What is wrong with opening hours that a person typed, and what would be right."""

from typing import NamedTuple


def gettext_noop(message: str) -> str:
    """Marks a German source sentence for the catalogue; `words.explain` translates it."""
    return message


class Fault(NamedTuple):
    """Two German source texts: a sentence that says what is wrong, and what would be right."""

    wrong: str
    right: str


EXAMPLE = gettext_noop("zum Beispiel Mo-Fr 08:00-12:00")

EMPTY = Fault(gettext_noop("Hier fehlen Öffnungszeiten."), EXAMPLE)
TOO_LONG = Fault(gettext_noop("Der Text ist zu lang."), gettext_noop("höchstens %(limit)s Zeichen"))
OPEN_QUOTE = Fault(
    gettext_noop("Ein Anführungszeichen ist nicht geschlossen."), gettext_noop('zum Beispiel "nach Vereinbarung"')
)
CHARACTER = Fault(gettext_noop("Das Zeichen ‚%(part)s‘ gehört nicht in Öffnungszeiten."), EXAMPLE)
WORD = Fault(
    gettext_noop("Das Wort ‚%(part)s‘ ist hier nicht bekannt."),
    gettext_noop("Tage und Uhrzeiten, und Hinweise in Anführungszeichen"),
)
UNCLEAR = gettext_noop("‚%(part)s‘ ist nicht eindeutig.")
WORKDAYS = Fault(UNCLEAR, gettext_noop("Mo-Fr oder Mo-Sa"))
HALF_DAY = Fault(
    gettext_noop("Uhrzeiten mit am oder pm sind nicht eindeutig."),
    gettext_noop("Uhrzeiten von 0 bis 24 Uhr, zum Beispiel 15:00"),
)
TIME = Fault(gettext_noop("‚%(part)s‘ ist keine Uhrzeit."), gettext_noop("zum Beispiel 08:30"))
BACKWARDS = Fault(gettext_noop("‚%(part)s‘ endet vor dem Beginn."), gettext_noop("zum Beispiel 08:00-17:00"))
SAME = Fault(
    gettext_noop("Bei ‚%(part)s‘ sind Beginn und Ende gleich."), gettext_noop("00:00-24:00 für den ganzen Tag")
)
NO_END = Fault(
    gettext_noop("Bei ‚%(part)s‘ fehlt das Ende."), gettext_noop("08:00-12:00, oder 08:00+ für ein offenes Ende")
)
NO_TIMES = Fault(gettext_noop("Bei ‚%(part)s‘ fehlen die Uhrzeiten."), EXAMPLE)
ORDER = Fault(UNCLEAR, gettext_noop("jede Angabe für sich, getrennt mit Strichpunkt: Mo-Fr 08:00-12:00; Sa off"))
SELECTOR = Fault(
    gettext_noop("‚%(part)s‘ ist kein Tag oder Zeitraum."), gettext_noop("zum Beispiel Mo,We-Fr oder Apr-Oct")
)
TOO_MANY = Fault(gettext_noop("Das sind zu viele Angaben."), gettext_noop("höchstens %(limit)s"))
LAND = Fault(gettext_noop("‚%(part)s‘ ist kein Bundesland."), gettext_noop("zum Beispiel NW oder BE"))


class HoursError(ValueError):
    """Opening hours nobody can read for sure. `value`: what was typed; `wrong`, `right`: in German."""

    def __init__(self, value: str, fault: Fault, **params: object) -> None:
        self.value, self.fault, self.params = value, fault, params
        super().__init__(f"{self.wrong} Richtig wäre: {self.right}.")

    @property
    def wrong(self) -> str:
        return self.fault.wrong % self.params

    @property
    def right(self) -> str:
        return self.fault.right % self.params
