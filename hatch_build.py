"""Build hook: compiles the gettext catalogues, so that an installed copy speaks Polish and English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Writes `atlas.mo` beside each `atlas.po`, and the same once more under the name that Django looks for."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        for source in Path(self.root).glob("src/atlas/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as po:
                catalogue = read_po(po)
            for name in ("atlas.mo", "django.mo"):
                with source.with_name(name).open("wb") as mo:
                    write_mo(mo, catalogue)
