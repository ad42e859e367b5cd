"""One measured run in a process of its own: `python -m bench.child CONTESTANT WORK RESULT PACKAGE…` prints JSON.

Seconds are around the work alone; the peak is that of the whole process. Exit code 3 = the contestant is not there.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.contestants import CONTESTANTS, NOT_THERE, POSTGRES


def main(name: str, work: str, *, result: Path, packages: list[Path]) -> dict[str, float]:
    """Run and measure; the result is written after the measurement."""
    contestant = next(c for c in CONTESTANTS if c.name == name)
    try:
        function = contestant.load(work)
    except (ImportError, AttributeError) as reason:
        print(f"{contestant.module}: {reason}", file=sys.stderr)
        sys.exit(NOT_THERE)
    pa.array([0])  # pyarrow looks for pandas and imports it, a second: no part of anybody's work
    start = time.perf_counter()
    table = function(packages)
    seconds = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if name == POSTGRES:  # what the server's process took
        peak_mb = sys.modules[contestant.module].peak_mb[-1]
    pq.write_table(table, result)
    return {"seconds": seconds, "peak_mb": peak_mb, "rows": table.num_rows}


if __name__ == "__main__":
    print(
        json.dumps(main(sys.argv[1], sys.argv[2], result=Path(sys.argv[3]), packages=[Path(p) for p in sys.argv[4:]]))
    )
