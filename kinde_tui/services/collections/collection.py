"""What a collection is: everything the store, the sync and the screens know about one kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.describing import Describes
    from kinde_tui.services.collections.details import Across, Secret, Ticks, Values
    from kinde_tui.services.collections.inquiry import Inquiry

R = TypeVar("R", bound="Record")

SortValue: TypeAlias = str | int | float | None


class Tone(StrEnum):
    """How a value is meant; the styles give it a colour, and a word or sign always says it too."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell may need to know beside its own record."""

    now: datetime
    """The wall clock, aware."""
    name_of: Callable[[str, str], str | None] = lambda _collection, _key: None
    """The name of another record in the store by collection and key; None when it is not loaded."""
    find: Callable[[str, str], Raw | None] = lambda _collection, _key: None
    """Another record of a list without parents, as it came; None when it is not loaded."""
    exact: bool = False
    """Whether times are said in full: for what is read later than now, in a file."""
    client_id: str = ""
    """The application that this program itself signs in with."""


class InvalidInputError(ValueError):
    """What was typed cannot be meant; the message is a sentence for the person who typed it."""

    def __init__(self, sentence: str, at: str = "") -> None:
        """Says what is wrong.

        Args:
            sentence: for the person who typed it.
            at: the name of the question whose answer it is about; empty: of no single one.
        """
        super().__init__(sentence)
        self.at = at


@dataclass(frozen=True)
class Edit(Generic[R]):
    """How one field is edited in place."""

    value: Callable[[R], str]
    """What the editor starts with: the raw value, never the displayed one."""
    change: Callable[[R, str, Parent], Change | None]
    """The change for what was typed; None: nothing to do. Raises InvalidInputError."""
    operation: Operation
    """What it will call: the editor is offered only when the token may."""
    hint: str = ""
    choices: tuple[str, ...] = ()
    """When not empty, one of these is picked."""


@dataclass(frozen=True, slots=True)
class Refers:
    """The records of another list that a field of the filter language names, by key or by what they are called."""

    collection: str
    key: str
    """Its column with the keys that are the field's values."""
    name: str = "name"
    """Its column with what people call them."""


@dataclass(frozen=True, slots=True)
class Held:
    """A field of the filter language that no column has: other lists say which records meet it.

    `role:admin` among users: the members of each organization have roles, and each role has a list of its holders.
    """

    refers: Refers
    """What is held."""
    among: str
    """The collection whose rows, of the same keys as this one's, say what each holds in one place."""
    column: str
    """Its column with the keys of what is held."""
    places: str
    """The collection of those places."""
    holders: str
    """The collection that lists, under each thing that is held, who holds it in whatever place."""
    places_of_holder: str
    """Its column with the keys of those places."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a table, and one field of the filter language."""

    key: str
    title: str
    text: Callable[[R, Context], str]
    """What the cell says: raw text, made safe by the table."""
    sort: Callable[[Raw], SortValue]
    """What the store sorts and filters by, from the record as it came: see `path`, `joined`, `count`."""
    width: int = 12
    """Cells; the smallest width when it grows."""
    grow: bool = False
    right: bool = False
    tone: Callable[[R], Tone] | None = None
    edit: Edit[R] | None = None
    search: bool = False
    """Whether plain words in a filter look here."""
    hidden: bool = False
    """Kept for filters only, until somebody chooses to see it."""
    refers: Refers | None = None
    """What its words are keys of: a filter finds them by name too."""
    also: tuple[str, ...] = ()
    """Other names of the field in a filter."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A word after `is:` or `has:` in a filter: true where the column's stored value is `equals`, or is filled."""

    column: str
    equals: SortValue = None
    present: bool | None = None
    """When not None, `equals` is ignored and the column must be filled (True) or empty (False)."""


@dataclass(frozen=True)
class Fact(Generic[R]):
    """One line of a detail tab: a muted label and a value."""

    label: str
    text: Callable[[R, Context], str]
    tone: Callable[[R], Tone] | None = None
    edit: Edit[R] | None = None
    secret: Secret[R] | None = None
    """Where the value behind the mask is read when somebody asks for it; None: it is no secret."""
    opens: Callable[[R], tuple[str, str]] | None = None
    """The screen and the key of the record that this names, for Enter."""


@dataclass(frozen=True)
class Facts(Generic[R]):
    """A detail tab of labelled values."""

    title: str
    facts: tuple[Fact[R], ...]


@dataclass(frozen=True)
class Related(Generic[R]):
    """A detail tab that is a table of another collection under this record."""

    title: str
    collection: str
    """The name of the other collection."""
    parent: Callable[[R], Parent]
    nested: bool = False
    """Whether the other list hangs under this record's own list as well, as a member's roles do."""

    def under(self, record: R, parent: Parent) -> Parent:
        """The parent of the other list, for a record of the list under `parent`."""
        return (*parent, *self.parent(record)) if self.nested else self.parent(record)


@dataclass(frozen=True, slots=True)
class Panel:
    """A detail tab that the screens draw with a widget of their own, by name."""

    title: str
    panel: str
    lists: tuple[str, ...] = ()
    """The collections that it is made of."""


