"""Opening hours in words, with times as people say them: "9:30 bis 12 Uhr". Only this module knows translations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.hours.calendars import ZONE
from common.hours.errors import HoursError
from common.hours.plans import Reason
from common.hours.rules import Hours, Opening
from common.hours.state import OpenState
from common.hours.weeks import DayRow, Span
from common.text import join_words


def clock(at: datetime, *, ending: bool = False) -> str:
    """'9', '9:30'; midnight is 0 as a begin and 24 as an end. English has 9:00."""
    hour = 24 if ending and (at.hour, at.minute) == (0, 0) else at.hour
    if at.minute:
        return pgettext("Uhrzeit", "%(hour)d:%(minute)02d") % {"hour": hour, "minute": at.minute}
    return pgettext("volle Stunde", "%(hour)d") % {"hour": hour}


def span(found: Span) -> str:
    """'9 bis 18 Uhr', '9:30 bis 12 Uhr', 'ab 14 Uhr'."""
    times = {"start": clock(found.start), "end": clock(found.end, ending=True)}
    if not found.open_end:
        return _("%(start)s bis %(end)s Uhr") % times
    if times["end"] == clock(found.end):
        return _("%(start)s bis %(end)s Uhr oder länger") % times
    return _("ab %(start)s Uhr") % times


def _is_whole_day(found: Span) -> bool:
    return clock(found.start) == clock(found.end) and found.start.date() < found.end.date() and not found.start.hour


def _times(spans: Iterable[Span]) -> str:
    return join_words([_("rund um die Uhr") if _is_whole_day(found) else span(found) for found in spans])


def day(row: DayRow) -> str:
    """What the weekly table says of a day: '9 bis 12 Uhr und 14 bis 18 Uhr', 'geschlossen', 'nach Vereinbarung'."""
    if row.reason is not None:
        return _unknown(row.reason, row.holiday) + _commented(row.comment, arranged=False)
    parts = [_times(row.spans)] if row.spans else []
    parts += _arranged(row, alone=not parts)
    return (", ".join(parts) or _("geschlossen")) + _remark(row)


def _arranged(row: DayRow, *, alone: bool) -> list[str]:
    times = [found for found in row.arranged if not _is_whole_day(found)]
    if times:
        rest = [_("sonst nach Vereinbarung")] if row.otherwise is Opening.BY_ARRANGEMENT else []
        return [_("%(times)s nach Vereinbarung") % {"times": _times(times)}, *rest]
    if not row.by_arrangement:
        return []
    return [_("nach Vereinbarung") if alone else _("sonst nach Vereinbarung")]


def _unknown(reason: Reason, holiday: str) -> str:
    if reason is Reason.HOLIDAY:
        return _("%(holiday)s: bitte vorher fragen") % {"holiday": holiday}
    return {
        Reason.MISSING: _("Öffnungszeiten nicht bekannt"),
        Reason.UNREADABLE: _("Öffnungszeiten nicht eindeutig: bitte vorher fragen"),
        Reason.SCHOOL: _("nur in den Schulferien bekannt: bitte vorher fragen"),
        Reason.COMMENT: _("bitte vorher fragen"),
    }[reason]


def _remark(row: DayRow) -> str:
    """The name of the holiday and the place's own comment."""
    holiday = f" ({row.holiday})" if row.holiday else ""
    return holiday + _commented(row.comment, arranged=row.by_arrangement)


def _commented(comment: str, *, arranged: bool) -> str:
    """The comment, unless it only says what we say anyway."""
    said = arranged and comment.casefold() in ("nach vereinbarung", "und nach vereinbarung", "by appointment")
    return f" ({comment})" if comment and not said else ""


def lines(rows: Sequence[DayRow]) -> list[tuple[str, str]]:
    """Days that say the same together: ('Montag bis Freitag', '9 bis 18 Uhr'), ('Samstag', '9 bis 13 Uhr')."""
    return [(_days_label(group), day(group[0])) for group in _groups(rows)]


def _groups(rows: Sequence[DayRow]) -> list[list[DayRow]]:
    return [list(group) for _said, group in groupby(rows, key=day)]


def _days_label(group: Sequence[DayRow]) -> str:
    first, last = weekday(group[0].date), weekday(group[-1].date)
    if len(group) == 7:
        return _("täglich")
    if len(group) == 1:
        return first
    if len(group) == 2:
        return join_words([first, last])
    return _("%(first)s bis %(last)s") % {"first": first, "last": last}


def weekday(of: date) -> str:
    return date_format(of, "l")


def sentence(rows: Sequence[DayRow]) -> str:
    """'Montag bis Freitag 9 bis 18 Uhr, Samstag 9 bis 13 Uhr'; closed days are left out."""
    groups = _groups(rows)
    if len(groups) == 1 and not rows[0].spans:
        return day(rows[0])
    return ", ".join(f"{_days_label(group)} {day(group[0])}" for group in groups if not group[0].closed)


