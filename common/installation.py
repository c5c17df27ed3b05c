"""The doctor's checks of the installation itself."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.doctor import Finding, fault, fine, hint, register

POSTGRESQL, POSTGIS = (15, 0), (3, 3)


def _one(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _version(text: str) -> tuple[int, int]:
    major, _, rest = text.partition(".")
    return int(major), int(rest.split(".")[0].split()[0] or 0)


@register("database", vital=True)
def database_answers() -> Finding:
    version = _one("SHOW server_version")
    if _version(version) < POSTGRESQL:
        return fault(f"PostgreSQL {version}", "Use PostgreSQL 15 or newer.")
    return fine(f"PostgreSQL {version}")


@register("postgis", vital=True)
def postgis_is_there() -> Finding:
    version = _one("SELECT postgis_lib_version()")
    if _version(version) < POSTGIS:
        return fault(f"PostGIS {version}", "Use PostGIS 3.3 or newer.")
    return fine(f"PostGIS {version}")


@register("migrations", vital=True)
def every_migration_is_applied() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return fault(f"{len(missing)} migrations are not applied", "Run `manage.py migrate`.")
    return fine("all applied")


@register("encoding")
def text_is_utf8() -> Finding:
    encoding = _one("SHOW server_encoding")
    if encoding != "UTF8":
        return fault(f"the database stores {encoding}", "Create the database with ENCODING 'UTF8'.")
    return fine(encoding)


@register("driver")
def the_driver_is_psycopg2() -> Finding:
    driver = connection.Database.__name__
    return fine(driver) if driver == "psycopg2" else fault(driver, "Uninstall psycopg; only psycopg2-binary is used.")


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
