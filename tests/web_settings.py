"""The web application's settings for tests: on this machine, in a folder of their own, with quick passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("ATLAS_MODE", "local")
os.environ.setdefault("ATLAS_SECRET_KEY", "tests " * 10)
os.environ.setdefault("ATLAS_DATA", str(Path(tempfile.gettempdir()) / f"atlas-tests-{os.getuid()}"))

from atlas.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in production: a database in memory refuses threads that write at once, where a file lets them wait.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['ATLAS_DATA']}/tests-{os.getpid()}.sqlite3"}  # noqa: F405

# What a test run before this one drew would hide what is drawn now.
DRAWN = tempfile.mkdtemp(prefix="atlas-drawings-")
atexit.register(shutil.rmtree, DRAWN, ignore_errors=True)
CACHES = CACHES | {  # noqa: F405
    "drawings": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DRAWN}
}
