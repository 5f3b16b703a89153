"""The tenant's address, however it was typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kinde_tui.settings.addresses import Address, address_of, issuer_url
from kinde_tui.settings.errors import AddressError

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(
    lambda label: label != "localhost" and label[2:4] != "--"
)


def meant(text: str) -> Address | str:
    try:
        return address_of(text)
    except AddressError as error:
        return str(error)


@given(label=LABELS, spaces=st.sampled_from(["", " ", "\t ", "\n"]), upper=st.booleans())
def test_subdomain_domain_and_full_url_mean_the_same(label: str, spaces: str, upper: bool) -> None:
    spellings = [
        label,
        f"{label}.",
        f"{label}.kinde.com",
        f"{label}.kinde.com.",
        f"{label}.kinde.com/",
        f"https://{label}.kinde.com",
        f"HTTPS://{label}.kinde.com/",
        f"https://{label}.kinde.com:443",
        f"https://{label}",
    ]
    urls = {issuer_url(spaces + (text.upper() if upper else text) + spaces) for text in spellings}
    assert urls == {f"https://{label}.kinde.com"}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("acme.uk.kinde.com", "https://acme.uk.kinde.com"),
        ("auth.acme.example", "https://auth.acme.example"),
        ("localhost", "http://localhost"),
        ("localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("https://localhost:443", "https://localhost"),
        ("http://localhost:80", "http://localhost"),
        ("münchen.kinde.com", "https://xn--mnchen-3ya.kinde.com"),
        ("acme。kinde。com", "https://acme.kinde.com"),
        ("acme.kinde.com:8443", "https://acme.kinde.com:8443"),
    ],
)
def test_other_spellings(text: str, url: str) -> None:
    assert issuer_url(text) == url


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("https://", "no domain"),
        ("http://acme.kinde.com", "in clear"),
        ("http://127.0.0.1.evil.example", "in clear"),
        ("http://demo.localhost:9", "in clear"),
        ("ftp://acme.kinde.com", "https, not to ftp"),
        ("https://ada@acme.kinde.com", "user name"),
        ("https://ada:pw@acme.kinde.com", "user name"),
        ("https://acme.kinde.com/admin", "path"),
        ("acme.kinde.com?x=1", "path or a query"),
        ("acme.kinde.com#x", "path or a query"),
        ("acme.kinde.com\\@evil.example", "path"),
        ("acme .kinde.com", "invisible"),
        ("acme\u202e.kinde.com", "invisible"),
        ("acme\u200b.kinde.com", "invisible"),
        ("acme..kinde.com", "no domain"),
        ("-acme.kinde.com", "no domain"),
        ("acme_1.kinde.com", "no domain"),
        ("acme.kinde.com:0", "no domain"),
        ("acme.kinde.com:65536", "no domain"),
        ("acme.kinde.com:٣", "no domain"),
        ("acme.kinde.com:", "no domain"),
        ("[::1", "no domain"),
        ("[::1]x", "no domain"),
        ("[::z]", "no domain"),
        ("a" * 64, "no domain"),
        (".".join(["a" * 60] * 5), "no domain"),
        ("kinde.com", "Kinde itself"),
        ("%61cme", "no domain"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(AddressError, match=says):
        address_of(text)


@given(st.text())
@example("https://a@b")
@example("[::1]:")
@example("xn--")
@example("xn--a.kinde.com")
@example("ⅵ.kinde.com")
def test_any_text_is_an_address_or_a_sentence(text: str) -> None:
    address = meant(text)
    if isinstance(address, str):
        assert address.endswith(".")
        assert len(address) < 300
    else:
        assert address.url.isascii()
        assert address_of(address.url) == address
        assert address.loopback or address.scheme == "https"
        assert address.label


def test_the_audience_is_the_kinde_domain_with_api_behind_it() -> None:
    assert address_of("mybusiness").audience == "https://mybusiness.kinde.com/api"
    assert address_of("http://127.0.0.1:8000").audience == "http://127.0.0.1:8000/api"
    assert address_of("auth.acme.example").audience == ""


def test_an_address_that_is_not_kindes_is_pointed_out_with_its_ascii_form() -> None:
    assert address_of("acme").notice == ""
    assert address_of("localhost").notice == ""
    assert "not under kinde.com" in address_of("acme.kinde.com.evil.example").notice
    assert address_of("mybusiness.kïnde.com").notice.startswith(
        "mybusiness.xn--knde-5pa.com (it reads mybusiness.kïnde.com) is not under kinde.com"
    )
    assert "xn--0.example" in address_of("xn--0.example").notice


def test_the_label_is_the_subdomain() -> None:
    assert address_of("acme.uk.kinde.com").label == "acme.uk"
    assert address_of("auth.acme.example").label == "auth.acme.example"
