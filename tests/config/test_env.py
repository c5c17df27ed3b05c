import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment, database


def reading(**values: str) -> Environment:
    return Environment(values)


def test_absent_and_empty_values_have_their_default():
    assert reading().text("NAME", "x") == "x"
    assert reading(NAME=" ").text("NAME", "x") == "x"
    assert reading().flag("DEBUG") is False
    assert reading().number("N", 3, low=1, high=9) == 3
    assert reading(HOSTS="a, b,,").words("HOSTS") == ["a", "b"]


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda: reading(DEBUG="vielleicht").flag("DEBUG"), "DEBUG='vielleicht'.*1 or 0"),
        (lambda: reading(N="12").number("N", 3, low=1, high=9), "N='12'.*from 1 to 9"),
        (lambda: reading(N="-1").number("N", 3, low=1, high=9), "N='-1'.*from 1 to 9"),
        (lambda: reading(M="x").choice("M", "a", {"a", "b"}), "M='x'.*one of a, b"),
        (lambda: reading(F="x; script-src *").origins("F"), "F='x; script-src \\*'.*https://www.example.org"),
        (lambda: reading(P="javascript:alert(1)").address("P"), "P='javascript:alert\\(1\\)'.*https://www.example.org"),
        (lambda: reading(P='https://a.example/" onclick=x').address("P"), "P=.*https://www.example.org"),
        (lambda: database("mysql://u:geheim@h/db"), r"DATABASE_URL='mysql://u:\*\*\*@h/db'.*postgis://"),
        (lambda: database("postgis://h"), "DATABASE_URL='postgis://h'"),
        (lambda: database("postgis://h:port/db"), "DATABASE_URL="),
        (lambda: database("postgis://u:geheim@[::1/db"), "DATABASE_URL=.*postgis://"),
        (lambda: database("postgis://u:ein/geheim@h:5432/db"), r"DATABASE_URL='postgis://u:\*\*\*@h:5432/db'"),
        (lambda: database("postgis://u:ein#geheim@h:5432/db"), r"DATABASE_URL='postgis://u:\*\*\*@h:5432/db'"),
        (lambda: database("mysql://u@h/db"), "DATABASE_URL='mysql://u@h/db'"),
        (lambda: database("u:geheim@h/db"), r"DATABASE_URL='u:\*\*\*@h/db'"),
    ],
)
def test_nonsense_is_refused_with_name_value_and_remedy_and_without_passwords(read, told):
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        read()
    assert "geheim" not in str(refused.value)


def test_a_page_elsewhere_is_a_whole_address():
    assert reading(P="https://video.example/gebaerden?v=1").address("P") == "https://video.example/gebaerden?v=1"
    assert reading().address("P") == ""


def test_a_background_map_elsewhere_is_the_address_of_a_tile():
    for tiles in ("https://tiles.example:8443/{z}/{x}/{y}.png", "https://wms.example/?m={z}&row={y}&col={x}"):
        assert reading(T=tiles).tiles("T") == tiles
    assert reading().tiles("T") == ""


@pytest.mark.parametrize(
    "tiles",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src *//{z}/{x}/{y}.png",
        "https://user:word@tiles.example/{z}/{x}/{y}.png",
    ],
    ids=["not encrypted", "no column and row", "many hosts", "ends the header's directive", "password"],
)
def test_a_background_that_browsers_would_not_get_is_refused(tiles: str):
    with pytest.raises(ImproperlyConfigured, match=r"T=.*such as https://tiles\.example/\{z\}/\{x\}/\{y\}\.png"):
        reading(T=tiles).tiles("T")


def test_a_database_address_is_taken_apart():
    assert database("postgis://quartier:p%40ss@db.example:5433/karte") == {
        "NAME": "karte",
        "USER": "quartier",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 5},
    }
    assert database("postgis:///karte?host=/run/postgresql&port=5433")["HOST"] == "/run/postgresql"


def test_what_else_an_address_demands_of_the_connection_is_handed_on():
    address = "postgis://u@db.example/karte?sslmode=verify-full&sslrootcert=/etc/ssl/our%20ca.pem"
    wanted = {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/our ca.pem"}
    assert database(address)["OPTIONS"] == {"connect_timeout": 5, **wanted}
