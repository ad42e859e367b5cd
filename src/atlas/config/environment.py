"""What the surroundings tell the web application: variables of the environment, read once. docs/reference/web.md."""

from __future__ import annotations

import secrets
from pathlib import Path

import environ
import platformdirs
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
MODE: str = env.str("ATLAS_MODE", default="production")
LOCAL = MODE == "local"
"""On one's own machine and in tests: plain HTTP, a key made for it, mail that can be read."""
DATA = Path(env.str("ATLAS_DATA", default=platformdirs.user_data_dir("atlas-mp", appauthor=False)))
BASE_URL: str = env.str("ATLAS_BASE_URL", default="http://localhost:8000" if LOCAL else "")


def secret_key() -> str:
    """Return the key that signs sessions and links; on one's own machine it is made once and kept."""
    given: str = env.str("ATLAS_SECRET_KEY", default="")
    if given:
        return given
    if not LOCAL:
        reason = "Set ATLAS_SECRET_KEY to at least 50 random characters, or ATLAS_MODE=local on your own machine."
        raise ImproperlyConfigured(reason)
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


def database() -> dict[str, object]:
    """Return the database: SQLite in the data folder unless DATABASE_URL names another.

    SQLite waits for a writer, locks at the start of a transaction and loses nothing that it acknowledged.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    found: dict[str, object] = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'atlas.sqlite3'}")
    if found["ENGINE"] == "django.db.backends.sqlite3":
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    else:
        found |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return found
