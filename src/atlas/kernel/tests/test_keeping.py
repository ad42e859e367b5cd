"""A kept folder is whole or not there, whoever keeps it, however often and at once; killed workers leave nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from atlas.kernel.keeping import forget_folder, keep_folder, scratch_beside

HOLDS_A_FOLDER = """
import sys, time
from pathlib import Path
from atlas.kernel.keeping import scratch_beside
with scratch_beside(Path(sys.argv[1]), name="computing") as scratch:
    (scratch / "half").write_text("half")
    print("there", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path):
    return tmp_path / "kept" / "name"


def keep(place, text="figures", *, before=lambda: None):
    with scratch_beside(place, name="test") as scratch:
        made = scratch / "made"
        (made / "inner").mkdir(parents=True)
        (made / "one").write_text(text, encoding="utf-8")
        (made / "inner" / "two").write_text(text, encoding="utf-8")
        before()
        keep_folder(made, place, is_whole=lambda found: said(found) == {text})


def said(place):
    return {path.read_text(encoding="utf-8") for path in place.rglob("*") if path.is_file()}


def names(place):
    return sorted(path.name for path in place.parent.iterdir())


def test_it_is_read_only_and_nothing_lies_beside_it(place):
    keep(place)
    assert said(place) == {"figures"}
    assert place.stat().st_mode & 0o777 == 0o500
    assert {path.stat().st_mode & 0o777 for path in place.rglob("*") if path.is_file()} == {0o400}
    assert names(place) == ["name"]
    forget_folder(place)
    forget_folder(place)
    assert names(place) == []


def test_everything_is_on_the_disk_before_it_appears_and_so_is_its_name_at_the_end(place, monkeypatch):
    told = []
    fsync = os.fsync

    def watched(opened):
        told.append((Path(f"/proc/self/fd/{opened}").readlink().name, place.exists()))
        fsync(opened)

    monkeypatch.setattr(os, "fsync", watched)
    keep(place)
    assert sorted(told[:-1]) == [("inner", False), ("made", False), ("one", False), ("two", False)]
    assert told[-1] == ("kept", True)


def test_the_same_again_leaves_what_is_there(place):
    keep(place)
    before = place.stat().st_ino
    keep(place)
    assert place.stat().st_ino == before
    assert names(place) == ["name"]


def test_what_is_damaged_is_moved_aside_and_gives_way(place):
    keep(place)
    (place / "one").chmod(0o600)
    (place / "one").write_text("other figures", encoding="utf-8")
    keep(place)
    assert said(place) == {"figures"}
    aside, name = names(place)
    assert (aside.startswith(".damaged-"), name) == (True, "name")
    assert said(place.parent / aside) == {"figures", "other figures"}


def test_many_who_keep_the_same_at_once_all_end_well(place):
    place.mkdir(parents=True)
    (place / "one").write_text("damaged", encoding="utf-8")
    together = Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        for _done in pool.map(lambda _who: keep(place, before=together.wait), range(8)):
            pass
    assert said(place) == {"figures"}
    assert [name for name in names(place) if not name.startswith(".damaged-")] == ["name"]
    assert len(names(place)) == 2


def test_what_a_killed_process_left_is_swept_and_a_living_ones_is_not(place):
    workers = [
        subprocess.Popen([sys.executable, "-c", HOLDS_A_FOLDER, str(place)], stdout=subprocess.PIPE, text=True)
        for _one in range(2)
    ]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "there\n"
        assert len(names(place)) == 2
        workers[0].send_signal(signal.SIGKILL)
        assert workers[0].wait(10) == -signal.SIGKILL
        assert len(names(place)) == 2
        with scratch_beside(place, name="mine") as scratch:
            left, mine = names(place)
            assert (left.startswith(".scratch-computing-"), mine) == (True, scratch.name)
            assert said(place.parent / left) == {"half"}
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
            worker.stdout.close()
