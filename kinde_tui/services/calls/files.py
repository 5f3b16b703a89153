"""Values that are read from files: `logo=@light.png`, `value=@secret.txt`, `--body @user.json`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api.fields import Kind, body_fields
from kinde_tui.api.operation import Upload
from kinde_tui.services.calls.finding import CallError
from kinde_tui.services.calls.words import Word

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation

LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is sent; no field of the API takes as many."""


def with_files(operation: Operation, words: Iterable[Word], standard_input: Callable[[], str]) -> list[Word]:
    """The words with `@file` replaced by what is in the file; a name that is a file's takes it as it is.

    Args:
        operation: says which fields are files.
        words: what was typed.
        standard_input: what `@-` means.

    Raises:
        CallError: a file cannot be read, is too large, or is no text where one must be.
    """
    files = {field.name for field in body_fields(operation) if field.kind is Kind.FILE}
    return [word if word.exact else _with_file(word, word.name in files, standard_input) for word in words]


def _with_file(word: Word, whole: bool, standard_input: Callable[[], str]) -> Word:
    if not str(word.value).startswith("@"):
        if whole:
            raise CallError(f"{word.name} takes a file: write {word.name}=@FILE.")
        return word
    name = word.value[1:]
    if whole:
        path = Path(name)
        kind = guess_type(path.name)[0] or "application/octet-stream"
        return Word(word.name, Upload(path.name, read_bytes(name), kind), exact=True)
    text = standard_input() if name == "-" else read_text(name)
    return Word(word.name, text.removesuffix("\n"))


def read_text(name: str) -> str:
    """A file's text.

    Raises:
        CallError: it cannot be read, or is no UTF-8.
    """
    try:
        return read_bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallError(f"The file {name} is no UTF-8 text.") from error


def read_bytes(name: str) -> bytes:
    """A file's bytes.

    Raises:
        CallError: it cannot be read, or is larger than anything that the API takes.
    """
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - also /dev/fd/63, which a shell's <(…) makes
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "its name is none").lower()
        raise CallError(f"The file {name} cannot be read: {reason}.") from error
    if len(content) > LARGEST:
        raise CallError(f"The file {name} is larger than {LARGEST // 1024 // 1024} MiB.")
    return content
