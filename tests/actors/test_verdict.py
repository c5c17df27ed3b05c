"""The verdict: a missing fact is never a yes, a measured one outweighs a judged one."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from actors.features import FEATURES
from actors.verdict import Answer, Fact, Verdict, judge, words
from common.access import Access
from mapping.profiles import profiles

YES, NO, UNKNOWN = Access.YES, Access.NO, Access.UNKNOWN
EVERY = profiles().by_slug


def facts(**known: Access | float | tuple[Access, float]) -> dict[str, Fact]:
    """`entrance_steps=2` is a counted yes, `ramp=YES` an answer without a number."""
    return {
        slug: Fact(value) if isinstance(value, Access) else Fact(YES if value else NO, float(value))
        for slug, value in known.items()
    }


TABLE = [
    # profile, what is known, verdict, headline
    ("rollator", {}, "unknown", "Ob der Eingang Stufen hat, ist nicht bekannt"),
    ("rollator", {"entrance_steps": 0, "door_width": 95}, "yes", "Eingang ohne Stufen"),
    ("rollator", {"entrance_steps": 0}, "unknown", "Wie breit die Tür ist, ist nicht bekannt"),
    ("rollator", {"entrance_steps": 0, "door_width": 80}, "no", "Tür 80 cm breit"),
    ("rollator", {"entrance_steps": 3}, "no", "3 Stufen am Eingang"),
    ("rollator", {"entrance_steps": YES}, "no", "Stufen am Eingang"),
    ("rollator", {"entrance_steps": 1, "step_height": 3, "door_width": 95}, "yes", "Eine Stufe, 3 cm hoch"),
    ("rollator", {"entrance_steps": 1, "step_height": 7, "door_width": 95}, "partly", "Eine Stufe, 7 cm hoch"),
    ("rollator", {"entrance_steps": 1, "step_height": 12, "door_width": 95}, "no", "Eine Stufe, 12 cm hoch"),
    ("power_wheelchair", {"entrance_steps": 1, "step_height": 5, "door_width": 95}, "yes", "Eine Stufe, 5 cm hoch"),
    (
        "rollator",
        {"entrance_steps": 3, "ramp": YES, "ramp_slope": 6, "door_width": 95},
        "yes",
        "Rampe am Eingang mit 6 % Neigung",
    ),
    (
        "rollator",
        {"entrance_steps": 3, "ramp": YES, "ramp_slope": 10, "door_width": 95},
        "partly",
        "Rampe am Eingang mit 10 % Neigung",
    ),
    (
        "rollator",
        {"entrance_steps": 3, "ramp": YES, "door_width": 95},
        "partly",
        "Rampe am Eingang, Neigung nicht bekannt",
    ),
    ("rollator", {"entrance_steps": 3, "ramp": NO}, "no", "3 Stufen am Eingang"),
    ("rollator", {"entrance_steps": 0, "threshold": 5, "door_width": 95}, "partly", "Türschwelle 5 cm hoch"),
    ("manual_wheelchair", {"wheelchair": YES}, "yes", "Als rollstuhlgerecht eingetragen"),
    (
        "manual_wheelchair",
        {"wheelchair": NO, "wheelchair_help": YES},
        "unknown",
        "Wie breit die Tür ist, ist nicht bekannt",
    ),
    (
        "manual_wheelchair",
        {"wheelchair": NO, "wheelchair_help": YES, "door_width": 95},
        "partly",
        "Als teilweise rollstuhlgerecht eingetragen",
    ),
    ("manual_wheelchair", {"wheelchair": NO}, "no", "Als nicht rollstuhlgerecht eingetragen"),
    ("manual_wheelchair", {"wheelchair": UNKNOWN}, "unknown", "Ob der Eingang Stufen hat, ist nicht bekannt"),
    ("manual_wheelchair", {"wheelchair": YES, "entrance_steps": 2}, "no", "2 Stufen am Eingang"),
    ("manual_wheelchair", {"wheelchair": YES, "door_width": 60}, "no", "Tür 60 cm breit"),
    (
        "slow_walker",
        {"entrance_steps": 3},
        "unknown",
        "Stufen am Eingang. Ob es einen Handlauf gibt, ist nicht bekannt",
    ),
    ("slow_walker", {"entrance_steps": 3, "handrail": YES}, "yes", "Stufen am Eingang mit Handlauf"),
    ("slow_walker", {"entrance_steps": 3, "handrail": NO}, "partly", "Stufen am Eingang ohne Handlauf"),
    ("slow_walker", {"entrance_steps": 0}, "yes", "Eingang ohne Stufen"),
    ("walk", {"entrance_steps": 1}, "yes", "1 Stufe am Eingang"),
    ("walk", {"wheelchair": NO}, "unknown", "Über den Eingang ist nichts bekannt"),
    ("walk", {"wheelchair": YES}, "yes", "Als rollstuhlgerecht eingetragen"),
    ("blind_low_vision", {"wheelchair": YES}, "unknown", "Ob es ein Leitsystem gibt, ist nicht bekannt"),
    ("blind_low_vision", {"tactile_guidance": YES}, "yes", "Leitsystem zum Ertasten"),
    ("blind_low_vision", {"tactile_guidance": NO}, "partly", "Kein Leitsystem zum Ertasten"),
    ("blind_low_vision", {"good_lighting": YES}, "partly", "Hell und kontrastreich, kein Leitsystem bekannt"),
]


@pytest.mark.parametrize(("profile", "known", "verdict", "headline"), TABLE)
def test_verdict_and_headline_follow_from_what_is_known(profile, known, verdict, headline):
    judgement = judge(facts(**known), EVERY[profile])
    assert judgement.verdict == verdict
    assert str(judgement.reasons[0].text) == headline


@pytest.mark.parametrize("profile", EVERY.values(), ids=lambda profile: profile.slug)
def test_a_missing_fact_is_never_a_yes(profile):
    assert judge({}, profile).verdict == Verdict.UNKNOWN
    assert judge(dict.fromkeys(FEATURES, Fact(UNKNOWN)), profile).verdict == Verdict.UNKNOWN


some_facts = st.dictionaries(
    st.sampled_from(sorted(FEATURES)),
    st.builds(Fact, value=st.sampled_from(Access), number=st.none() | st.floats(0, 300)),
)


@given(some_facts, st.sampled_from(sorted(EVERY)))
def test_every_verdict_has_reasons_that_bear_it_out(known, slug):
    judgement = judge(known, EVERY[slug])
    answers = {reason.answer for reason in judgement.reasons}
    assert all(str(reason.text) for reason in judgement.reasons)
    assert (judgement.verdict == Verdict.NO) == (Answer.BAD in answers)
    assert (judgement.verdict == Verdict.YES) == (answers == {Answer.GOOD})


@given(some_facts, st.sampled_from(sorted(EVERY)))
def test_a_yes_rests_on_facts_only(known, slug):
    judgement = judge(known, EVERY[slug])
    if judgement.verdict == Verdict.YES:
        assert all(reason.fact and reason.fact.value != UNKNOWN for reason in judgement.reasons)


@given(some_facts, st.sampled_from(sorted(FEATURES)), st.sampled_from(sorted(EVERY)))
def test_an_unknown_fact_counts_for_no_more_than_none(known, forgotten, slug):
    less = {key: value for key, value in known.items() if key != forgotten}
    assert judge(less | {forgotten: Fact(UNKNOWN, 0)}, EVERY[slug]) == judge(less, EVERY[slug])


@pytest.mark.parametrize(("language", "said"), [("de", "Eine Stufe, 2,5 cm hoch"), ("en", "One step, 2.5 cm high")])
def test_a_measure_is_told_in_the_notation_of_the_language(language, said):
    judgement = judge(facts(entrance_steps=1, step_height=2.5, door_width=95), EVERY["rollator"])
    with translation.override(language):
        assert said in [str(reason.text) for reason in judgement.reasons]


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("profile", EVERY.values(), ids=lambda profile: profile.slug)
def test_every_verdict_has_a_symbol_and_a_word(verdict, profile):
    symbol, word = words(verdict, profile)
    assert len(symbol) == 1
    assert str(word)
