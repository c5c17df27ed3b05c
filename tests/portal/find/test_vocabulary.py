"""Words people use, and what they mean."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Kind, Need
from common.text import fold
from portal.find import text, vocabulary
from portal.find.vocabulary import Closeness

pytestmark = pytest.mark.django_db


def meant(typed: str) -> tuple[set[str], set[str]]:
    """Kinds that places must be of, and needs that offerings must meet, for a text of one part."""
    words = vocabulary.current()
    (part,) = text.read(typed, words)
    kinds = {kind.slug for kind in words.kinds if kind.pk in part.for_places.kinds}
    return kinds, {need.slug for need in words.needs if need.pk in part.terms.needs}


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        # synonyms
        ("Altenheim", {"pflegeheim"}),
        ("Altersheim", {"pflegeheim"}),
        ("Hausärztin", {"hausarzt"}),
        ("Arzt", {"hausarzt", "facharzt"}),
        ("Krankengymnastik", {"therapie"}),
        ("Bücherei", {"bibliothek"}),
        ("Bürgeramt", {"amt"}),
        ("Klo", {"toilette"}),
        ("Bäcker", {"lebensmittel"}),
        ("Essen auf Rädern", {"hausnotruf"}),
        ("VHS", {"bildung_kultur"}),
        ("Moschee", {"gebetsort"}),
        ("Defi", {"defibrillator"}),
        # endings
        ("Apotheken", {"apotheke"}),
        ("Pflegeheime", {"pflegeheim"}),
        ("Zahnärzte", {"zahnarzt"}),
        ("Spielplätze", set()),  # an umlaut in the plural is no ending
        # umlauts written out, other spellings
        ("Baecker", {"lebensmittel"}),
        ("Buecherei", {"bibliothek"}),
        ("APOTHEKE", {"apotheke"}),
        ("Tages-Pflege", {"tagespflege"}),
        ("116 117", set()),
        # slips of the pen
        ("Apoteke", {"apotheke"}),
        ("Apohteke", {"apotheke"}),
        ("Friesör", {"alltagsladen"}),
        ("Zahnartz", {"zahnarzt"}),
        ("Pflegehiem", {"pflegeheim"}),
        ("Bibliotek", {"bibliothek"}),
        # compounds
        ("Tagespflegeplatz", {"tagespflege"}),
        ("Apothekennotdienst", {"apotheke"}),
        ("Friedhofskapelle", {"friedhof"}),
        ("Kinderzahnarzt", {"zahnarzt"}),
        # English
        ("pharmacy", {"apotheke"}),
        ("bench", {"sitzbank"}),
    ],
)
def test_a_word_leads_to_the_kinds_people_mean(typed: str, kinds: set[str]):
    assert kinds <= meant(typed)[0]
    assert len(meant(typed)[0]) <= max(4, len(kinds))


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("Pause", "entlastung"),
        ("Einsamkeit", "gesellschaft"),
        ("putzen", "haushalt"),
        ("§ 45a", "haushalt"),
        ("45a", "haushalt"),
        ("Mittagstisch", "essen"),
        ("Notruf", "krise"),
        ("112", "krise"),
        ("116 117", "krise"),
        ("0800 111 0 111", "krise"),
        ("Sucht", "krise"),
        ("Suizid", "krise"),
        ("Handy", "digital"),
        ("Leben mit Demenz", "demenz"),
        ("Alzheimer", "demenz"),
    ],
)
def test_a_word_leads_to_the_need_behind_it(typed: str, need: str):
    assert need in meant(typed)[1]


def test_a_kind_of_the_same_name_keeps_a_wider_need_from_showing_everything():
    """„Bäcker“ is a synonym of „Einkaufen“ too; who asks for a baker gets no bank."""
    kinds, needs = meant("Bäcker")
    assert kinds == {"lebensmittel"}
    assert "einkaufen" in needs


@pytest.mark.parametrize("typed", ["ich suche eine", "wo ist der nächste", "in der Nähe", "§", "", "…", "___"])
def test_words_that_say_nothing_narrow_nothing(typed: str):
    assert text.read(typed, vocabulary.current()) == ()


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("ich suche eine Apotheke in der Nähe", ["apotheke"]),
        ("Apotheke Lindenstr.", ["apotheke", "lindenstr"]),
        ("betreutes Wohnen", ["betreutes wohnen"]),
        ("Leben mit Demenz Café", ["leben mit demenz", "cafe"]),
        ("Hilfe beim Putzen", ["hilfe", "putzen"]),
        ("a b c d e f g h i j k l m n o p", ["b", "c", "d", "e", "f", "g", "h", "j"]),
    ],
)
def test_a_text_is_cut_into_the_longest_phrases(typed: str, parts: list[str]):
    assert [part.folded for part in text.read(typed, vocabulary.current())] == parts


def test_words_of_other_scripts_are_kept_for_the_full_text():
    (part,) = text.read("ሰላም", vocabulary.current())
    assert (part.typed, part.folded, bool(part.terms)) == ("ሰላም", "", False)


def test_how_closely_a_word_met_is_told():
    words = vocabulary.current()
    assert words.phrase(["apotheke"]).closeness == Closeness.EXACT
    assert words.word("wohn").closeness == Closeness.WORD
    assert words.inside("apothekennotdienst").closeness == Closeness.INSIDE
    assert words.slip("apoteke").closeness == Closeness.SLIP
    assert not words.slip("xyzxyzxyz")


def test_every_label_and_synonym_is_found_by_itself():
    words = vocabulary.current()
    terms = [(kind, word) for kind in words.kinds for word in (kind.label_de, *kind.synonyms)]
    lost = [(kind.slug, word) for kind, word in terms if kind.pk not in words.phrase(fold(word).split()).kinds]
    assert len(terms) > 500
    assert lost == []


def test_every_kind_has_words_of_everyday_german():
    assert [kind.slug for kind in vocabulary.current().kinds if len(kind.synonyms) < 3] == []


def test_an_edited_synonym_counts_at_once_and_an_unchanged_vocabulary_is_read_once():
    words = vocabulary.current()
    with CaptureQueriesContext(connection) as again:
        assert vocabulary.current() is words
    assert len(again) == 1
    kind = Kind.objects.get(slug="apotheke")
    kind.synonyms = [*kind.synonyms, "Pillenladen"]
    kind.save()
    assert kind.pk in vocabulary.current().phrase(["pillenladen"]).kinds


def test_a_need_taken_from_a_kind_counts_at_once():
    kind = Kind.objects.get(slug="apotheke")
    before = vocabulary.fingerprint()
    kind.needs.remove(Need.objects.get(slug="gesundheit"))
    assert vocabulary.fingerprint() != before
