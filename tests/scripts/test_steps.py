"""Steps of the set-up: progress, one sentence on failure, and stamps."""

import sys
import time
from pathlib import Path

import pytest

from scripts import environment, steps, system
from scripts.cli import DATABASE_HINTS
from scripts.steps import RefusedError, Step


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    log = tmp_path / "setup.log"
    monkeypatch.setattr(steps, "LOGS", tmp_path)
    monkeypatch.setattr(steps, "SETUP_LOG", log)
    return log


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_step_shows_its_name_its_remark_and_its_time(capsys: pytest.CaptureFixture[str]):
    steps.run(Step("Counting", lambda _: "three sheep"))
    assert capsys.readouterr().out == "Counting                     three sheep (0.0 s)\n"


def test_a_step_longer_than_a_second_shows_what_it_is_doing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(steps, "QUIET_SECONDS", 0.05)

    def work(report: steps.Report) -> str:
        report("the second sheep")
        time.sleep(0.2)
        return ""

    steps.run(Step("Counting", work))
    alive, finished = capsys.readouterr().out.splitlines()
    assert alive == "Counting                     … 0 s  the second sheep"
    assert finished.startswith("Counting                     done (0.")


def test_a_failing_step_ends_its_progress_and_hands_the_sentence_on():
    def work(report: steps.Report) -> str:
        raise RefusedError("There is no sheep.")

    with pytest.raises(RefusedError, match=r"^There is no sheep\.$"):
        steps.run(Step("Counting", work))


def test_a_program_writes_to_the_log_and_its_output_comes_back(own_log: Path):
    seen: list[str] = []
    output = steps.program("Greeting", python("print('hello'); print('world')"), seen.append)
    assert output == "hello\nworld\n"
    assert seen == ["hello", "world"]
    assert own_log.read_text().endswith("hello\nworld\n")


@pytest.mark.parametrize(
    ("hints", "output", "sentence"),
    [
        (
            environment.PIP_HINTS,
            "Retrying ... Temporary failure in name resolution",
            "The Python packages could not be",
        ),
        (
            environment.PIP_HINTS,
            "ERROR: No matching distribution found for Django==5",
            "The Python packages could not be",
        ),
        (environment.PIP_HINTS, "THESE PACKAGES DO NOT MATCH THE HASHES", "A downloaded Python package is not the one"),
        (environment.NPM_HINTS, "npm error code EAI_AGAIN", "The front-end packages could not be downloaded"),
        (environment.NPM_HINTS, "npm error code EUSAGE", "package.json and package-lock.json do not fit"),
        (environment.NPM_HINTS, "npm error code EINTEGRITY", "A downloaded front-end package is not the one"),
        (system.HINTS, "Err:1 Temporary failure resolving 'mirror'", "System packages could not be downloaded"),
        (system.HINTS, "E: Could not get lock /var/lib/dpkg/lock", "Another program is installing packages"),
        (system.HINTS, "neu is not in the sudoers file", "This user may not install system packages"),
        (DATABASE_HINTS, "OperationalError: Connection refused", "The database cannot be reached"),
        (
            DATABASE_HINTS,
            "ProgrammingError: permission denied for schema public",
            "The user of DATABASE_URL may not create",
        ),
        (DATABASE_HINTS, 'extension "postgis" is not available', "The database has no PostGIS"),
        ((), "OSError: [Errno 28] No space left on device", "The disk is full"),
        ((), "CommandError: The file is empty.\nsee help", "Trying failed: The file is empty."),
        ((), "first\n\nlast\n\n", "Trying failed: last"),
        ((), "", "Trying failed: the program said nothing"),
    ],
)
def test_a_failing_program_becomes_one_sentence_with_the_log(
    hints: steps.Hints, output: str, sentence: str, own_log: Path
):
    with pytest.raises(RefusedError) as refusal:
        steps.program("Trying", python(f"print({output!r}); raise SystemExit(3)"), lambda _: None, hints=hints)
    said = str(refusal.value)
    assert said.startswith(sentence)
    assert said.endswith(f"(log: {own_log})")
    assert "\n" not in said


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(RefusedError, match="Trying failed: no-such-program: No such file or directory"):
        steps.program("Trying", ["no-such-program"], lambda _: None)


def test_a_stamp_holds_until_an_input_changes(tmp_path: Path):
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("a==1")
    assert not steps.is_stamped(stamp, steps.digest("3.11", lock))
    steps.put_stamp(stamp, steps.digest("3.11", lock))
    assert steps.is_stamped(stamp, steps.digest("3.11", lock))
    assert not steps.is_stamped(stamp, steps.digest("3.12", lock))
    lock.write_text("a==2")
    assert not steps.is_stamped(stamp, steps.digest("3.11", lock))


def test_files_that_swap_their_content_change_the_stamp(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x")
    two.write_text("y")
    before = steps.digest([one, two])
    one.write_text("y")
    two.write_text("x")
    assert steps.digest([one, two]) != before
