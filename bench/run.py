"""`python bench/run.py --sizes 4,5,6 [--out FILE]`: the benchmark. This file only finds its package."""

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    runpy.run_module("bench.runner", run_name="__main__")
