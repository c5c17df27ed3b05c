"""What makes a translation catalogue good enough to ship."""

from pathlib import Path

import pytest
from django.conf import settings

from scripts import catalogues, facts
from scripts.catalogues import Message, faults, read

PO = r"""
# head
msgid ""
msgstr ""
"Language: en\n"

#. for translators
#, python-format
msgid "%(count)s Ort"
msgid_plural "%(count)s Orte"
msgstr[0] "%(count)s place"
msgstr[1] ""

#, fuzzy
#| msgid "Alt"
msgctxt "season"
msgid "Frühling"
msgstr "Jump"

msgid ""
"Zwei "
"\"Zeilen\"\n"
msgstr "Two lines\n"

#~ msgid "Weg"
#~ msgstr "Gone"
"""


def test_a_catalogue_is_read_with_context_plural_guess_and_long_lines():
    assert read(PO) == {
        ("", "%(count)s Ort", "%(count)s Orte"): Message(["%(count)s place", ""]),
        ("season", "Frühling", ""): Message(["Jump"], fuzzy=True),
        ("", 'Zwei "Zeilen"\n', ""): Message(["Two lines\n"]),
    }


@pytest.mark.parametrize(
    ("forms", "done"), [([], False), ([""], False), (["a", ""], False), (["a"], True), (["a", "b"], True)]
)
def test_a_message_is_translated_when_all_its_forms_are(forms: list[str], done: bool):
    assert Message(forms).translated is done


EN, DE = "locale/en/LC_MESSAGES/django.po", "locale/de/LC_MESSAGES/django.po"
KEY = ("", "Ort", "")


@pytest.mark.parametrize(
    ("path", "committed", "fresh", "fault"),
    [
        (EN, {KEY: Message(["Place"])}, {KEY: Message(["Place"])}, None),
        (EN, {}, {KEY: Message([""])}, f"{EN}: lacks “Ort”"),
        (EN, {KEY: Message(["Place"])}, {}, f"{EN}: has “Ort”, which the code no longer uses"),
        (EN, {KEY: Message([""])}, {KEY: Message([""])}, f"{EN}: “Ort” is not translated"),
        (DE, {KEY: Message([""])}, {KEY: Message([""])}, None),
        (
            DE,
            {KEY: Message(["Ort"], True)},
            {KEY: Message(["Ort"])},
            f"{DE}: the translation of “Ort” is marked as a guess",
        ),
    ],
)
def test_faults_are_named_with_file_and_sentence(path: str, committed: dict, fresh: dict, fault: str | None):
    assert list(faults({path: committed}, {path: fresh})) == ([fault] if fault else [])


def test_a_missing_file_lacks_everything():
    assert list(faults({}, {EN: {KEY: Message([""])}})) == [f"{EN}: lacks “Ort”"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "portal/views.py": "from django.utils.translation import gettext as _\nTITLE = _('Willkommen')\n",
        "templates/base.html": "{% load i18n %}{% translate 'Zum Inhalt' %}",
        "tests/test_x.py": "_('nur im Test')",
        "node_modules/x/x.py": "_('fremd')",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(facts, "PROJECT", tmp_path)
    return tmp_path


def test_new_sentences_are_found_collected_and_then_wanted_in_english(
    project: Path, capsys: pytest.CaptureFixture[str]
):
    assert catalogues.main([]) == 1
    assert f"{EN}: lacks “Willkommen”" in capsys.readouterr().out
    assert catalogues.main(["--update"]) == 0
    assert set(read((project / EN).read_text())) == {("", "Willkommen", ""), ("", "Zum Inhalt", "")}
    capsys.readouterr()
    assert catalogues.main([]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{EN}: “Willkommen” is not translated",
        f"{EN}: “Zum Inhalt” is not translated",
    ]
    text = (project / EN).read_text()
    for german, english in (("Willkommen", "Welcome"), ("Zum Inhalt", "To the content")):
        text = text.replace(f'msgid "{german}"\nmsgstr ""', f'msgid "{german}"\nmsgstr "{english}"')
    (project / EN).write_text(text)
    assert catalogues.main([]) == 0


def test_an_update_that_says_nothing_new_leaves_the_files_alone(project: Path):
    catalogues.main(["--update"])
    before = (project / EN).stat().st_mtime_ns
    catalogues.main(["--update"])
    assert (project / EN).stat().st_mtime_ns == before


def test_the_languages_are_those_of_the_settings():
    assert set(catalogues.LANGUAGES) == dict(settings.LANGUAGES).keys()
    assert settings.LANGUAGE_CODE == catalogues.SOURCE_LANGUAGE


def test_a_translation_that_loses_a_placeholder_is_refused(project: Path):
    (project / EN).parent.mkdir(parents=True)
    (project / EN).write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#, python-format\nmsgid "%(count)s Orte"\nmsgstr "%(number)s places"\n'
    )
    assert any("count" in fault for fault in catalogues.broken_formats())
