#!/usr/bin/env python3
"""Measure how long a start takes to bring the content into a database, empty and full.

Usage: .venv/bin/python benchmarks/load_content.py          a throw-away SQLite file
       .venv/bin/python benchmarks/load_content.py URL      an empty database of yours
       scripts/with-postgres sh -c '.venv/bin/python benchmarks/load_content.py $TEST_DATABASE_URL'

Each step is a process of its own, as at a real start, so Python and Django count too. The
content is to be in an empty database in under 20 seconds on two cores.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = [
    ("migrate an empty database", ["migrate", "--verbosity", "0"]),
    ("load the content", ["load_content"]),
    ("load it again", ["load_content"]),
]


def main(url):
    environ = os.environ | {"DATABASE_URL": url}
    for name, arguments in STEPS:
        begun = time.perf_counter()
        command = [sys.executable, ROOT / "manage.py", *arguments]
        done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - begun
        print(f"{name:26} {seconds:6.1f} s  {done.stdout.strip()}")
    print(f"on {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(f"sqlite:///{folder}/benchmark.sqlite3")