def now(found: OpenState, at: datetime) -> str:
    """'heute geöffnet bis 18 Uhr', 'öffnet morgen um 9 Uhr', 'Heute ist Fronleichnam: bitte vorher fragen'."""
    return _told(_NOW, found, at)


def takes_place(found: OpenState, at: datetime) -> str:
    """The same of something that takes place instead of being open: 'läuft bis 18 Uhr', 'wieder morgen um 9 Uhr'."""
    return _told(_NOW | {Opening.OPEN: _now_on, Opening.CLOSED: _now_off}, found, at)


def _told(texts: Mapping[Opening, Callable[[OpenState, datetime], str]], found: OpenState, at: datetime) -> str:
    text = texts[found.state](found, at.astimezone(ZONE))
    return text + _commented(found.comment, arranged=found.state is Opening.BY_ARRANGEMENT)


def _now_open(found: OpenState, at: datetime) -> str:
    if found.until is None:
        return _("rund um die Uhr geöffnet")
    if found.open_end:
        return _("jetzt geöffnet, Ende offen")
    # closing at midnight is today's 24 o'clock
    ends_on = (found.until - timedelta(minutes=1)).date()
    end = {"end": clock(found.until, ending=True)}
    if ends_on == at.date():
        return _("heute geöffnet bis %(end)s Uhr") % end
    return _("geöffnet bis %(day)s %(end)s Uhr") % {"day": which_day(ends_on, at.date()), **end}


def _now_closed(found: OpenState, at: datetime) -> str:
    if found.until and found.then is Opening.OPEN:
        times = {"day": which_day(found.until.date(), at.date()), "start": clock(found.until)}
        return _("öffnet %(day)s um %(start)s Uhr") % times
    if found.until and found.then_holiday and found.then is Opening.UNKNOWN:
        asked = {"day": which_day(found.until.date(), at.date()), "holiday": found.then_holiday}
        return _("jetzt geschlossen, %(day)s ist %(holiday)s: bitte vorher fragen") % asked
    return _("jetzt geschlossen") if found.until else _("geschlossen")


def _now_on(found: OpenState, _at: datetime) -> str:
    if found.until is None:
        return _("rund um die Uhr")
    if found.open_end:
        return _("läuft, Ende offen")
    return _("läuft bis %(end)s Uhr") % {"end": clock(found.until, ending=True)}


def _now_off(found: OpenState, at: datetime) -> str:
    if found.until and found.then is Opening.OPEN:
        times = {"day": which_day(found.until.date(), at.date()), "start": clock(found.until)}
        return _("wieder %(day)s um %(start)s Uhr") % times
    return _now_closed(found, at) if found.until else _("zurzeit nicht")


def _now_arranged(_found: OpenState, _at: datetime) -> str:
    return _("nach Vereinbarung")


def _now_unknown(found: OpenState, _at: datetime) -> str:
    if found.reason is Reason.HOLIDAY:
        return _("Heute ist %(holiday)s: bitte vorher fragen") % {"holiday": found.holiday}
    return _unknown(found.reason or Reason.MISSING, found.holiday)


_NOW = {
    Opening.OPEN: _now_open,
    Opening.CLOSED: _now_closed,
    Opening.BY_ARRANGEMENT: _now_arranged,
    Opening.UNKNOWN: _now_unknown,
}


def which_day(of: date, today: date) -> str:
    """'heute', 'morgen', 'am Montag', 'am 14. Dezember'."""
    days = (of - today).days
    if days < 2:
        return _("heute") if days == 0 else _("morgen")
    if days < 7:
        return _("am %(weekday)s") % {"weekday": weekday(of)}
    return _("am %(date)s") % {"date": date_format(of, pgettext("Datum ohne Jahr", "j. F"))}


def unread(typed: str) -> str:
    """Hours that nobody could read by rule, just as they were typed; '' if there are none."""
    return _("„%(typed)s“, bitte vorher fragen") % {"typed": typed} if typed else ""


def school(hours: Hours) -> str:
    """What the hours say of school holidays, which nobody here computes; '' if nothing."""
    if not hours.school:
        return ""
    if all(rule.modifier == "off" for rule in hours.school):
        return _("In den Schulferien geschlossen")
    return _("In den Schulferien gelten andere Zeiten: %(times)s") % {
        "times": "; ".join(rule.text for rule in hours.school)
    }


def explain(error: HoursError) -> tuple[str, str]:
    """What is wrong and what would be right, in the reader's language."""
    return _(error.fault.wrong) % error.params, _(error.fault.right) % error.params
