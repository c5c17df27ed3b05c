"""What people type becomes OSM syntax, or is refused with a sentence that helps."""

from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.hours import ZONE, Calendar, HoursError, Opening, normalise, state, week

UNDERSTOOD = [
    ("Mo-Fr 8-12 Uhr", "Mo-Fr 08:00-12:00"),
    ("Mo-Fr 08:00–12:00", "Mo-Fr 08:00-12:00"),
    ("Mo−Fr 08:00−12:00", "Mo-Fr 08:00-12:00"),
    ("08.00-12.00", "08:00-12:00"),
    ("Mo - Fr 08:00 - 12:00", "Mo-Fr 08:00-12:00"),
    ("Mo.-Fr. 8.30–12 Uhr", "Mo-Fr 08:30-12:00"),
    ("Di, Mi, Do und So 9-12", "Tu,We,Th,Su 09:00-12:00"),
    ("Montag bis Freitag von 9 bis 18 Uhr", "Mo-Fr 09:00-18:00"),
    ("montags 9 Uhr bis 12 Uhr und 14 Uhr bis 18 Uhr", "Mo 09:00-12:00,14:00-18:00"),
    ("täglich 10-18 Uhr", "Mo-Su 10:00-18:00"),
    ("jeden Tag 10-18 Uhr", "Mo-Su 10:00-18:00"),
    ("täglich außer montags 10-18 Uhr", "Mo-Su 10:00-18:00; Mo off"),
    ("Mo-Fr 8-12, Feiertags geschlossen", "Mo-Fr 08:00-12:00, PH off"),
    ("Mo-Fr 8-12 Uhr, an Feiertagen geschlossen", "Mo-Fr 08:00-12:00, PH off"),
    ("Mo-Fr 8-12\nSa 9-13", "Mo-Fr 08:00-12:00; Sa 09:00-13:00"),
    ("Mo 8-12 Di 9-13", "Mo 08:00-12:00; Tu 09:00-13:00"),
    ("Mo: 8-12; Di: geschlossen", "Mo 08:00-12:00; Tu off"),
    ("Montag Ruhetag; Di-So 11-22", "Mo off; Tu-Su 11:00-22:00"),
    ("Mo/Mi/Fr 8-12/14-18", "Mo,We,Fr 08:00-12:00,14:00-18:00"),
    ("jeden 1. und 3. Mittwoch im Monat 15-17 Uhr", "We[1,3] 15:00-17:00"),
    ("letzter Freitag im Monat 18 bis 20 Uhr", "Fr[-1] 18:00-20:00"),
    ("Di ab 14 Uhr", "Tu 14:00+"),
    ("Apr-Okt Mo-Fr 8-18; Nov-Mrz Mo-Fr 9-16", "Apr-Oct Mo-Fr 08:00-18:00; Nov-Mar Mo-Fr 09:00-16:00"),
    ("Apr-Oct: Mo-Fr 10:00-19:00", "Apr-Oct Mo-Fr 10:00-19:00"),
    ("Mo-Fr 8-12; 24.12. bis 6.1. geschlossen", "Mo-Fr 08:00-12:00; Dec 24-Jan 06 off"),
    ("24. Dezember 2026 geschlossen", "2026 Dec 24 off"),
    ("Dec 24,25,31 off", "Dec 24,Dec 25,Dec 31 off"),
    ("rund um die Uhr", "24/7"),
    ("18-0 Uhr", "18:00-24:00"),
    ("Fr 22-2 Uhr", "Fr 22:00-02:00"),
    ("PH,Sa,Su off", "Sa,Su,PH off"),
    ("Su,PH,Sa 10:00-12:00", "Su,Sa,PH 10:00-12:00"),
    ("Mo-Fr 08:00-12:00;", "Mo-Fr 08:00-12:00"),
    ("Sa,Su,PH 21:21-0:44", "Sa,Su,PH 21:21-00:44"),
    ("sunrise-sunset", "sunrise-sunset"),
    ("(sunrise+01:00)-(sunset-01:00)", "(sunrise+01:00)-(sunset-01:00)"),
    ("Mo-Sa 12:00-22:00, Su,PH 11:00-22:00", "Mo-Sa 12:00-22:00, Su,PH 11:00-22:00"),
    ("24/7", "24/7"),
    ("nach Vereinbarung", 'unknown "nach Vereinbarung"'),
    ("nur nach Termin", 'unknown "nur nach Termin"'),
    ('open "nach Vereinbarung"', 'unknown "nach Vereinbarung"'),
    ("Mo-Fr 8-12 Uhr und nach Vereinbarung", 'Mo-Fr 08:00-12:00 || unknown "nach Vereinbarung"'),
    ("Mo-Fr 8-12, Termine nach Absprache", 'Mo-Fr 08:00-12:00 || unknown "Termine nach Absprache"'),
    ("Mo-Fr 8-12 Uhr nach Vereinbarung", 'Mo-Fr 08:00-12:00 "nach Vereinbarung"'),
    ("Mo-Fr 08:00-12:00; „nach Vereinbarung“", 'Mo-Fr 08:00-12:00 || unknown "nach Vereinbarung"'),
    ("Mo-Fr nach telefonischer Vereinbarung", 'Mo-Fr unknown "nach telefonischer Vereinbarung"'),
]


