#!/usr/bin/env python3
"""Django's command line; enters the project's environment and starts its database by itself."""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
ENVIRONMENT_PYTHON = PROJECT / ".venv" / "bin" / "python"
WITHOUT_DATABASE = {"help", "version", "compilemessages", "makemessages", "collectstatic", "findstatic", "diffsettings"}
QUESTIONS = {"-h", "--help", "--version"}


def enter_environment() -> None:
    """Starts again with the project's own Python, unless some environment is active already."""
    if sys.prefix == sys.base_prefix and ENVIRONMENT_PYTHON.exists():
        os.execv(ENVIRONMENT_PYTHON, [str(ENVIRONMENT_PYTHON), *sys.argv])  # noqa: S606


def needs_database(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] not in WITHOUT_DATABASE and not QUESTIONS & set(arguments)


def start_database() -> None:
    if os.environ.get("DATABASE_URL", "").strip():
        return
    from config import cluster

    try:
        cluster.ensure_running(say=lambda sentence: sys.stderr.write(f"{sentence}\n"))
    except cluster.ClusterError as error:
        sys.exit(str(error))


def main() -> None:
    enter_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("The Python packages are not installed yet. Run “make up” first.")
    if needs_database(sys.argv[1:]):
        start_database()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
