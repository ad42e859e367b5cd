"""`python -m bench.closing [GMINAS ORGANISATIONS]`: closes a generated session, all of its cards accepted, on SQLite or
on the PostgreSQL of DATABASE_URL; prints seconds by stage and the peak of memory, and last of all both as JSON. Writing
the session is a process apart.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

WRITE, CLOSE = "write", "close"


def main(gminas: int, organisations: int) -> None:
    """Make a database in a folder that is thrown away, write the session, close it."""
    with tempfile.TemporaryDirectory(prefix="atlas-closing-") as folder:
        facts = {"ATLAS_DATA": folder, "DATABASE_URL": f"sqlite:///{folder}/closing.sqlite3"}
        surroundings = facts | os.environ | {"ATLAS_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.web_settings"}
        for step in (WRITE, CLOSE):
            size = map(str, (gminas, organisations))
            subprocess.run([sys.executable, "-m", "bench.closing", step, *size], env=surroundings, check=True)


def write(gminas: int, organisations: int) -> None:
    """Write the session."""
    from django.core.management import call_command  # noqa: PLC0415 -- settings come first

    from bench import sessions  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    accepted = [int(state == "accepted") for state in sessions.STATES]
    started = time.perf_counter()
    sessions.write(sessions.Size(gminas, organisations), state="verification", weights=accepted)
    print(f"written in {time.perf_counter() - started:.0f} s", flush=True)


def close() -> None:
    """Ask for closing and do the job; say when each stage began."""
    import django  # noqa: PLC0415 -- settings come first

    django.setup()
    from atlas.accounts.actor import MACHINE  # noqa: PLC0415
    from atlas.closing.selectors import baseline_parts, check_list  # noqa: PLC0415
    from atlas.closing.services.asking import close_session  # noqa: PLC0415
    from atlas.jobs.services import running  # noqa: PLC0415
    from atlas.monitoring.models import Session  # noqa: PLC0415

    session = Session.objects.get()
    found = {}
    for name, read in (("check_list", lambda: check_list(session, on=session.closes_on)),
                       ("baselines", lambda: baseline_parts(session))):  # fmt: skip
        started = time.perf_counter()
        read()
        found[name] = round(time.perf_counter() - started, 2)
        print(f"{name}: {found[name]} s", flush=True)
    job = close_session(session, typed=session.code, actor=MACHINE)
    started, stages, tell = time.perf_counter(), {}, running.Progress.tell

    def told(progress: running.Progress, stage: str, **how_far: int) -> None:
        stages.setdefault(stage, time.perf_counter() - started)
        tell(progress, stage, **how_far)

    running.Progress.tell = told
    running.run(job.pk)
    seconds = time.perf_counter() - started
    job.refresh_from_db()
    for stage, begun in stages.items():
        print(f"{stage}: from {begun:.1f} s")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{job.state} {job.problems}: {seconds:.1f} s, peak {peak_mb:.0f} MB")
    print(json.dumps(found | {"state": job.state, "closing": round(seconds, 1), "peak_mb": round(peak_mb)}))


if __name__ == "__main__":
    step, *size = sys.argv[1:] if sys.argv[1:2] in ([WRITE], [CLOSE]) else ["", *sys.argv[1:]]
    wanted = [int(one) for one in size] or [2477, 100_000]
    {WRITE: lambda: write(*wanted), CLOSE: close}.get(step, lambda: main(*wanted))()
