"""A throw-away PostgreSQL: `cluster()` gives its address, or raises `UnavailableError` with the reason.

initdb refuses root, so the server runs as the system user `postgres` then; everything is in one temporary folder.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "512MB", "effective_cache_size": "8GB",
    "temp_buffers": "512MB", "max_parallel_workers_per_gather": "2", "jit": "off", "fsync": "off",
    "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "max_wal_size": "8GB", "autovacuum": "off", "random_page_cost": "1.1",
}  # fmt: skip

DURABLE: dict[str, str] = {"shared_buffers": "256MB"}
"""PostgreSQL's own settings: what it acknowledged is on the disk."""


class UnavailableError(Exception):
    """PostgreSQL cannot be used here; the text says why."""


def programs() -> Path:
    """The newest /usr/lib/postgresql/*/bin with a server in it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    if not found:
        raise UnavailableError("no /usr/lib/postgresql/*/bin/initdb (apt-get install postgresql)")
    return found[-1].parent


def _as_postgres(*command: str | Path) -> None:
    switch = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*switch, *map(str, command)], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise UnavailableError(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()[-300:]}")


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def cluster(settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """Start a cluster with these settings, give its DATABASE_URL, stop it and remove its files."""
    bin_ = programs()
    folder = Path(tempfile.mkdtemp(prefix="atlas-bench-pg-"))
    data, port = folder / "data", _free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_postgres(bin_ / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = " ".join(f"-c {k}={v}" for k, v in settings.items())
        options += f" -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        _as_postgres(bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _as_postgres(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def backend_peak_mb(pid: int) -> float:
    """Peak memory of one server process; it counts the shared buffers the process touched, not parallel workers."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
