import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.osm import contact


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("+493043605808", "030 43605808"),
        ("+49 30 41718917", "030 41718917"),
        ("+4930 43 22 051", "030 4322051"),
        ("+49 30 4 33 20 97", "030 4332097"),
        ("0049 30 8859110", "030 8859110"),
        ("+49 (0)30 8859110", "030 8859110"),
        ("030/8859110", "030 8859110"),
        ("(030) 885 91 10", "030 8859110"),
        ("030 – 885911", "030 885911"),
        ("+49 2131 222890", "02131 222890"),
        ("+492131222890", "02131 222890"),
        ("+49 2131 9405-66", "02131 9405-66"),
        ("+49 2131 17053-0", "02131 17053-0"),
        ("+49 221 4710101", "0221 4710101"),
        ("+492214710101", "0221 4710101"),
        ("+49 1520 2009609", "01520 2009609"),
        ("+4915202009609", "0152 02009609"),
        ("+493305612345", "03305612345"),
        ("0800 1110111", "0800 1110111"),
        ("+43 1 5880010", "+43 1 5880010"),
        ("116117", "116117"),
        ("112", "112"),
        ("", ""),
        ("auf Anfrage", ""),
        ("12", ""),
        ("+49", ""),
        ("+4", ""),
        ("030 123456789012345678", ""),
        ("javascript:alert(1)", ""),
        ("00", ""),
    ],
)
def test_a_phone_number_is_written_as_people_dial_it(raw: str, shown: str):
    assert contact.readable_phone(raw) == shown


@given(st.text(alphabet="0123456789+-/() .", max_size=40))
def test_a_readable_number_has_the_digits_that_were_typed(raw: str):
    shown = contact.readable_phone(raw)
    if shown and not shown.startswith("+"):
        typed = "".join(sign for sign in raw if sign.isdigit())
        national = "".join(sign for sign in shown if sign.isdigit())
        assert typed.endswith(national.lstrip("0"))


@given(st.text())
def test_no_text_makes_a_reader_raise(raw: str):
    tags = {"phone": raw, "website": raw, "email": raw}
    for read in (contact.phone, contact.website, contact.email):
        value, findings = read(tags, "node/1")
        assert bool(value) or bool(findings) or not raw


def test_of_several_numbers_the_first_is_taken_and_the_rest_is_told():
    number, findings = contact.phone({"phone": "+49 2131 222890; +49 2131 275457"}, "node/1")
    assert number == "02131 222890"
    assert [one.code for one in findings] == ["phone-several"]


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("https://www.vivantes.de/huk", "https://www.vivantes.de/huk"),
        ("http://xn--eilerts-schleckermulchen-7bc.de/", "http://xn--eilerts-schleckermulchen-7bc.de/"),
        ("www.bwb.de", "https://www.bwb.de"),
        ("vifzack.de/karte", "https://vifzack.de/karte"),
        ("https://a.de; https://b.de", "https://a.de"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://a.de", ""),
        ("https://", ""),
        ("https://user:secret@a.de", ""),
        ("https://a.de:99999/", ""),
        ("https://localhost/admin", ""),
        ("https://127.0.0.1/", ""),
        ("https://a b.de", ""),
        ("https://a.de/" + "x" * 600, ""),
        ("http://[::1", ""),
        ("kein Internet", ""),
    ],
)
def test_only_plain_web_addresses_are_taken(raw: str, address: str):
    found, findings = contact.website({"website": raw}, "node/1")
    assert found == address
    assert bool(findings) is not bool(address)


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("info@neuss-mitte.de", "info@neuss-mitte.de"),
        ("mailto:info@a.de", "info@a.de"),
        ("a@b.de;c@d.de", "a@b.de"),
        ("info(at)a.de", ""),
        ("info@a", ""),
        ("a@b.de\nBcc: x@y.de", ""),
    ],
)
def test_only_plain_mail_addresses_are_taken(raw: str, address: str):
    assert contact.email({"email": raw}, "node/1")[0] == address


def test_the_older_key_counts_where_the_newer_is_missing():
    assert contact.phone({"contact:phone": "+49 30 4555569"}, "node/1")[0] == "030 4555569"
