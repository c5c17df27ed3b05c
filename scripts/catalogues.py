"""Are the translation catalogues up to date with the code? `--update` brings them there.

German is the source language: its catalogue may stay empty, the English one may not.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts import facts

SOURCE_LANGUAGE = "de"
LANGUAGES = (SOURCE_LANGUAGE, "en")  # as in LANGUAGES of config/settings.py
LOCALE = Path("locale")
EXTENSIONS = {".py", ".html", ".txt", ".js"}
# Folders without sentences for residents or managers.
SKIPPED = {"tests", "scripts", "bench", "docs", "var", "node_modules", "requirements", "migrations", "__pycache__"}
DOMAINS = ("django", "djangojs")
DATE = re.compile(r'^"POT-Creation-Date: .*"\n', re.MULTILINE)
OPTIONS = ("--no-location", "--no-wrap", "--no-obsolete")


@dataclass
class Message:
    """One entry of a catalogue; `forms` has one text, or one per plural form."""

    forms: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        return bool(self.forms) and all(self.forms)


Key = tuple[str, str, str]  # context, sentence, sentence in the plural
Catalogue = dict[Key, Message]


def read(text: str) -> Catalogue:
    """The entries of a .po file without its head and without obsolete ones."""
    catalogue: Catalogue = {}
    for block in text.split("\n\n"):
        fields, fuzzy = _fields(block)
        if "msgid" in fields:
            forms = [value for name, value in fields.items() if name.startswith("msgstr")]
            key = (fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""))
            catalogue[key] = Message(forms, fuzzy)
    catalogue.pop(("", "", ""), None)
    return catalogue


def _fields(block: str) -> tuple[dict[str, str], bool]:
    fields: dict[str, str] = {}
    fuzzy, name = False, ""
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        keyword, quote, rest = line.partition('"')
        name = keyword.strip() or name
        if quote and name:
            fields[name] = fields.get(name, "") + ast.literal_eval('"' + rest)
    return fields, fuzzy


def faults(committed: Mapping[str, Catalogue], fresh: Mapping[str, Catalogue]) -> Iterator[str]:
    """Sentences on what is wrong, per catalogue file, given by its path."""
    for path, wanted in fresh.items():
        there = committed.get(path, {})
        yield from (f"{path}: lacks {_shown(key)}" for key in wanted if key not in there)
        yield from (f"{path}: has {_shown(key)}, which the code no longer uses" for key in there if key not in wanted)
        yield from (
            f"{path}: the translation of {_shown(key)} is marked as a guess" for key, m in there.items() if m.fuzzy
        )
        if Path(path).parts[1] != SOURCE_LANGUAGE:
            yield from (f"{path}: {_shown(key)} is not translated" for key, m in there.items() if not m.translated)


def _shown(key: Key) -> str:
    sentence = " ".join(key[1].split())
    return f"“{sentence[:60]}{'…' if len(sentence) > 60 else ''}”"


# ------------------------------------------------------------------------------------------------------------- files


def collect(into: Path) -> None:
    """Copies sources and catalogues into an empty folder and lets Django collect the sentences there."""
    for path in sources(facts.PROJECT):
        target = into / path.relative_to(facts.PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (into / LOCALE).mkdir(exist_ok=True)
    for domain in DOMAINS:
        if domain == "django" or list((into / LOCALE).glob(f"*/LC_MESSAGES/{domain}.po")):
            _makemessages(into, domain)


def sources(project: Path) -> Iterator[Path]:
    """Files that may hold sentences."""
    for folder, folders, names in os.walk(project):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith(".")]
        yield from (Path(folder, name) for name in names if Path(name).suffix in EXTENSIONS | {".po"})


def _makemessages(folder: Path, domain: str) -> None:
    # Without settings, so that Django looks into this folder only and not into the project's own catalogues.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    languages = [f"--locale={language}" for language in LANGUAGES]
    subprocess.run(
        [facts.PYTHON, "-m", "django", "makemessages", f"--domain={domain}", *languages, *OPTIONS],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def catalogues(root: Path) -> dict[str, Catalogue]:
    paths = sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po"))
    return {str(path.relative_to(root)): read(path.read_text(encoding="utf-8")) for path in paths}


def broken_formats() -> Iterator[str]:
    """Translations whose placeholders differ from the sentence's would break the page that shows them."""
    for path in sorted((facts.PROJECT / LOCALE).glob("*/LC_MESSAGES/*.po")):
        command = ["msgfmt", "--check-format", "-o", os.devnull, str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            yield run.stderr.strip()


def update(folder: Path) -> None:
    """Writes back only what says something new, without the date of the run: two branches always collided there."""
    before = catalogues(facts.PROJECT)
    for path, catalogue in catalogues(folder).items():
        if catalogue != before.get(path):
            (facts.PROJECT / path).parent.mkdir(parents=True, exist_ok=True)
            text = (folder / path).read_text(encoding="utf-8")
            (facts.PROJECT / path).write_text(DATE.sub("", text), encoding="utf-8")
            print(f"{path}: {sum(not message.translated for message in catalogue.values())} without translation")


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collect(folder)
        if "--update" in arguments:
            update(folder)
            return 0
        found = [*faults(catalogues(facts.PROJECT), catalogues(folder)), *broken_formats()]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
