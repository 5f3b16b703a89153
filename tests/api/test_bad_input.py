"""Bad input to every operation: one sentence each, and nothing sent where that can be known before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.errors import AnsweredError, KindeError, MissingScopeError
from kinde_tui.api.fields import Field, Kind, body_fields, path_fields, query_fields
from kinde_tui.api.operation import Operation, Upload
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.demo.app import Demo, DemoApp, demo_app
from kinde_tui.demo.credentials import CLIENT_ID
from kinde_tui.services.calls.building import build
from kinde_tui.services.calls.files import with_files
from kinde_tui.services.calls.finding import CallError, Found
from kinde_tui.services.calls.words import Word
from tests.support.acme import client_of

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde

every_operation = pytest.mark.parametrize("row", OPERATIONS.values(), ids=lambda row: row.id)

SAMPLES: dict[Kind, Any] = {
    Kind.WHOLE: "5",
    Kind.TRUTH: "true",
    Kind.MOMENT: "2026-01-31",
    Kind.FILE: Upload("light.png", b"\x89PNG", "image/png"),
}
WRONG = {Kind.WHOLE: "many", Kind.TRUTH: "perhaps", Kind.MOMENT: "soon", Kind.FILE: "no file"}


@cache
def company() -> DemoApp:
    """One demo tenant for all rows: what is asked of it here changes nothing that another row needs."""
    return demo_app(seed=5, users=20)


@cache
def company_of_one_organization() -> tuple[DemoApp, str]:
    """Another one, whose machine-to-machine application belongs to an organization."""
    app = demo_app(seed=6, users=20)
    demo: Demo = app.state.demo
    code = next(iter(demo.tenant.organizations))
    demo.tenant.applications[CLIENT_ID]["org_code"] = code
    return app, code


def client(app: DemoApp, *scopes: str) -> Kinde:
    return client_of(app, scopes_wanted=scopes)


def leaves(fields: Sequence[Field], before: str = "") -> Iterator[tuple[str, Field]]:
    for field in fields:
        if field.kind in {Kind.OBJECT, Kind.OBJECTS}:
            place = "" if field.kind is Kind.OBJECT else "[0]"
            yield from leaves(field.fields, f"{before}{field.name}{place}.")
        else:
            yield f"{before}{field.name}", field


def every_field(row: Operation) -> list[tuple[str, Field]]:
    return [*leaves(path_fields(row)), *leaves(query_fields(row)), *leaves(body_fields(row))]


def filled(row: Operation) -> list[Word]:
    """A value for everything that the operation takes; ids of nothing that is there."""
    words: list[Word] = []
    for name, field in every_field(row):
        if field.kind is Kind.MAP:
            words.append(Word(f"{name}.gone", "gone"))
        elif field.choices:
            words.append(Word(name, field.choices[0]))
        else:
            value = SAMPLES.get(field.kind, "gone")
            words.append(Word(name, value, exact=field.kind is Kind.FILE))
    return words


def a_sentence(text: str) -> bool:
    return text[0].isalpha() and text.endswith((".", "!", "?")) and "\n" not in text


@every_operation
def test_what_is_missing_is_named_before_anything_is_sent(row: Operation) -> None:
    top = re.sub(r"\[?\{[^{}]*\}\]?", "", row.body.partition("{")[2].rstrip("}"))
    needed = [*row.path_parameters, *(name.rstrip("*") for name in row.query if name.endswith("*"))]
    needed += re.findall(r"(\w+)\*", top)
    if not needed:
        assert build(Found(row)).operation is row
        return
    with pytest.raises(CallError) as caught:
        build(Found(row))
    said = str(caught.value)
    assert said.startswith(f"{row.id} needs ")
    assert a_sentence(said)
    assert [name for name in needed if not re.search(rf"\b{name}\b", said)] == []


@every_operation
def test_wrong_types_and_unknown_names_are_named_before_anything_is_sent(row: Operation) -> None:
    wrong = {"no_such_field": "x"}
    for name, field in every_field(row):
        if field.choices:
            wrong[name] = "no such choice"
        elif field.kind in WRONG:
            wrong[name] = WRONG[field.kind]
        elif field.kind is Kind.MAP:
            wrong[name] = "no object"
    for name, value in wrong.items():
        with pytest.raises(CallError) as caught:
            build(Found(row), with_files(row, [Word(name, value)], str))
        assert name in str(caught.value)
        assert a_sentence(str(caught.value))


@every_operation
async def test_a_missing_scope_is_named(row: Operation) -> None:
    if not row.scope:
        assert row.public
        return
    kinde = client(company(), "read:users" if row.scope != "read:users" else "read:roles")
    with pytest.raises(MissingScopeError) as caught:
        await kinde.send(build(Found(row), filled(row)))
    await kinde.close()
    assert caught.value.scope == row.scope
    assert f"lacks the scope {row.scope}. Add it" in str(caught.value)


@every_operation
async def test_what_is_gone_is_a_sentence(row: Operation) -> None:
    about = [*row.path_parameters, *(name for name in row.query if name in {"id*", "code*", "customer_id*"})]
    if not about or row.path_parameters == ("type",):
        return  # it is about the tenant, which is always there
    kinde = client(company())
    with pytest.raises(AnsweredError) as caught:
        await kinde.send(build(Found(row), filled(row)))
    await kinde.close()
    assert caught.value.status in {400, 404}
    assert a_sentence(str(caught.value))


@every_operation
async def test_a_token_of_one_organization_is_told_from_a_missing_scope(row: Operation) -> None:
    app, code = company_of_one_organization()
    if row.public:
        return
    kinde = client(app)
    with pytest.raises(KindeError) as caught:
        await kinde.send(build(Found(row), filled(row)))
    await kinde.close()
    assert f"the token is good for the organization {code} alone" in str(caught.value)
    assert a_sentence(str(caught.value))


async def test_a_token_of_one_organization_works_inside_it() -> None:
    app, code = company_of_one_organization()
    kinde = client(app)
    answer = await kinde.send(build(Found(OPERATIONS["GetOrganizationUsers"]), [Word("org_code", code)]))
    await kinde.close()
    assert answer["code"] == "OK"
