"""Writes the generated reference pages: `python -m tools.reference docs/reference` (`make docs`).

The same definitions and code always give the same bytes; tests/architecture/test_reference_pages.py compares them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.definitions.load import shipped_definitions
from tools.markdown import between_marks
from tools.pages.cards import cards_page
from tools.pages.catalogues import catalogues_page
from tools.pages.computability import computability_page
from tools.pages.errors import errors_page
from tools.pages.indicators import indicators_page
from tools.pages.session_package import resources

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE_PAGE = "session-package.md"


def reference_pages(folder: Path) -> dict[str, str]:
    """Return the text of each page by its file name.

    Args:
        folder: Where the pages lie; of the session package's page only the part between its marks is made anew.
    """
    definitions = shipped_definitions()
    package_page = (folder / PACKAGE_PAGE).read_text(encoding="utf-8")
    return {
        "indicators.md": indicators_page(definitions),
        "cards.md": cards_page(definitions),
        "catalogues.md": catalogues_page(definitions),
        "computability.md": computability_page(definitions),
        "errors.md": errors_page(),
        PACKAGE_PAGE: between_marks(package_page, resources(definitions)),
    }


def main(arguments: Sequence[str]) -> None:
    """Write the pages into the folder that is given."""
    folder = Path(arguments[0])
    for name, text in reference_pages(folder).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
