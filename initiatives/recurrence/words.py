"""Rules as people say them: „jeden letzten Freitag im Monat, 15 bis 17 Uhr, bis 30. Juni 2027“.

One function per shape of a rule; `rules` accepts no other shapes.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from common.hours.words import clock, weekday
from common.text import join_words
from initiatives.recurrence.rules import Frequency, On, Rule
from initiatives.recurrence.series import Series

MONDAY = date(2024, 1, 1)
WORKING_DAYS = (0, 1, 2, 3, 4)
NTH: Mapping[int, Promise] = {
    1: pgettext_lazy("der wievielte im Monat", "ersten"),
    2: pgettext_lazy("der wievielte im Monat", "zweiten"),
    3: pgettext_lazy("der wievielte im Monat", "dritten"),
    4: pgettext_lazy("der wievielte im Monat", "vierten"),
    5: pgettext_lazy("der wievielte im Monat", "fünften"),
    -1: pgettext_lazy("der wievielte im Monat", "letzten"),
    -2: pgettext_lazy("der wievielte im Monat", "vorletzten"),
}
MORNING_H = 12  # what ends in the night or in the morning after is one evening and not two days
WORKING_DAY = gettext_lazy("Werktag (Montag bis Freitag)")
SHORT_MONTHS = gettext_lazy("(in Monaten, die ihn haben)")
LEAP_YEARS = gettext_lazy("(nur in Schaltjahren)")
NUMBERS: Mapping[int, Promise] = {
    2: gettext_lazy("zwei"),
    3: gettext_lazy("drei"),
    4: gettext_lazy("vier"),
    5: gettext_lazy("fünf"),
    6: gettext_lazy("sechs"),
}


def sentence(series: Series) -> str:
    """All of it; for a single date its day and times."""
    if series.rule is None:
        return f"{weekday(series.start)}, {date_format(series.start, 'DATE_FORMAT')}, {times(series)}"
    parts = [rhythm(series.rule, series.start), times(series), ending(series.rule)]
    return ", ".join(part for part in parts if part)


def typed(series: Series) -> str:
    """The same as a field reads it: of several whole days the first and the last one."""
    last = series.end - timedelta(days=1)
    if series.rule is not None or not series.all_day or last <= series.start:
        return sentence(series)
    first, last_day = (f"{weekday(day)}, {date_format(day, 'DATE_FORMAT')}" for day in (series.start, last))
    return _("{first} bis {last}, ganztags").format(first=first, last=last_day)


def told(series: Series) -> str:
    """The same for readers who need not write it: single dates that no rule gives are counted too."""
    if not series.added:
        return sentence(series)
    if series.rule is None:
        count = len(series.starts_between(min((series.start, *series.added)), max((series.start, *series.added))))
        dates = ngettext("{n} einzelner Termin", "{n} einzelne Termine", count).format(n=count)
        return f"{dates}, {times(series)}"
    more = ngettext("dazu {n} einzelner Termin", "dazu {n} einzelne Termine", len(series.added))
    return f"{sentence(series)}, {more.format(n=len(series.added))}"


def times(series: Series) -> str:
    """„15 bis 17 Uhr“, „ganztags“, „10 Uhr bis Sonntag 16 Uhr“."""
    days = (series.end.date() - series.start.date()).days
    if series.all_day:
        return _("ganztags") if days <= 1 else ngettext("{n} Tag", "{n} Tage", days).format(n=days)
    start, end = clock(series.start), clock(series.end, ending=True)
    if days > 1 or (days == 1 and (series.end.time() > series.start.time() or series.end.hour > MORNING_H)):
        return _("{start} Uhr bis {day} {end} Uhr").format(start=start, day=weekday(series.end), end=end)
    if series.start == series.end:
        return _("{start} Uhr").format(start=start)
    return _("{start} bis {end} Uhr").format(start=start, end=end)


def rhythm(rule: Rule, start: datetime) -> str:
    """How often; `start` says the day where the rule leaves it open."""
    said = _SHAPES[rule.frequency](rule, start)
    if rule.months and rule.frequency != Frequency.YEARLY:
        return _only_in(said, rule.months)
    return said


def _only_in(rhythm: str, months: tuple[int, ...]) -> str:
    """„…, nur im April und Mai“, „…, nur von September bis Juli“."""
    if ends := _ends(months):
        first, last = map(_month, ends)
        return _("{rhythm}, nur von {first} bis {last}").format(rhythm=rhythm, first=first, last=last)
    return _("{rhythm}, nur im {months}").format(rhythm=rhythm, months=join_words(map(_month, months)))


def _ends(months: tuple[int, ...]) -> tuple[int, int] | None:
    """The first and the last of three or more months in a row, over the turn of the year too."""
    firsts = [month for month in months if (month - 2) % 12 + 1 not in months]
    if len(months) < 3 or len(firsts) != 1:
        return None
    return firsts[0], (firsts[0] + len(months) - 2) % 12 + 1


def ending(rule: Rule) -> str:
    """„bis 30. Juni 2027“, „10 Mal“, or nothing."""
    if rule.count:
        return ngettext("{n} Mal", "{n} Mal", rule.count).format(n=rule.count)
    return _("bis {date}").format(date=date_format(rule.until, "DATE_FORMAT")) if rule.until else ""


def _daily(rule: Rule, _start: datetime) -> str:
    if rule.interval == 1:
        return pgettext("Wiederholung", "täglich")
    return _("alle {n} Tage").format(n=_number(rule.interval))


def _weekly(rule: Rule, start: datetime) -> str:
    numbers = tuple(on.weekday for on in rule.on) or (start.weekday(),)
    days = pgettext("Wiederholung", "Montag bis Freitag") if numbers == WORKING_DAYS else join_words(map(_day, numbers))
    if rule.interval == 1:
        return _("jeden {days}").format(days=days) if numbers != WORKING_DAYS else days
    return _("alle {n} Wochen am {days}").format(n=_number(rule.interval), days=days)


def _monthly(rule: Rule, _start: datetime) -> str:
    every = rule.interval == 1
    if rule.month_days:
        text = _("am {day} jedes Monats") if every else _("alle {n} Monate am {day}")
        said = text.format(n=_number(rule.interval), day=_month_days(rule.month_days))
        return f"{said} {SHORT_MONTHS}" if max(rule.month_days) > 28 else said
    which = _position(rule) if rule.position else _nth_days(rule.on)
    text = _("jeden {which} im Monat") if every else _("alle {n} Monate am {which}")
    return text.format(n=_number(rule.interval), which=which)


def _yearly(rule: Rule, start: datetime) -> str:
    month = _month(rule.months[0])
    if rule.month_days and rule.month_days[0] > 0:
        day = date_format(start.replace(year=2028, month=rule.months[0], day=rule.month_days[0]), "MONTH_DAY_FORMAT")
    elif rule.month_days:
        day = _("{day} im {month}").format(day=_month_days(rule.month_days), month=month)
    else:
        day = pgettext("der zweite Sonntag", "{day} im {month}").format(day=_nth_days(rule.on), month=month)
    text = _("jedes Jahr am {day}") if rule.interval == 1 else _("alle {n} Jahre am {day}")
    said = text.format(n=_number(rule.interval), day=day)
    is_leap_day = (rule.months, rule.month_days) == ((2,), (29,))
    return f"{said} {LEAP_YEARS}" if is_leap_day else said


_SHAPES: Mapping[Frequency, Callable[[Rule, datetime], str]] = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}


def _nth_days(on: tuple[On, ...]) -> str:
    """„ersten und dritten Montag“, „ersten Montag und letzten Freitag“."""
    if len({one.weekday for one in on}) == 1:
        return f"{join_words([str(NTH[one.nth]) for one in on])} {_day(on[0].weekday)}"
    return join_words([f"{NTH[one.nth]} {_day(one.weekday)}" for one in on])


def _position(rule: Rule) -> str:
    numbers = tuple(on.weekday for on in rule.on)
    if numbers == WORKING_DAYS:
        return f"{NTH[rule.position]} {WORKING_DAY}"
    return f"{NTH[rule.position]} {join_words(map(_day, numbers), last=_('oder'))}"


def _month_days(days: tuple[int, ...]) -> str:
    """„15.“, „1. und 15.“, „letzten Tag“."""
    return join_words([_month_day(day) for day in sorted(days, key=lambda day: (day < 0, day))])


def _month_day(day: int) -> str:
    if day > 0:
        return pgettext("Tag des Monats", "{n}.").format(n=day)
    if day in NTH:
        return pgettext("Tag des Monats", "{which} Tag").format(which=NTH[day])
    return pgettext("Tag des Monats", "{n}.-letzten Tag").format(n=-day)


def _number(n: int) -> str:
    return str(NUMBERS.get(n, n))


def _day(number: int) -> str:
    return weekday(MONDAY + timedelta(days=number))


def _month(number: int) -> str:
    return date_format(date(2024, number, 1), "F")
