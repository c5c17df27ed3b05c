"""The English words of the pages, held against the German ones they stand for."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from scripts import facts
from scripts.catalogues import Catalogue, Key, Message, read, sources

PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*[a-z]|%%|\{\w*(?:![rsa])?(?::[^{}]*)?\}")
TAG = re.compile(r"<[^>]*>")
PLURAL_FORMS = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
# Streets, towns and people that an example may name.
PROPER_NAMES = {"Lindenstraße", "Köln", "Düsseldorf", "München", "Müller"}
# Words and forms that are the same in both languages, or that no language changes.
SAME = {
    *("Dari", "Import", "Initiative", "Name", "Partner", "Quartierskarte", "Somali", "Start", "Status", "Symbol"),
    *("Text", "Tigrinya", "Version", "%(hour)d:%(minute)02d"),
    *("{n} MB", "Initiative ({state})"),
}
# In the notation of OpenStreetMap a note stands between straight quotation marks.
STRAIGHT = {'zum Beispiel "nach Vereinbarung"'}


def text_of(language: str) -> str:
    path = facts.PROJECT / "locale" / language / "LC_MESSAGES" / "django.po"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def english() -> Catalogue:
    return read(text_of("en"))


@pytest.fixture(scope="module")
def german() -> Catalogue:
    return read(text_of("de"))


def pairs(key: Key, message: Message) -> Iterator[tuple[str, str]]:
    """German and English of each form."""
    _context, one, many = key
    return zip([one, many] if many else [one], message.forms, strict=True)


# --- what is wrong with one sentence; '' if nothing is ---------------------------------------------------------------


def other_placeholders(german: str, english: str) -> str:
    wanted, given = (Counter(PLACEHOLDER.findall(text)) for text in (german, english))
    return "" if wanted == given else f"placeholders {sorted(given)} instead of {sorted(wanted)}"


def other_tags(german: str, english: str) -> str:
    wanted, given = (Counter(TAG.findall(text)) for text in (german, english))
    return "" if wanted == given else f"tags {sorted(given)} instead of {sorted(wanted)}"


def other_edges(german: str, english: str) -> str:
    """Blanks at both ends join sentences or indent lines."""
    wanted, given = ((text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]) for text in (german, english))
    return "" if wanted == given else f"blanks {given} at the ends instead of {wanted}"


def left_german(german: str, english: str) -> str:
    words = re.findall(r"\w*[äöüßÄÖÜẞ]\w*", PLACEHOLDER.sub("", english))
    strange = [word for word in words if word not in PROPER_NAMES]
    return f"German words {strange}" if strange else ""


def not_translated(german: str, english: str) -> str:
    has_words = re.search(r"[^\W\d]{2}", PLACEHOLDER.sub("", german))
    return "the same as in German" if has_words and german == english and german not in SAME else ""


def wrong_english_quotes(german: str, english: str) -> str:
    """“…” and ‘…’; ’ is an apostrophe too. Straight ones only where the German has them."""
    if german in STRAIGHT:
        return ""
    return _unless(
        not set(english) & set("„‚»«") and not _straight(english),
        english.count("“") == english.count("”") and english.count("‘") <= english.count("’"),
    )


def wrong_german_quotes(german: str, english: str = "") -> str:
    """„…“ and ‚…‘, opened as often as closed."""
    if german in STRAIGHT:
        return ""
    return _unless(
        "”" not in german and not _straight(german),
        german.count("„") == german.count("“") and german.count("‚") == german.count("‘"),
    )


def _straight(text: str) -> bool:
    return '"' in TAG.sub("", text) or bool(re.search(r"(?<!\w)'\w|\w'(?!\w)", TAG.sub("", text)))


def _unless(*rules: bool) -> str:
    return "" if all(rules) else "quotation marks"


Check = Callable[[str, str], str]
CHECKS: tuple[Check, ...] = (
    other_placeholders,
    other_tags,
    other_edges,
    left_german,
    not_translated,
    wrong_english_quotes,
    wrong_german_quotes,
)


# --- the catalogues ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", CHECKS)
def test_each_english_sentence_fits_its_german_one(check: Check, english: Catalogue):
    told = [(pair, check(*pair)) for key, message in english.items() for pair in pairs(key, message)]
    assert [(pair, fault) for pair, fault in told if fault] == []


def test_no_english_sentence_is_empty_or_a_guess(english: Catalogue):
    assert len(english) > 500
    assert [key for key, message in english.items() if message.fuzzy or not message.translated] == []


def test_every_plural_has_two_forms(english: Catalogue):
    assert [key for key, message in english.items() if len(message.forms) != (2 if key[2] else 1)] == []


def test_german_is_the_source_and_its_catalogue_stays_empty(german: Catalogue):
    assert [key for key, message in german.items() if message.fuzzy or any(message.forms)] == []


def test_both_languages_hold_the_same_sentences(english: Catalogue, german: Catalogue):
    assert english.keys() ^ german.keys() == set()


def marked(code: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence that code has translated, under whatever name it imports the function."""
    tree = ast.parse(code)
    known = {
        alias.asname or alias.name: "p" in alias.name.partition("gettext")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            sentence = node.args[1 if known[node.func.id] else 0]
            if isinstance(sentence, ast.Constant):
                yield node.lineno, sentence.value


def test_no_sentence_of_the_code_is_overlooked(english: Catalogue):
    """The collector does not look into f-strings and knows no other names than those of Django."""
    known = {sentence for _context, sentence, _many in english}
    files = [path for path in sources(facts.PROJECT) if path.suffix == ".py"]
    assert len(files) > 100
    overlooked = [
        f"{path.relative_to(facts.PROJECT)}:{line} {sentence}"
        for path in files
        for line, sentence in marked(path.read_text(encoding="utf-8"))
        if sentence not in known
    ]
    assert overlooked == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_head_of_a_catalogue_names_its_language_and_plural(language: str):
    head, _blank, _rest = text_of(language).partition("\n\n")
    assert PLURAL_FORMS in head
    assert f'"Language: {language}\\n"' in head
    assert "fuzzy" not in head


# --- the checks themselves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "german", "english"),
    [
        (other_placeholders, "%(n)s Orte", "places"),
        (other_placeholders, "%(n)s Orte", "%(n)d places"),
        (other_placeholders, "{n} Orte", "{m} places"),
        (other_placeholders, "{n} von {n}", "{n}"),
        (other_placeholders, "{low:g} cm", "{low} cm"),
        (other_tags, "<b>Halt</b>", "Stop"),
        (other_edges, " … und mehr", "… and more"),
        (other_edges, "Ende\n", "End"),
        (left_german, "Öffnungszeiten", "Öffnungszeiten today"),
        (not_translated, "Karte", "Karte"),
        (not_translated, "{n} Orte", "{n} Orte"),
        (wrong_english_quotes, "„Karte“", "„Map“"),
        (wrong_english_quotes, "„Karte“", '"Map"'),
        (wrong_english_quotes, "„Karte“", "“Map“"),
        (wrong_english_quotes, "‚Karte‘", "'Map'"),
        (wrong_english_quotes, "‚Karte‘", "‘Map‘"),
        (wrong_german_quotes, '"Karte"', "“Map”"),
        (wrong_german_quotes, "“Karte”", "“Map”"),
        (wrong_german_quotes, "„Karte”", "“Map”"),
        (wrong_german_quotes, "'Karte'", "‘Map’"),
    ],
)
def test_a_wrong_translation_is_noticed(check: Check, german: str, english: str):
    assert check(german, english)


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("{n} Orte in „{name}“", "“{name}” has {n} places"),
        ("%(n)d:%(m)02d Uhr", "%(n)d:%(m)02d o’clock"),
        ("Die Schwester von ‚{name}‘", "‘{name}’s’ sister"),
        ('<a href="/karte/">Karte</a>', '<a href="/karte/">Map</a>'),
        ("Rampe mit {value} % Neigung", "Ramp with a slope of {value} %"),
        ("Status", "Status"),
        ("%(a)s: {b}", "%(a)s: {b}"),
        ("zum Beispiel Lindenstraße", "for example Lindenstraße"),
    ],
)
def test_a_right_translation_passes_every_check(german: str, english: str):
    assert [check(german, english) for check in CHECKS] == [""] * len(CHECKS)