@pytest.mark.parametrize(("typed", "normal"), UNDERSTOOD)
def test_what_people_type_becomes_osm_syntax(typed: str, normal: str):
    hours = normalise(typed)
    assert hours.text == normal
    assert hours.typed == typed


@pytest.mark.parametrize(("_typed", "normal"), UNDERSTOOD)
def test_the_normal_form_stays_as_it_is(_typed: str, normal: str):
    assert normalise(normal).text == normal


REFUSED = [
    ("", "Hier fehlen Öffnungszeiten."),
    (" ; ", "Hier fehlen Öffnungszeiten."),
    ("foo", "Das Wort ‚foo‘ ist hier nicht bekannt."),
    ("Mo-Fr#8-12", "Das Zeichen ‚#‘ gehört nicht in Öffnungszeiten."),
    ('Mo-Fr 8-12 "nach', "Ein Anführungszeichen ist nicht geschlossen."),
    ("werktags 8-12", "‚werktags‘ ist nicht eindeutig. Richtig wäre: Mo-Fr oder Mo-Sa."),
    ("9am-5pm", "Uhrzeiten mit am oder pm sind nicht eindeutig."),
    ("Mo 8:70-12", "‚8:70‘ ist keine Uhrzeit."),
    ("Mo 25-30", "‚25-30‘ ist keine Uhrzeit."),
    ("Mo 10:00-49:00", "‚49:00‘ ist keine Uhrzeit."),
    ("Mo-Fr 8-5", "‚08-05‘ endet vor dem Beginn. Richtig wäre: zum Beispiel 08:00-17:00."),
    ("Mo 8:00-8:00", "Bei ‚08:00-08:00‘ sind Beginn und Ende gleich."),
    ("Mo 8:00", "Bei ‚08:00‘ fehlt das Ende."),
    ("Feiertags geöffnet", "Bei ‚PH open‘ fehlen die Uhrzeiten."),
    ("open", "Bei ‚open‘ fehlen die Uhrzeiten."),
    ("Mo-Fr", "Bei ‚Mo - Fr‘ fehlen die Uhrzeiten."),
    ("Mo-Fr 8-12 geschlossen Sa", "‚Sa‘ ist nicht eindeutig."),
    ("bis 18 Uhr", "‚-‘ ist nicht eindeutig."),
    ("PH -30 days off", "‚PH -30 day‘ ist kein Tag oder Zeitraum."),
    ("32.13. geschlossen", "‚32.13.‘ ist kein Tag oder Zeitraum."),
    ("3. Brumaire geschlossen", "‚3. Brumaire‘ ist kein Tag oder Zeitraum."),
    ("Mo[9] 10:00-12:00", "‚Mo[9]‘ ist kein Tag oder Zeitraum."),
    ("Mo 8-12;" * 61, "Das sind zu viele Angaben. Richtig wäre: höchstens 60."),
    ("Mo 8-12;" * 200, "Der Text ist zu lang. Richtig wäre: höchstens 1000 Zeichen."),
]


@pytest.mark.parametrize(("typed", "message"), REFUSED, ids=[typed[:20] for typed, _message in REFUSED])
def test_what_is_not_clear_is_refused_with_what_would_be_right(typed: str, message: str):
    with pytest.raises(HoursError) as caught:
        normalise(typed)
    assert str(caught.value).startswith(message)
    assert caught.value.right
    assert typed.startswith(caught.value.value.rstrip("…"))


PIECES = st.sampled_from(
    """Mo Di Fr-Mo PH SH , ; || - : / + ( ) [1] [-1,9] 8 12 08:00 24:00 25:99 8-12 22:00-02:00 24/7 off geschlossen
    "x" " nach Vereinbarung nach_Vereinbarung Dec 24 24.12. 3. Mai week KW easter -1_day sunrise ab bis außer und
    Uhr 2026 im Monat 1._Montag_im_Monat unknown open""".replace("_", "\u00a0").split(" ")
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join)
    )
)
@example("\x00")
@example("١٢-١٤")
@example("Mo-Fr 8-12 " * 500)
@example("(" * 900)
def test_any_text_is_understood_or_refused_and_nothing_else(typed: str):
    try:
        text = normalise(typed).text
    except HoursError:
        return
    assert normalise(text).text == text
    assert len(week(text, date(2026, 6, 1), Calendar("NW"))) == 7
    assert state(text, datetime(2026, 6, 4, 9, tzinfo=ZONE), Calendar("NW")).state in Opening


def test_an_unknown_land_is_refused():
    with pytest.raises(HoursError, match="‚NRW‘ ist kein Bundesland"):
        Calendar("NRW")