class Ask(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of question
    CHOICE = "choice"
    RECORD = "record"
    """A record of a collection, picked from the store."""
    RECORDS = "records"
    """Any number of them; the answer is their keys with a space between."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something an action must know before it can describe its change."""

    name: str
    label: str
    ask: Ask = Ask.TEXT
    hint: str = ""
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) pairs of a CHOICE."""
    collection: str = ""
    """Where a RECORD is picked from; the answer is its key."""
    under: str = ""
    """The name of the question before whose answer is the parent of that list."""
    required: bool = True
    validate: Callable[[str], str | None] | None = None
    """A sentence when the value will not do."""
    had: str = ""
    """What is said of a RECORD that the subject, or the list added to, has already: `a member`. First: these first."""
    had_first: bool = False
    had_by: str = ""
    """The column of their values in the `has` of the action; empty: they are keys."""


Answers: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Action(Generic[R]):
    """Something that can be done with a record, or with all marked ones."""

    id: str
    """`users.suspend`: what a key map names."""
    key: str
    """The default key; empty: palette and action menu only."""
    title: str
    operation: Operation
    """What it calls first: the action is offered only when the token may."""
    changes: Callable[[R, Answers, Parent, Context], Sequence[Change]]
    """Describes the writes for one record; raises InvalidInputError."""
    questions: tuple[Question, ...] = ()
    bulk: bool = False
    """Whether it makes sense on many marked records."""
    applies: Callable[[R], bool] | None = None
    already: str = ""
    """What a record is that it does not apply to, where nothing is left to do with it: `suspended already`."""
    help: str = ""
    has: Callable[[R], Mapping[str, Sequence[str]]] | None = None
    """By question: what a record has already, as far as is known."""
    starts: Callable[[R], Answers] | None = None
    """What the answers are before anybody has typed; for one record, not for many."""
    slow: bool = False
    """Whether describing takes so long that a thread does it; it may ask for nothing of the store then."""
    checks: Callable[[Answers], object] | None = None
    """What a slow one says to the answers at once; raises InvalidInputError."""


@dataclass(frozen=True, slots=True)
class Creation:
    """How a new record comes to be."""

    title: str
    operation: Operation
    questions: tuple[Question, ...]
    changes: Describes


@dataclass(frozen=True)
class Collection(Generic[R]):
    """One kind of record: what it is, where it is read, how it is shown and what can be done with it."""

    name: str
    """The word in `:name`, in the store and in events."""
    title: str
    one: str
    """The word for a single record: `user`."""
    model: type[R]
    key: Callable[[Raw], str]
    """The record's identity from its raw form; empty: the record cannot be kept."""
    lists: Operation
    columns: tuple[Column[R], ...]
    called: Callable[[R], str]
    """What people call this record."""
    parents: tuple[str, ...] = ()
    """Names of the parameters that the list hangs under; `org_code`, `user_id`."""
    unknown: str = ""
    """Why the list cannot be read while one of those is empty, and what helps, as sentences."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """Always sent with the list: `{"expand": "organizations"}`."""
    unfold: Callable[[Raw], Iterable[Raw]] | None = None
    """Makes the list's records of each one in its answer, where those are something else; None: they are the same."""
    secrets: tuple[str, ...] = ()
    """Fields that hold a secret: they are taken out of every answer before anything is done with it."""
    reads: Operation | None = None
    """Reads one record; None: a re-read goes through the list."""
    reads_path: Callable[[str, Parent], Mapping[str, str]] = lambda _key, _parent: {}
    reads_query: Callable[[str, Parent], Mapping[str, Any]] = lambda _key, _parent: {}
    sort: tuple[str, bool] = ("", False)
    """Column key and whether descending, before anyone chose."""
    aliases: tuple[str, ...] = ()
    flags: Mapping[str, Flag] = field(default_factory=dict)
    """The words after `is:` and `has:`."""
    held: Mapping[str, Held] = field(default_factory=dict)
    """Fields of the filter language that other lists answer, by name."""
    details: tuple[Facts[R] | Related[R] | Panel | Ticks[R] | Across[R] | Values[R], ...] = ()
    actions: tuple[Action[R], ...] = ()
    inquiries: tuple[Inquiry[R], ...] = ()
    creation: Creation | None = None
    removal: Action[R] | None = None
    """What `d` does."""
    writes: tuple[Operation, ...] = ()
    """What its screen sends besides; a flag's cell is of a level, so no action of a record sets it."""
    path: Callable[[str, Parent], str] | None = None
    """The record's place in Kinde's web dashboard, below the tenant's address; None: unknown."""
    fresh_for: float = 60.0
    """Seconds after which the list on screen is read again."""
    at_start: bool = True
    """Whether it is read in the background; else when somebody looks at it."""
    opens: str = ""
    """The collection whose screen shows the record of the same key in full; empty: this one's, where it has one."""
    empty: str = ""
    """What an empty list means and which key helps."""

    @property
    def many(self) -> str:
        """The word for several records, in a sentence."""
        return within(self.title)

    def asked(self, parent: Parent) -> tuple[dict[str, str], dict[str, Any]]:
        """Path and query of `lists` under these records: what has no place in the path is a parameter.

        Raises:
            InvalidInputError: which record it hangs under is not known.
        """
        if "" in parent:
            raise InvalidInputError(self.unknown or f"It is not known whose {self.many} these are.")
        above = dict(zip(self.parents, parent, strict=True))
        path = {name: above.pop(name) for name in self.lists.path_parameters}
        return path, {**self.query, **above}

    def read(self, raw: Raw) -> R:
        """The typed record."""
        return self.model.read(raw)

    def taken(self, records: Sequence[Raw]) -> Sequence[Raw]:
        """The list's records, from those of an answer of `lists`: unfolded, and without secrets."""
        if self.unfold is not None:
            records = [row for record in records for row in self.unfold(record)]
        return [self.without_secrets(record) for record in records] if self.secrets else records

    def without_secrets(self, raw: Raw) -> Raw:
        """The record as it may be kept and shown."""
        return {name: value for name, value in raw.items() if name not in self.secrets} if self.secrets else raw

    def column(self, key: str) -> Column[R] | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)


def within(title: str) -> str:
    """A title in the middle of a sentence: `users`, `API keys`."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


AnyCollection: TypeAlias = Collection[Any]
"""A collection where the kind of its records does not matter."""
