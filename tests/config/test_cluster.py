"""The project's own cluster, tried for real: made, killed, raced for, copied, hidden and removed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config import cluster, places, postmaster
from config.cluster import ClusterError
from config.places import Cluster, Site
from config.postgres import find_binaries

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A running cluster of a project folder that everybody may enter."""
    project = Path(tempfile.mkdtemp(prefix="qk-"))
    project.chmod(0o755)
    here = Site(project)
    cluster.ensure_running(here)
    yield here
    cluster.destroy(here)
    shutil.rmtree(project)


def ask(where: Cluster, sql: str, **login: str) -> object:
    address = {"host": where.socket_dir, "port": where.port, "user": where.user, "dbname": where.database, **login}
    connection = psycopg2.connect(**address)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def postmaster_pid(site: Site) -> int:
    return int((site.data / "postmaster.pid").read_text().split()[0])


# ----------------------------------------------------------------------------------------------- what is remembered


@pytest.mark.parametrize(
    "content",
    [None, "", "nonsense", "[]", '{"port": 1}', '{"project": "/elsewhere", "socket_dir": "/s", "port": 54329}'],
    ids=["no file", "empty", "no JSON", "wrong shape", "half", "of the folder this one was copied from"],
)
def test_without_a_memory_of_its_own_a_folder_has_no_cluster(tmp_path: Path, content: str | None):
    if content is not None:
        (tmp_path / "var").mkdir()
        (tmp_path / "var" / "cluster.json").write_text(content)
    assert cluster.here(Site(tmp_path)) is None
    assert cluster.url(Site(tmp_path)) is None
    assert not cluster.is_running(Site(tmp_path))


def test_reading_the_memory_leaves_no_trace(tmp_path: Path):
    cluster.here(Site(tmp_path))
    cluster.is_running(Site(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_address_names_socket_folder_port_role_and_database(tmp_path: Path):
    (tmp_path / "var").mkdir()
    known = {"project": str(tmp_path), "socket_dir": "/a b/socket", "port": 54400}
    (tmp_path / "var" / "cluster.json").write_text(json.dumps(known))
    assert cluster.here(Site(tmp_path)) == Cluster("/a b/socket", 54400, "quartierskarte", "quartierskarte")
    assert cluster.url(Site(tmp_path)) == "postgis://quartierskarte@/quartierskarte?host=%2Fa%20b%2Fsocket&port=54400"


def test_stopping_what_was_never_there_is_no_fault(tmp_path: Path):
    assert cluster.stop(Site(tmp_path)) is False


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (b"R\0\0\0\x0c\0\0\0\x05salt", True),
        (b"E\0\0\0\x20SFATAL\0C53300\0Mtoo many clients\0\0", True),
        (b"E\0\0\0\x20SFATAL\0C57P03\0Mstarting up\0\0", False),
        (b"", False),
    ],
    ids=["asks for a password", "full", "starting up", "says nothing"],
)
def test_a_server_answers_when_one_can_begin_to_log_in(reply: bytes, verdict: bool):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        path = Path(folder, "s")
        server.bind(str(path))
        server.listen()
        threading.Thread(target=_reply_once, args=(server, reply), daemon=True).start()
        assert postmaster.answers(path, "u", "d") is verdict


def _reply_once(server: socket.socket, reply: bytes) -> None:
    line, _ = server.accept()
    line.recv(200)
    line.sendall(reply)
    line.close()


# --------------------------------------------------------------------------------------------------- what it is like


def test_the_database_has_postgis_and_german_order(site: Site):
    where = cluster.here(site)
    assert ask(where, "select postgis_lib_version()") >= "3.3"
    assert ask(where, "show server_encoding") == "UTF8"
    assert ask(where, "select string_agg(w, ' ' order by w) from unnest(array['Zoo','Äpfel','Apfel','Ofen']) w") == (
        "Apfel Äpfel Ofen Zoo"
    )
    assert ask(where, "show jit") == "off"


def test_over_tcp_only_the_password_opens(site: Site):
    where = cluster.here(site)
    right = site.password.read_text().strip()
    assert site.password.stat().st_mode & 0o777 == 0o600
    assert ask(where, "select 1", host="127.0.0.1", password=right) == 1
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(where, "select 1", host="127.0.0.1", password="guessed")
    with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
        ask(where, "select 1", host="127.0.0.1")


def test_the_log_tells_what_failed_and_not_what_was_asked(site: Site):
    with pytest.raises(psycopg2.Error, match="division by zero"):
        ask(cluster.here(site), "select 1/0 as lindenstrasse_4")
    told = site.log.read_text()
    assert "division by zero" in told
    assert "lindenstrasse_4" not in told


@needs_root
def test_other_users_of_the_machine_do_not_enter_by_the_socket(site: Site):
    where = cluster.here(site)
    Path(where.socket_dir).chmod(0o755)  # so that the server itself has to refuse
    try:
        command = [find_binaries().tool("psql"), "-h", where.socket_dir, "-p", str(where.port), "-U", where.user]
        run = subprocess.run(
            [*command, "-c", "select 1"], user="nobody", capture_output=True, text=True, cwd="/", check=False
        )
    finally:
        Path(where.socket_dir).chmod(0o750)
    assert run.returncode != 0
    assert 'Peer authentication failed for user "quartierskarte"' in run.stderr


def test_a_second_call_finds_the_same_cluster_and_does_not_restart_it(site: Site):
    before = postmaster_pid(site)
    assert cluster.ensure_running(site) == cluster.here(site)
    assert postmaster_pid(site) == before


