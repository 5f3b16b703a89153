"""Addresses: Kinde's rules for the wildcard, each refused with its own sentence, and nothing else refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.collections import urls, validation
from kinde_tui.services.collections.collection import InvalidInputError

ALLOWED = (
    "https://app.example.com/callback",
    "http://localhost:3000/api/auth/kinde_callback",
    "https://127.0.0.1:8443/in?next=/home#top",
    "https://[::1]:3000/in",
    "com.example.app://callback",
    "https://{organization.handle}.example.com",
    "https://*.example.com",
    "https://*.example.com:8443/callback?x=1",
    "http://*.example.com",
    "HTTPS://*.Example.com/in",
    "https://prefix-*-suffix.example.com",
    "https://*.a.b.example.com",
    "https://*something.vercel.app",
    "https://web-*.vercel.app/in",
)
REFUSED = {
    "https://*.com": "whole domain",
    "https://*": "whole domain",
    "https://pre-*.com": "whole domain",
    "https://*.*.example.com": "Only one",
    "https://a-*-*.example.com": "Only one",
    "*.example.com": "needs http",
    "service:jmx:rmi://*.example.com": "http and https",
    "myapp://*.example.com/in": "http and https",
    "https://example.*.com": "leftmost",
    "https://app.*.example.com": "leftmost",
    "https://*.vercel.app": "Anybody",
    "https://*.Vercel.app./in": "Anybody",
    "https://*.netlify.app": "Anybody",
    "https://app.example.com/*": "path",
    "https://app.example.com?to=*": "path",
    "https://app.example.com:*/in": "port",
    "https://*.example.com/*": "path",
    "app.example.com/callback": "begins with a protocol",
    "https://": "comes a host",
    "https:app.example.com": "comes a host",
    "https:///callback": "comes a host",
    "https://app.example.com/a b": "no blanks",
    "https://app.example.com/\x1b[31m": "control characters",
}


@pytest.mark.parametrize("url", ALLOWED)
def test_what_kinde_allows_is_taken_as_it_stands(url: str) -> None:
    assert urls.allowed(url) == url
    assert urls.allowed(f"  {url} ") == url


@pytest.mark.parametrize(("url", "why"), REFUSED.items(), ids=REFUSED)
def test_what_kinde_refuses_is_refused_with_the_rule(url: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why) as refused:
        urls.allowed(url)
    assert str(refused.value).endswith(".")


def test_several_are_taken_each_once_and_one_that_is_wrong_spoils_all() -> None:
    assert urls.several(" https://a.example.com\nhttps://b.example.com  https://a.example.com ") == [
        "https://a.example.com",
        "https://b.example.com",
    ]
    with pytest.raises(InvalidInputError, match="leftmost"):
        urls.several("https://a.example.com https://b.*.com")
    with pytest.raises(InvalidInputError, match="needed"):
        urls.several("  ")


def test_a_link_has_no_wildcard_and_may_be_taken_away() -> None:
    assert urls.link("") == ""
    assert urls.link("myapp://home") == "myapp://home"
    assert urls.web_link("https://idp.example.com/metadata.xml") == "https://idp.example.com/metadata.xml"
    with pytest.raises(InvalidInputError, match="very address"):
        urls.link("https://*.example.com")
    with pytest.raises(InvalidInputError, match="begins with https"):
        urls.web_link("ftp://idp.example.com")


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z*.:/-]{0,20}", fullmatch=True))
def test_any_text_is_taken_or_refused_with_a_sentence(text: str) -> None:
    complaint = validation.complaint(urls.allowed)(text)
    assert complaint is None or complaint.endswith(".")
    if complaint is None and text.strip():
        taken = urls.allowed(text)
        assert taken == text.strip()
        host = taken.partition("://")[2].split("/")[0]
        assert taken.count("*") <= 1
        assert "*" not in taken or "*" in host.split(".")[0]


LIFETIMES = {"3600": 3600, "60 min": 3600, "24h": 86_400, "24 hours": 86_400, "15 d": 1_296_000, " 1 Day ": 86_400}


@pytest.mark.parametrize(("text", "seconds"), LIFETIMES.items())
def test_a_lifetime_is_told_in_any_unit(text: str, seconds: int) -> None:
    assert validation.lifetime(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "0 h", "-5", "1.5 h", "1 week", "h", "١٢", "1e3", "9" * 30])
def test_what_is_no_lifetime_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="24 h"):
        validation.lifetime(text)


def test_domains_are_told_one_by_one() -> None:
    assert validation.domains("@Example.com, example.org example.com") == ["example.com", "example.org"]
    assert validation.domains(" ") == []
    for wrong in ("example", "a b@c.d", "-a.com", "https://example.com", "exa mple.com."):
        with pytest.raises(InvalidInputError, match="is no domain"):
            validation.domains(wrong)
