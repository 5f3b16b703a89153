"""Several questions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Select, Static

from kinde_tui.services.collections.collection import Answers, Ask, InvalidInputError, Question
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.dialogs.pick import PickDialog, PickManyDialog
from kinde_tui.ui.text import plain, width
from kinde_tui.ui.widgets.choice import Choice
from kinde_tui.ui.widgets.record_field import RecordField
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.widget import Widget

    from kinde_tui.services.tenant import Tenant, TenantInfo
    from kinde_tui.ui.offering import Had
    from kinde_tui.ui.typed import Back


LABEL, LONGEST_LABEL = 19, 28
"""Cells of the labels, which are alike in all forms that need no more."""


class FormDialog(Dialog[Answers]):
    """Labels and fields; Enter goes on, and from the last field it is the answer.

    Args:
        title: what the answers are for.
        questions: what is asked, in order.
        check: raises InvalidInputError with a sentence when the answers together will not do. What was typed stays.
        answers: what is answered before anybody has typed.
        had: by question, which records its subject has already.
        back: what was typed before, and what was wrong with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", "done", id="form.done", tooltip="Use these answers"),
        Binding("down", "app.focus_next", "next", show=False, id="form.next", tooltip="Next field"),
        Binding("up", "app.focus_previous", "previous", show=False, id="form.previous", tooltip="Previous field"),
    ]

    def __init__(
        self,
        title: str,
        questions: Sequence[Question],
        *,
        tenant: Tenant | None = None,
        info: TenantInfo | None = None,
        check: Callable[[Answers], object] | None = None,
        answers: Answers | None = None,
        note: str = "",
        had: Mapping[str, Had] | None = None,
        back: Back | None = None,
    ) -> None:
        super().__init__(title, info=info or (tenant.info if tenant else None))
        self._questions = tuple(questions)
        self._tenant = tenant
        self._check = check
        self._answers = back.answers if back else answers or {}
        self._note = note
        self._had = had or {}
        self._back = back
        self._label_width = max(LABEL, min(max(width(one.label) for one in self._questions) + 2, LONGEST_LABEL))
        self._refused: Answers = {}
        """The answers that the complaint on screen is about, as they were."""
        if note:
            self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """A label and a field a question, and a line for complaints."""
        if self._note:
            yield Static(plain(self._note, lines=True), classes="dialog-text")
        with VerticalScroll(classes="form-fields", can_focus=False):
            for number, question in enumerate(self._questions):
                with Horizontal(classes="form-row", id=f"row-{number}"):
                    label = Static(plain(question.label), classes="form-label")
                    label.styles.width = self._label_width
                    yield label
                    yield self._field(question, f"field-{number}")
            yield Static("", classes="field-complaint -silent")
        yield Static("", classes="form-complaint -silent")
        yield Static(hints(("enter", "next"), ("ctrl+s", "done"), ("esc", "cancel")), classes="dialog-hints")

    def _field(self, question: Question, name: str) -> Widget:
        value = self._answers.get(question.name, question.default)
        if question.ask is Ask.CHOICE:
            options = [(plain(label), key) for key, label in question.choices]
            keys = [key for key, _ in question.choices]
            value = value if value in keys else keys[0]
            return Choice(options, value=value, allow_blank=False, compact=True, id=name)
        if question.ask in {Ask.RECORD, Ask.RECORDS}:
            field = RecordField(question, id=name)
            if value:
                field.choose(value, self._called(question, value))
            return field
        if question.ask is Ask.SECRET:
            return SecretInput(value, placeholder=question.hint, id=name)
        # What came back is mended: selected whole, it would be gone with the first letter.
        fresh = self._back is None
        return SafeInput(value, placeholder=question.hint, id=name, compact=True, select_on_focus=fresh)

    def _called(self, question: Question, value: str) -> str:
        if question.ask is Ask.RECORDS and len(keys := value.split()) != 1:
            return f"{len(keys)} chosen"
        if self._tenant is None:
            return value
        if not question.under:
            return self._tenant.name_of(question.collection, value) or value
        raw = self._tenant.store.get(question.collection, value, (self._answers.get(question.under, ""),))
        collection = self._tenant.collections[question.collection]
        return value if raw is None else collection.called(collection.read(raw))

    @property
    def answers(self) -> dict[str, str]:
        """What the fields say."""
        found: dict[str, str] = {}
        for number, question in enumerate(self._questions):
            field = self.query_one(f"#field-{number}")
            value = field.value if isinstance(field, Input | RecordField) else ""
            if isinstance(field, Select):
                value = str(field.value)
            found[question.name] = value if question.ask is Ask.SECRET else value.strip()
        return found

    def on_mount(self) -> None:
        """Says what was wrong; a record that is asked for first is chosen at once."""
        if self._back is not None and self._back.complaint:
            about = self.answers
            place = [one.name for one in self._questions].index(self._back.at) if self._back.at else None
            if place is not None:
                about = {self._back.at: about[self._back.at]}
                self.screen.set_focus(self.query_one(f"#field-{place}"))
            self._complain(self._back.complaint, about, place)
        if self._questions[0].ask is Ask.RECORD and not self._answers:
            self.query_one("#field-0", RecordField).action_pick()

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self._go_on_from(event.input)

    def _go_on_from(self, field: Widget) -> None:
        if field.id == f"field-{len(self._questions) - 1}":
            self.action_submit()
        else:
            self.focus_next()

    @on(events.DescendantFocus)
    def _say_keys(self, event: events.DescendantFocus) -> None:
        """Says what Enter does where one is, and marks the label there."""
        field = event.widget
        for row in self.query(".form-row"):
            row.set_class(row in field.ancestors, "-here")  # Textual styles what has the focus anew, but not its label
        what = "done" if field.id == f"field-{len(self._questions) - 1}" else "next"
        what = "choose" if isinstance(field, Select | RecordField) else what
        keys = [("enter", what), *([("ctrl+s", "done")] if what != "done" else []), ("esc", "cancel")]
        self.query_one(".dialog-hints", Static).update(hints(*keys))

    @on(RecordField.Wanted)
    def _pick(self, event: RecordField.Wanted) -> None:
        event.stop()
        self._ask_record(event.field)

    @work(group="form.pick")
    async def _ask_record(self, field: RecordField) -> None:
        if self._tenant is None:
            return
        question = field.question
        collection = self._tenant.collections[question.collection]
        above = self.answers.get(question.under, "") if question.under else ""
        if question.under and not above:
            label = next(one.label for one in self._questions if one.name == question.under)
            self._complain(f"{label} comes first: what can be chosen here hangs under it.", {question.under: above})
            return
        parent = (above,) if above else ()
        dialog = (
            PickManyDialog(self._tenant, collection, question.label, parent, field.value.split())
            if question.ask is Ask.RECORDS
            else PickDialog(self._tenant, collection, question.label, parent, self._had.get(question.name))
        )
        key = await self.app.push_screen_wait(dialog)
        if key is not None:
            self._take(field, key, parent)
            self._go_on_from(field)

    def _take(self, field: RecordField, key: str, parent: tuple[str, ...]) -> None:
        name, question = self._called(field.question, key), field.question
        if parent and self._tenant and (raw := self._tenant.store.get(question.collection, key, parent)) is not None:
            collection = self._tenant.collections[question.collection]
            name = collection.called(collection.read(raw))
        if key != field.value:
            for below in self.query(RecordField):
                if below.question.under == question.name:
                    below.choose("", "")
        field.choose(key, name)
        self._see_change()

    def action_submit(self) -> None:
        """Checks, and answers when all is well."""
        answers = self.answers
        for number, question in enumerate(self._questions):
            value = answers[question.name]
            complaint = f"{question.label} is needed." if question.required and not value else ""
            if value and question.validate:
                complaint = question.validate(value) or ""
            if complaint:
                self.screen.set_focus(self.query_one(f"#field-{number}"))
                self._complain(complaint, {question.name: value}, number)
                return
        try:
            if self._check:
                self._check(answers)
        except InvalidInputError as error:
            self._refuse(error, answers)
            return
        self.dismiss(answers)

    def _refuse(self, error: InvalidInputError, answers: Answers) -> None:
        """Says what is wrong at the field that it is about, when it is about one that is asked here."""
        place = next((number for number, one in enumerate(self._questions) if error.at == one.name), None)
        if place is None:
            self._complain(str(error), answers)
            return
        self.screen.set_focus(self.query_one(f"#field-{place}"))
        self._complain(str(error), answers, place)

    def _complain(self, sentence: str, about: Answers, place: int | None = None) -> None:
        """Says what is wrong: below the field in question, or below all of them."""
        self._withdraw()
        self._refused = about
        complaint = self.query_one(".form-complaint" if place is None else ".field-complaint", Static)
        complaint.update(plain(sentence, "$text-error"))
        complaint.remove_class("-silent")
        if place is not None:
            row = self.query_one(f"#row-{place}")
            row.add_class("-complained")
            self.query_one(".form-fields").move_child(complaint, after=row)
            self.call_after_refresh(complaint.scroll_visible, animate=False)

    def _withdraw(self) -> None:
        """Nothing is wrong as far as is known."""
        self._refused = {}
        self.query(".form-complaint, .field-complaint").add_class("-silent")
        self.query(".form-row").remove_class("-complained")

    @on(Input.Changed)
    @on(Select.Changed)
    def _see_change(self) -> None:
        """A complaint goes when what it is about is no longer so; a letter typed before it may be heard of after it."""
        refused = self._refused
        if refused and any(self.answers[name] != value for name, value in refused.items()):
            self._withdraw()
