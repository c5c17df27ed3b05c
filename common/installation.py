"""The doctor's checks of the installation itself."""

import re
from pathlib import Path

import pgtrigger
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common import pdf
from common.checks import only_psycopg2
from common.doctor import Finding, fault, fine, hint, register

POSTGRESQL, POSTGIS = (15,), (3, 3)


def _one(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _recent(name: str, version: str, oldest: tuple[int, ...]) -> Finding:
    """Numbers alone count: “18beta1” is one of 18."""
    if tuple(map(int, re.findall(r"\d+", version))) < oldest:
        return fault(f"{name} {version}", f"Use {name} {'.'.join(map(str, oldest))} or newer.")
    return fine(f"{name} {version}")


@register("database", vital=True)
def database_answers() -> Finding:
    return _recent("PostgreSQL", _one("SHOW server_version"), POSTGRESQL)


@register("postgis", vital=True)
def postgis_is_there() -> Finding:
    return _recent("PostGIS", _one("SELECT postgis_lib_version()"), POSTGIS)


@register("migrations", vital=True)
def every_migration_is_applied() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return fault(f"{len(missing)} migrations are not applied", "Run `manage.py migrate`.")
    return fine("all applied")


@register("triggers")
def every_trigger_is_there() -> Finding:
    """They write the history; pg_restore cannot make those that compare points or shapes."""
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE tgenabled <> 'D'"
        )
        missing = wanted - set(cursor.fetchall())
    if missing:
        tables = sorted({table for table, _name in missing})
        return fault(f"missing at {', '.join(tables)}", "Run `manage.py pgtrigger install`.")
    return fine(f"{len(wanted)} are there")


@register("encoding")
def text_is_utf8() -> Finding:
    encoding = _one("SHOW server_encoding")
    if encoding != "UTF8":
        return fault(f"the database stores {encoding}", "Create the database with ENCODING 'UTF8'.")
    return fine(encoding)


@register("driver")
def the_driver_is_psycopg2() -> Finding:
    wrong = only_psycopg2()
    return fault(wrong[0].msg, wrong[0].hint or "") if wrong else fine("psycopg2")


@register("static files")
def static_files_are_collected() -> Finding:
    names = getattr(staticfiles_storage, "hashed_files", {})
    if not names and not settings.DEBUG:
        return fault("not collected", "Run `manage.py collectstatic`.")
    return fine(f"{len(names)} files with content hashes")


@register("front end")
def front_end_packages_are_there() -> Finding:
    if any(prefix == "vendor/leaflet" for prefix, _ in settings.STATICFILES_DIRS) or _collected("vendor/leaflet"):
        return fine("the map's packages are installed")
    return fault("the map's packages are missing", "Run `make up`, which installs them.")


def _collected(prefix: str) -> bool:
    return (Path(settings.STATIC_ROOT) / prefix).is_dir()


@register("pdf")
def libraries_for_pdf_are_there() -> Finding:
    """Without them pages can still be printed, so it is no fault."""
    if missing := pdf.missing_libraries():
        packages = " ".join(sorted({pdf.LIBRARIES[name] for name in missing}))
        return hint(f"cannot be made without {', '.join(missing)}", f"Run `make up`, or install {packages}.")
    return fine("the libraries are there")


@register("translations")
def catalogues_are_compiled() -> Finding:
    missing = [po for po in Path(settings.LOCALE_PATHS[0]).rglob("*.po") if not po.with_suffix(".mo").exists()]
    if missing:
        return fault(f"{len(missing)} catalogues are not compiled", "Run `manage.py compilemessages`.")
    return fine("compiled")


@register("debug mode")
def debug_is_off() -> Finding:
    return hint("DEBUG is on", "Set DEBUG=0 where others can reach the service.") if settings.DEBUG else fine("off")


@register("https")
def https_is_on() -> Finding:
    if settings.HTTPS:
        return fine("on")
    return hint("off", "Set HTTPS=1 behind a proxy with a certificate; without it only try the service out locally.")
