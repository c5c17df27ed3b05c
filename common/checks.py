"""Start-up checks for faults that would otherwise show as strange behaviour much later."""

from typing import Any

from django.core.checks import Error, register
from django.db import connection


@register()
def only_psycopg2(**_: Any) -> list[Error]:
    """Django prefers psycopg 3 where both drivers are installed; COPY, as we use it, exists in psycopg2 only."""
    driver = connection.Database.__name__
    if driver == "psycopg2":
        return []
    hint = "Uninstall psycopg: this project uses psycopg2-binary only."
    return [Error(f"The database driver is {driver}.", hint=hint, id="common.E001")]