# --------------------------------------------------------------------------------------------------- what it survives


def test_after_kill_9_the_next_command_starts_it_though_a_busy_backend_lives_on(site: Site):
    where = cluster.here(site)
    busy = threading.Thread(target=_run_long_query, args=(where,), daemon=True)
    busy.start()
    _wait_for(lambda: ask(where, "select count(*) from pg_stat_activity where query like '%1e12%'") > 1)
    os.kill(postmaster_pid(site), signal.SIGKILL)
    again = cluster.ensure_running(site)
    busy.join(10)
    assert not busy.is_alive()
    assert again == where
    assert ask(again, "select 1") == 1


def _run_long_query(where: Cluster) -> None:
    with pytest.raises(psycopg2.Error):
        ask(where, "select count(*) from generate_series(1, 1e12)")


def _wait_for(condition, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def test_lock_files_that_name_another_program_do_not_keep_it_down(site: Site):
    where = cluster.here(site)
    assert cluster.stop(site) is True
    assert not cluster.is_running(site)
    foreign = str(os.getppid())
    (site.data / "postmaster.pid").write_text(
        f"{foreign}\n{site.data}\n1\n{where.port}\n/s\n127.0.0.1\n 1 1\nready   \n"
    )
    where.socket.with_name(where.socket.name + ".lock").write_text(f"{foreign}\n")
    assert cluster.ensure_running(site).answers()


def test_a_port_taken_meanwhile_is_replaced(site: Site):
    before = cluster.here(site)
    cluster.stop(site)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before.port))
        other.listen()
        after = cluster.ensure_running(site)
    assert after.port != before.port
    assert cluster.here(site) == after
    assert ask(after, "select 1") == 1


def test_commands_that_start_it_at_the_same_time_get_one_cluster(site: Site):
    cluster.stop(site)
    code = (
        "import sys; from pathlib import Path; from config import cluster; from config.places import Site;"
        "print(cluster.ensure_running(Site(Path(sys.argv[1]))), Path(sys.argv[1], 'var/postgres/postmaster.pid')"
        ".read_text().split()[0])"
    )
    root = Path(cluster.__file__).resolve().parent.parent
    command = [sys.executable, "-c", code, str(site.project)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(3)]
    answers = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(answers) == 1


@needs_root
def test_where_its_user_cannot_enter_the_data_lives_elsewhere_and_goes_with_the_project():
    closed = Path(tempfile.mkdtemp(prefix="qk-"))  # mode 700
    here, said = Site(closed / "p"), []
    here.project.mkdir()
    try:
        where = cluster.ensure_running(here, say=said.append)
        outside = here.data.resolve().parent
        assert said == [f"The user “postgres” cannot enter {here.project}, so the database lives in {outside}."]
        assert ask(where, "select 1") == 1

        copy = Site(closed / "copy")
        shutil.copytree(here.project, copy.project, symlinks=True)
        assert copy.is_copy
        assert cluster.here(copy) is None
        assert cluster.stop(copy) is False  # the original's cluster is none of the copy's business
        cluster.destroy(copy)
        assert where.answers()

        moved = Site(closed / "moved")
        here.project.rename(moved.project)
        assert ask(cluster.ensure_running(moved), "select 1") == 1
        assert (outside / "project").read_text() == str(moved.project)
        cluster.destroy(moved)
        assert not outside.exists()
        assert not moved.data.is_symlink()
    finally:
        for left in (here, Site(closed / "moved")):
            cluster.destroy(left)
        shutil.rmtree(closed)


def test_too_deep_a_folder_gets_a_short_private_place_for_its_socket(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(places, "SOCKET_PATH_LIMIT", len(os.fsencode(site.project)))
    cluster.stop(site)
    where = cluster.ensure_running(site)
    folder = Path(where.socket_dir)
    assert folder.parent == Path(tempfile.gettempdir())
    assert folder.stat().st_mode & 0o007 == 0
    assert cluster.ensure_running(site) == where
    shutil.rmtree(folder)  # as a cleaning of the temporary directory does
    again = cluster.ensure_running(site)
    assert again.socket_dir != where.socket_dir
    assert ask(again, "select 1") == 1


def test_a_folder_whose_name_means_something_to_shells_and_lists_of_hosts_is_as_good_as_any():
    parent = Path(tempfile.mkdtemp(prefix="qk-"))
    here = Site(parent / "Größe 5, 'Süd' $x")
    here.project.mkdir()
    for folder in (parent, here.project):
        folder.chmod(0o755)
    try:
        assert ask(cluster.ensure_running(here), "select 1") == 1
    finally:
        cluster.destroy(here)
        shutil.rmtree(parent)


# ---------------------------------------------------------------------------------------------- refused in a sentence


def test_data_of_a_version_that_is_gone_is_refused_with_the_package_to_install(tmp_path: Path):
    data = tmp_path / "var" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(ClusterError, match=r"made by PostgreSQL 12, which is not installed .* postgresql-12-postgis-3"):
        cluster.ensure_running(Site(tmp_path))


def test_why_it_does_not_start_is_said_in_one_sentence(site: Site):
    cluster.stop(site)
    own = site.data / "postgresql.auto.conf"
    before = own.read_text()
    own.write_text("work_mem = plenty\n")
    try:
        with pytest.raises(ClusterError, match=r"^PostgreSQL did not start: .*postgres\.log\)\.$"):
            cluster.ensure_running(site)
    finally:
        own.write_text(before)
    assert cluster.ensure_running(site).answers()
