"""Where the style sheets lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def stylesheets() -> list[Path]:
    """The style sheets, in the order of their names.

    A wheel carries them inside the package; in a checkout (and in an editable install, which imports the code from the
    checkout) they lie beside it.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles"):
        if sheets := sorted(folder.glob("*.tcss")):
            return sheets
    raise FileNotFoundError(f"kinde-tui's style sheets are missing from {_PACKAGE}. Install it again.")
