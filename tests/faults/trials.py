"""Which fault is tried at which moment, and how each must end: the fault table, as far as a single call tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tests.faults import catalogue as kind
from tests.faults.proxy import Fault, Moment

BEFORE, AFTER, MID = Moment.BEFORE, Moment.AFTER, Moment.MID
BOTH = (BEFORE, AFTER)


class Ends(StrEnum):
    """How a fault that strikes once must end."""

    WELL = "well"
    """As if nothing had been: done exactly once."""
    LOST = "lost"
    """Reads and sets are repeated, creations looked up, what must not be repeated is unknown."""
    GARBLED = "garbled"
    """Reads are repeated once; no write is."""
    FOREIGN = "foreign"
    """Nothing is repeated, and a write may have happened."""
    REFUSED = "refused"
    """The tenant said no: nothing happened, nothing is repeated."""
    CONFLICT = "conflict"
    """The same, and what the tenant has is shown."""


@dataclass(frozen=True)
class Trial:
    """One fault, at one or more moments."""

    row: int
    """Of the fault table."""
    name: str
    fault: Fault
    ends: Ends
    moments: tuple[Moment, ...] = (BEFORE,)
    times: int = 1
    """0: it does not go away."""
    token: bool = False
    """It strikes the token that is asked for anew, after the call itself got a 401."""
    quick: bool = False
    """It is one of those that the normal suite tries."""


MANY = {"errors": [{"code": "A", "message": "One", "field": "name"}, {"code": "B"}, {"message": "Three"}]}
UNAUTHORIZED = kind.refuses(401, "INVALID_TOKEN", "The access token is expired")
HTML = "text/html; charset=utf-8"
DEEP = b"[" * 200_000 + b"]" * 200_000

TRIALS: tuple[Trial, ...] = (
    Trial(4, "no answer", kind.silent, Ends.LOST, BOTH),
    Trial(5, "silence in the body", kind.half(kind.silent), Ends.LOST, (MID,)),
    Trial(6, "a byte now and then", kind.drips, Ends.LOST, (AFTER,)),
    Trial(7, "reset", kind.resets, Ends.LOST, BOTH, quick=True),
    Trial(7, "hung up", kind.hangs_up, Ends.LOST, BOTH),
    Trial(7, "reset in the body", kind.half(kind.resets), Ends.LOST, (MID,)),
    Trial(8, "cut off with a length", kind.half(kind.hangs_up), Ends.LOST, (MID,), quick=True),
    Trial(8, "cut off in a chunk", kind.chunk_cut_off, Ends.LOST, (MID,)),
    Trial(9, "cut off without a length", kind.cut_off_without_length, Ends.LOST, (MID,)),
    Trial(11, "401", UNAUTHORIZED, Ends.WELL, quick=True),
    Trial(12, "401 for good", UNAUTHORIZED, Ends.REFUSED, times=0),
    Trial(12, "secret rotated", kind.says(401, {"error": "invalid_client"}), Ends.REFUSED, token=True),
    Trial(13, "unauthorized_client", kind.says(403, {"error": "unauthorized_client"}), Ends.REFUSED, token=True),
    Trial(13, "invalid_scope", kind.says(400, {"error": "invalid_scope"}), Ends.REFUSED, token=True),
    Trial(13, "invalid_request", kind.says(400, {"error": "invalid_request"}), Ends.REFUSED, token=True),
    Trial(14, "403", kind.refuses(403, "INSUFFICIENT_SCOPE", "This needs the scope read:users"), Ends.REFUSED),
    Trial(14, "403 without a body", kind.says(403), Ends.REFUSED),
    Trial(14, "403 with a page", kind.says(403, kind.PAGE, kind=HTML), Ends.REFUSED),
    Trial(15, "404", kind.refuses(404, "NOT_FOUND", "No such record"), Ends.REFUSED),
    Trial(15, "404 with an object", kind.refuses(404, "NOT_FOUND", "No such record", as_object=True), Ends.REFUSED),
    Trial(16, "no such route", kind.refuses(404, "ROUTE_NOT_FOUND", "No route", as_object=True), Ends.REFUSED),
    Trial(17, "409", kind.refuses(409, "DIRECTORY_EXISTS", "It exists"), Ends.CONFLICT),
    Trial(18, "400 with a field", kind.refuses(400, "NAME_TOO_LONG", "Too long", field="name"), Ends.REFUSED),
    Trial(18, "400 with several errors", kind.says(400, MANY), Ends.REFUSED),
    Trial(18, "400 with none", kind.says(400, {"errors": []}), Ends.REFUSED),
    Trial(18, "422", kind.says(422, {"code": "X", "message": "No"}), Ends.REFUSED),
    Trial(19, "413", kind.says(413, kind.PAGE, kind=HTML), Ends.REFUSED),
    Trial(19, "431", kind.says(431), Ends.REFUSED),
    Trial(19, "header too large", kind.says(400, b"<h1>Request header too large</h1>", kind=HTML), Ends.REFUSED),
    Trial(20, "429 with a reset", kind.too_many("RateLimit-Reset: 7"), Ends.WELL, times=2, quick=True),
    Trial(21, "429 in seconds", kind.too_many("Retry-After: 3", "RateLimit-Reset: 90"), Ends.WELL),
    Trial(
        21,
        "429 with a date",
        kind.too_many(f"Retry-After: {kind.date_in(20)}", f"Date: {kind.date_in(0)}"),
        Ends.WELL,
    ),
    Trial(22, "429 without a header", kind.too_many(), Ends.WELL, times=3),
    *(
        Trial(23, f"429 with {text}", kind.too_many(f"RateLimit-Reset: {text}"), Ends.WELL)
        for text in ("-30", "1e12", "soon", "NaN", kind.epoch_in(30))
    ),
    Trial(25, "500", kind.refuses(500, "INTERNAL", "Oops"), Ends.LOST, BOTH),
    Trial(25, "502 with a page", kind.says(502, kind.PAGE, kind=HTML), Ends.LOST, BOTH, quick=True),
    Trial(25, "503", kind.says(503, None, "Retry-After: 2"), Ends.LOST, BOTH),
    Trial(25, "504", kind.says(504), Ends.LOST, BOTH),
    Trial(25, "524", kind.says(524), Ends.LOST, BOTH),
    Trial(26, "a page in place of an answer", kind.says(200, kind.PAGE, kind=HTML), Ends.FOREIGN, BOTH, quick=True),
    Trial(26, "a page that says it is JSON", kind.says(200, kind.PAGE), Ends.FOREIGN, BOTH),
    Trial(27, "no JSON", kind.says(200, b"certainly not"), Ends.GARBLED, (AFTER,)),
    Trial(27, "NaN", kind.says(200, b'{"id": NaN}'), Ends.GARBLED, (AFTER,)),
    Trial(27, "no UTF-8", kind.says(200, b'{"id": "\xff\xfe"}'), Ends.GARBLED, (AFTER,)),
    Trial(27, "200,000 deep", kind.says(200, DEEP), Ends.GARBLED, (AFTER,)),
    Trial(27, "a list", kind.says(200, [{"id": "kp_1"}]), Ends.GARBLED, (AFTER,)),
    Trial(27, "no gzip", kind.packed(b"this is no gzip"), Ends.GARBLED, (AFTER,)),
    Trial(27, "another compression", kind.packed(b"xxx", "br"), Ends.GARBLED, (AFTER,)),
    Trial(27, "no HTTP", kind.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), Ends.GARBLED, BOTH),
    Trial(28, "unknown fields", kind.changed(kind.with_unknown_fields), Ends.WELL, (AFTER,)),
    Trial(34, "a clock a day behind", kind.dated(-1), Ends.WELL, (AFTER,)),
    Trial(34, "a clock a day ahead", kind.dated(1), Ends.WELL, (AFTER,)),
    Trial(35, "204", kind.says(204), Ends.WELL, (AFTER,)),
    Trial(35, "200 without a body", kind.says(200), Ends.WELL, (AFTER,)),
    Trial(36, "a bomb", kind.packed(kind.BOMB), Ends.FOREIGN, (AFTER,)),
    Trial(36, "5 MB", kind.says(200, b" " * 5_000_000), Ends.FOREIGN, (AFTER,)),
    Trial(37, "a slow answer", kind.late(0.1), Ends.WELL, (AFTER,)),
    *(
        Trial(38, f"{status}", kind.says(status, None, "Location: https://trap.example/"), Ends.FOREIGN)
        for status in (301, 302, 303, 307, 308)
    ),
)
"""Faults of a single answer. Those of lists, of the network, of this machine and of the screen are in `rows`."""
