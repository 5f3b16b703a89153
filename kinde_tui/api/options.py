"""Time limits, sizes and paces of a client, with the values that suit a person at a keyboard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How long to wait, how much to read, how fast to ask. Times are seconds, sizes bytes."""

    total: float = 30.0
    """One exchange from connecting to the answer's last byte; also how long retries of one call may go on."""
    connect: float = 5.0
    read: float = 20.0
    """Silence between two parts of an answer."""
    pool: float = 5.0
    """Waiting for a free connection; only ever reached when the pool is broken, see `transport`."""
    closing: float = 3.0
    """What writes on their way get to finish when the client is closed."""
    largest_answer: int = 32 * 1024 * 1024
    """After decompression."""

    tries: int = 4
    first_wait: float = 0.5
    longest_wait: float = 20.0
    """The cap of the doubling wait between tries; waits that Kinde asks for are obeyed beyond it."""
    retry_budget: float = 500.0
    """What all calls together may spend on retries before a success earns some back."""

    concurrency: int = 8
    """The most requests under way at once; fewer after a refusal."""
    rate: float = 20.0
    """Requests a second to start with."""
    fastest: float = 200.0
    slowest: float = 0.5

    renewal_margin: float = 60.0
    """A token is renewed so long before it ends, or a tenth of its life, whichever is shorter."""
    refusal_holds: float = 10.0
    """After Kinde refused the credentials, calls fail at once for so long instead of asking again."""
