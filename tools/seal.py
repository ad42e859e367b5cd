"""Seals folders of CSV tables as session packages: writes `definitions.json` and `datapackage.json` beside them.

For examples and trials (`python -m tools.seal FOLDER…`); the product's own packages are sealed when a session closes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from atlas.definitions.load import definitions_to_json, shipped_definitions
from atlas.engine.packages.writing import seal


def main() -> None:
    """Seal the folders that the command line names with the shipped definitions."""
    definitions = shipped_definitions()
    for name in sys.argv[1:]:
        folder = Path(name)
        (folder / "definitions.json").write_bytes(definitions_to_json(definitions))
        seal(folder, definitions=definitions)


if __name__ == "__main__":
    main()
