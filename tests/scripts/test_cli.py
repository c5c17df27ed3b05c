"""The targets: one table for Makefile, help and this test; and manage.py, which enters by itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import manage
from scripts import checks, cli, facts
from scripts.checks import Check
from scripts.steps import RefusedError


def test_makefile_and_table_have_the_same_targets():
    makefile = (facts.PROJECT / "Makefile").read_text()
    listed = re.search(r"^TARGETS := (.*)$", makefile, re.M)
    assert listed
    assert sorted(listed.group(1).split()) == sorted(target.name for target in cli.TARGETS)


def test_make_alone_is_help_with_one_line_for_each_target():
    run = subprocess.run(["make"], cwd=facts.PROJECT, capture_output=True, text=True, check=True)
    for target in cli.TARGETS:
        assert re.search(rf"^  make {target.name} +{re.escape(target.about)}$", run.stdout, re.M)


def test_an_unknown_target_is_wrong_usage(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["bake"]) == 2
    assert capsys.readouterr().err.startswith("“bake” is no target; there are: up, down")


def test_a_refusal_is_one_sentence_and_exit_code_1(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "nonsense")
    assert cli.main(["up"]) == 1
    assert capsys.readouterr().err.strip() == (
        "PORT=nonsense is no port; give a number from 1024 to 65535, for example PORT=8000."
    )


@pytest.mark.parametrize(("address", "own"), [("", True), ("  ", True), ("postgis://u@h/n", False)])
def test_an_address_in_the_environment_switches_the_own_cluster_off(
    address: str, own: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", address)
    assert cli.own_database() is own
    assert bool(cli.database_steps()) is own


def test_every_preparing_command_has_a_name_for_its_progress():
    assert len(cli.PREPARE_NAMES) == len(facts.PREPARE)


# ------------------------------------------------------------------------------------------------------------ checks


def test_all_checks_run_though_one_fails(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(facts, "PYTHON", sys.executable)
    table = (
        Check("First", ("-c", "print('line 3 is ugly'); raise SystemExit(1)"), "make it pretty"),
        Check("Second", ("-c", ""), "nothing"),
    )
    assert checks.run_all(table) == 1
    out = capsys.readouterr().out
    assert "line 3 is ugly" in out
    assert re.search(r"^First +FAILED: make it pretty \(\d", out, re.M)
    assert re.search(r"^Second +good \(\d", out, re.M)
    assert out.endswith("1 of 2 checks passed; failed: First\n")
    assert checks.run_all(table[1:]) == 0


# --------------------------------------------------------------------------------------------------------- manage.py


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["migrate"], True),
        (["runserver", "8001"], True),
        (["check"], True),
        (["help"], False),
        (["migrate", "--help"], False),
        (["--version"], False),
        (["compilemessages"], False),
        (["makemessages", "-l", "en"], False),
        (["collectstatic", "--no-input"], False),
        ([], False),
    ],
)
def test_the_database_is_started_for_commands_that_use_one(arguments: list[str], needed: bool):
    assert manage.needs_database(arguments) is needed


def test_without_an_environment_one_sentence_says_what_to_do(tmp_path: Path):
    (tmp_path / "manage.py").write_text((facts.PROJECT / "manage.py").read_text())
    bare = [getattr(sys, "_base_executable", sys.executable), "-S", "manage.py", "migrate"]
    run = subprocess.run(bare, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == "The Python packages are not installed yet. Run “make up” first.\n"


def test_the_systems_python_enters_the_environment_by_itself():
    system_python = getattr(sys, "_base_executable", "")
    if not system_python or Path(sys.prefix) != facts.ENVIRONMENT:
        pytest.skip("the tests do not run in the project's own environment")
    command = [system_python, "manage.py", "version"]
    run = subprocess.run(command, cwd=facts.PROJECT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert re.fullmatch(r"5\.2\.\d+\n", run.stdout)


def test_set_up_needs_nothing_but_python():
    """Neither the environment's packages (-S) nor Django's settings."""
    bare = [getattr(sys, "_base_executable", sys.executable), "-S", "-c", "import scripts.cli, scripts.catalogues"]
    run = subprocess.run(bare, cwd=facts.PROJECT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_the_refusing_error_is_not_an_everyday_one():
    assert not issubclass(RefusedError, (OSError, ValueError))
