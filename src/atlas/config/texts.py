"""The texts of all layers by error code, for whoever shows an error on the web or from `atlas-web`."""

from __future__ import annotations

from atlas.accounts.texts import TEXTS as ACCOUNTS
from atlas.archive.texts import TEXTS as ARCHIVE
from atlas.backoffice.texts import TEXTS as BACKOFFICE
from atlas.cards.texts import TEXTS as CARDS
from atlas.cli.texts import TEXTS as PURE
from atlas.closing.texts import TEXTS as CLOSING
from atlas.fieldwork.texts import TEXTS as FIELDWORK
from atlas.jobs.texts import TEXTS as JOBS
from atlas.monitoring.texts import TEXTS as MONITORING
from atlas.registry.texts import TEXTS as REGISTRY
from atlas.results.texts import TEXTS as RESULTS
from atlas.workspace.texts import TEXTS as WORKSPACE

TEXTS: dict[str, str] = (
    PURE
    | ACCOUNTS | JOBS | REGISTRY | MONITORING | CARDS | FIELDWORK | ARCHIVE | RESULTS | CLOSING | BACKOFFICE | WORKSPACE
)  # fmt: skip
