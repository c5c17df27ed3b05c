"""What management commands say: progress to people who watch, a refusal as one plain sentence."""

from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError


def refuse(command: BaseCommand, sentence: str, code: int) -> NoReturn:
    """Ends the command. On the command line only the sentence is written, without the name of an exception."""
    if not command._called_from_command_line:
        raise CommandError(sentence, returncode=code) from None
    command.stderr.write(sentence)
    raise SystemExit(code) from None


def progress(command: BaseCommand, sentence: str) -> None:
    """Only on a screen: files and other programs get the report alone."""
    if command.stdout.isatty():
        command.stdout.write(sentence)
        command.stdout.flush()
