"""What people do together in the demo: initiatives, their events, and who works with whom.

Days count from the first loading, so that there is always something coming; loading again later repeats what was
counted then. Rows that only belong to an initiative or an event (who takes part, steps, pictures, changed dates) come
with it and are the demo's owner's from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import Model
from django.utils import timezone

from actors.models import Organisation, Place
from common.counts import Counts
from common.hours.calendars import Calendar
from initiatives import dates
from initiatives.models import (
    Cooperation,
    Event,
    Initiative,
    RoomFact,
)
from initiatives.recurrence import Series, reading
from initiatives.recurrence.series import at, wall
from mapping import pictures
from mapping.models import Quarter
from mapping.models.pictures import columns
from upkeep.demo_values import REACHABLE, Entry, fact_values, source_id, texts
from upkeep.imports.records import Shelf
from upkeep.imports.report import Report
from upkeep.imports.stamp import Stamp

PICTURES = settings.BASE_DIR / "fixtures" / "demo" / "pictures"
WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
BEGAN = -400  # days from the loading to the first date of what recurs
COUNTED: Mapping[type[Model], tuple[str, ...]] = {
    Initiative: ("begins_on", "ends_on", "verified_on", "review_on"),
    Event: ("starts", "ends", "all_day", "rule"),
}


@dataclass
class Told:
    """Records of one model that the demo tells; `first` is what the first loading said of those that there are."""

    model: type[Model]
    stamp: Stamp
    shelf: Shelf = field(init=False)
    first: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.model, self.stamp)
        known = self.model._default_manager.filter(source=self.stamp.source)
        self.first = dict(known.values_list("source_id", "imported"))

    def put(self, entry: Entry, values: Mapping[str, Any]) -> Any:
        before = self.first.get(source_id(entry), {})
        counted = {name: before[name] for name in COUNTED[self.model] if name in before}
        return self.shelf.put(source_id(entry), {**values, **counted}, slug=entry["slug"])

    def is_new(self, entry: Entry) -> bool:
        return source_id(entry) not in self.first


def load_together(content: Mapping[str, Any], quarter: Quarter, stamp: Stamp, report: Report) -> None:
    today = timezone.localdate(stamp.at)
    initiatives, events, facts = Told(Initiative, stamp), Told(Event, stamp), _facts(stamp)
    for entry in content["initiatives"]:
        made = initiatives.put(entry, initiative_values(entry, quarter, today))
        if initiatives.is_new(entry):
            _accompany(made, entry, today)
    for entry in content["events"]:
        event = events.put(entry, event_values(entry, today, quarter.calendar))
        if events.is_new(entry):
            _rest(event, quarter.calendar, stamp.at)
            _change(event, entry, quarter.calendar, stamp.at)
        for feature, values in fact_values(entry).items():
            facts.put(source_id(entry), values, event=event, feature=feature)
    report.tables["facts"] += facts.counts
    report.tables |= {"initiatives": initiatives.shelf.counts, "events": events.shelf.counts}
    report.tables["cooperations"] = _cooperate(content["cooperations"])
    dates.renew(Event.objects.filter(source=stamp.source), stamp.at)


def _facts(stamp: Stamp) -> Shelf:
    return Shelf(RoomFact, stamp, together=(("value", "number"),))


# --- initiatives ----------------------------------------------------------------------------------------------------


def initiative_values(entry: Entry, quarter: Quarter, today: date) -> dict[str, Any]:
    checked = entry.get("verified") or {}
    return {
        **in_both(entry, ("title", "summary", "goal", "results", "joining", "funding")),
        **texts(entry, (*REACHABLE, "plain")),
        **{name: sorted(entry.get(name, [])) for name in ("programmes", "needs", "places")},
        "state": entry["state"],
        "lead": entry.get("lead", ""),
        "area": _area(entry.get("area"), quarter),
        "begins_on": counted(entry.get("begins"), today),
        "ends_on": counted(entry.get("ends"), today),
        "verified_on": counted(checked.get("days"), today),
        "verified_by": checked.get("by", ""),
        "review_on": counted(entry.get("review"), today),
    }


def _area(said: str | list[list[float]] | None, quarter: Quarter) -> str | None:
    """The whole quarter, or a part of it by its corners."""
    if said is None:
        return None
    wkt: str = (quarter.boundary if said == "quarter" else MultiPolygon(Polygon([*said, said[0]]))).wkt
    return wkt


def _accompany(made: Initiative, entry: Entry, today: date) -> None:
    """Who takes part, the steps on the way, and pictures."""
    for one in entry.get("participations", []):
        organisation = Organisation.objects.get(slug=one["organisation"])
        made.participations.create(organisation=organisation, role=one["role"], since=_day(one.get("since"), today))
    for step in entry.get("milestones", []):
        made.milestones.create(on=_day(step["day"], today), done=step.get("done", False), **in_both(step, ("text",)))
    for order, one in enumerate(entry.get("pictures", [])):
        made.pictures.create(order=order, **columns(_picture(one["file"]), one["alternative"]))


def _picture(name: str) -> pictures.Picture:
    """Made harmless like any that is sent in."""
    content = (PICTURES / name).read_bytes()
    return pictures.read("picture", name, BytesIO(content), len(content))


# --- events ---------------------------------------------------------------------------------------------------------


def event_values(entry: Entry, today: date, calendar: Calendar) -> dict[str, Any]:
    return {
        **in_both(entry, ("title", "about", "cost_text", "registration", "cancelled")),
        **texts(entry, (*REACHABLE, "plain", "initiative", "organisation", "place", "room", "entrance")),
        "needs": sorted(entry.get("needs", [])),
        "cost": entry.get("cost", "unknown"),
        **_when(series(entry, today, calendar)),
    }


def _when(told: Series) -> dict[str, Any]:
    event = Event()
    event.take(told)
    moments = {name: getattr(event, name).astimezone(UTC).isoformat() for name in ("starts", "ends")}
    return {**moments, "all_day": event.all_day, "rule": event.rule}


def series(entry: Entry, today: date, calendar: Calendar) -> Series:
    """What recurs has begun long ago; what takes place once comes some days after the loading, on no holiday."""
    if "said" in entry:
        return reading.read(entry["said"], today=today + timedelta(days=entry.get("begins", BEGAN)))
    first = _no_holiday(next_weekday(today + timedelta(days=entry["in_days"]), entry["weekday"]), calendar)
    last = first + timedelta(days=entry.get("lasts", 1) - 1)
    until = f" bis {_in_digits(last)}" if last > first else ""
    return _once(first, f"{until}, {entry['time']}")


def next_weekday(day: date, name: str) -> date:
    """The day itself or the next one that is such a day."""
    return day + timedelta(days=(WEEKDAYS.index(name) - day.weekday()) % 7)


def _no_holiday(day: date, calendar: Calendar) -> date:
    """The day itself, or the same day of a later week."""
    return next(later for week in range(9) if not calendar.holiday(later := day + timedelta(weeks=week)))


def _once(day: date, more: str) -> Series:
    return reading.read(f"am {_in_digits(day)}{more}", today=day)


def _in_digits(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _rest(event: Event, calendar: Calendar, now: datetime) -> None:
    """What recurs does not take place on public holidays."""
    if event.rule:
        starts = event.ruled.starts_between(wall(now - dates.BACK), wall(now + dates.AHEAD))
        event.removed = [at(start) for start in starts if calendar.holiday(start.date())]
        event.save(update_fields=["removed"])


def _change(event: Event, entry: Entry, calendar: Calendar, now: datetime) -> None:
    """Single dates that are other than the rule says, told by their number after the day of loading."""
    if changes := entry.get("changes"):
        tomorrow = datetime.combine(wall(now).date() + timedelta(days=1), datetime.min.time())
        starts = event.ruled.starts_between(tomorrow, tomorrow + timedelta(days=800))
        for change in changes:
            event.changes.create(**change_values(change, starts[change["date"] - 1], calendar))


def change_values(change: Entry, original: datetime, calendar: Calendar) -> dict[str, Any]:
    moved = change.get("moved")
    return {
        "original": at(original),
        "place": Place.objects.get(slug=change["place"]) if "place" in change else None,
        "cancelled": change.get("cancelled", False),
        **in_both(change, ("note",)),
        **(_moved(moved, original, calendar) if moved else {}),
    }


def _moved(moved: Entry, original: datetime, calendar: Calendar) -> dict[str, datetime]:
    day = _no_holiday(original.date() + timedelta(days=moved["days"]), calendar)
    told = _once(day, f", {moved['time']}")
    return {"starts": at(told.start), "ends": at(told.end)}


# --- who works with whom --------------------------------------------------------------------------------------------


def _cooperate(entries: Iterable[Entry]) -> Counts:
    """Adds what was never there. What somebody has worded anew or deleted does not come back: the history knows it."""
    keys = dict(Organisation.objects.values_list("slug", "pk"))
    initiatives = dict(Initiative.objects.values_list("slug", "pk"))
    history: Any = Cooperation.pgh_event_model  # type: ignore[attr-defined]
    known = {(frozenset(row[:2]), row[2]) for row in history.objects.values_list("one_id", "other_id", "what_de")}
    total = Counts()
    for entry in entries:
        one, other = (keys[slug] for slug in entry["between"])
        if (frozenset((one, other)), entry["what"]) in known:
            total += Counts(unchanged=1)
            continue
        Cooperation.objects.create(
            one_id=one,
            other_id=other,
            **in_both(entry, ("what",)),
            since=entry.get("since"),
            strength=entry["strength"],
            initiative_id=initiatives[entry["initiative"]] if "initiative" in entry else None,
        )
        total += Counts(new=1)
    return total


# --- small things ---------------------------------------------------------------------------------------------------


def in_both(entry: Entry, names: Iterable[str]) -> dict[str, str]:
    """German and English columns."""
    return {
        f"{name}_{language}": entry.get(key, "")
        for name in names
        for language, key in (("de", name), ("en", f"{name}_en"))
    }


def _day(said: int | date | None, today: date) -> date | None:
    """A date, or so many days after the loading."""
    return today + timedelta(days=said) if isinstance(said, int) else said


def counted(said: int | date | None, today: date) -> str | None:
    day = _day(said, today)
    return day.isoformat() if day else None
