"""The import arrows hold: a lower room never knows a higher one, and pure rooms know no Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From top to bottom; a package may import itself and everything below. Rooms on one line never import each other.
FLOORS = (("config",), ("portal", "upkeep", "planning"), ("initiatives",), ("actors",), ("mapping",), ("common",))
HEIGHT = {room: len(FLOORS) - level for level, floor in enumerate(FLOORS) for room in floor}
# Set-up runs before anything is installed; nothing of the house may lean on it.
OUTSIDE = {"scripts"}
PURE = ("mapping/routing", "mapping/osm/basemap.py", "actors/osm", "common/hours")
SPEAKS = {"common/hours/words.py"}  # the presentation module of a pure room


def modules() -> list[Path]:
    files = [file for room in HEIGHT for file in (ROOT / room).rglob("*.py")]
    return sorted(file for file in files if "migrations" not in file.parts)


def imports(file: Path) -> Iterator[str]:
    """Dotted names imported anywhere in the file, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} uses a relative import"
            yield node.module or ""


def upward(room: str, target: str) -> bool:
    """Whether an import from `room` to `target` goes up or sideways."""
    return target in HEIGHT and target != room and HEIGHT[target] >= HEIGHT[room]


def test_there_are_modules_to_look_at():
    assert len(modules()) > 30


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_import_goes_up_or_sideways(file: Path):
    room = file.relative_to(ROOT).parts[0]
    wrong = [name for name in imports(file) if upward(room, name.split(".")[0]) or name.split(".")[0] in OUTSIDE]
    assert not wrong, f"{file.relative_to(ROOT)} must not import {wrong}"


@pytest.mark.parametrize("place", PURE)
def test_pure_modules_know_no_django(place: str):
    path = ROOT / place
    files = list(path.rglob("*.py")) if path.is_dir() else [path]
    files = [file for file in files if str(file.relative_to(ROOT)) not in SPEAKS]
    wrong = [(file.name, name) for file in files for name in imports(file) if name.split(".")[0] == "django"]
    assert files
    assert not wrong


@pytest.mark.parametrize(
    ("room", "target", "goes_up"),
    [
        ("mapping", "actors", True),
        ("portal", "upkeep", True),
        ("actors", "mapping", False),
        ("portal", "django", False),
    ],
)
def test_the_rule_itself_tells_up_from_down(room: str, target: str, goes_up: bool):
    assert upward(room, target) is goes_up


def test_no_module_imports_itself_in_a_circle():
    arrows = {str(file.relative_to(ROOT)): _targets(file) for file in modules()}
    assert _circle(arrows) is None


def _targets(file: Path) -> set[str]:
    """Files of the house that this file imports when it is loaded (late imports inside functions do not count)."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = _loaded_names(node)
        found |= {path for name in names if (path := _file_of(name)) and path != str(file.relative_to(ROOT))}
    return found


def _loaded_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        inside = [f"{node.module}.{alias.name}" for alias in node.names]
        return [name if _file_of(name) else node.module for name in inside]
    return []


def _file_of(name: str) -> str | None:
    path = Path(*name.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((str(candidate) for candidate in candidates if (ROOT / candidate).is_file()), None)


def _circle(arrows: dict[str, set[str]]) -> list[str] | None:
    """The first circle found by walking the arrows depth first."""
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str] | None:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return None
        circles = (walk(target, [*trail, name]) for target in sorted(arrows.get(name, ())))
        found = next((circle for circle in circles if circle), None)
        done.add(name)
        return found

    return next((circle for name in sorted(arrows) if (circle := walk(name, []))), None)


def test_a_package_is_the_module_that_it_begins_with():
    assert _file_of("mapping.models") == "mapping/models/__init__.py"
    assert _file_of("common.geo") == "common/geo.py"
    assert _file_of("django.db") is None


def test_a_circle_would_be_found():
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
