"""Commands as a person calls them."""

import io

import pytest
from django.core.management import CommandError, call_command


def run(name: str, *arguments: object, **options: object) -> str:
    """What it prints."""
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refusal(name: str, *arguments: object) -> CommandError:
    with pytest.raises(CommandError) as error:
        run(name, *arguments)
    return error.value
