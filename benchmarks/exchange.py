#!/usr/bin/env python3
r"""How long 20,000 questions take to come in and go out, and the most memory that it takes.

Usage: .venv/bin/python benchmarks/exchange.py [ROWS]
       scripts/with-postgres sh -c \
           'DATABASE_URL=$TEST_DATABASE_URL .venv/bin/python benchmarks/exchange.py'

Fills the database that DATABASE_URL names, which has to be empty (without it a throw-away SQLite
file). Each step is a process of its own. Memory is to stay under 1 GB. Not a test: machines differ.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS, SEED = 20_000, 709
OBJECTIVES = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "5.1"]


def question(number, rng):
    """A question of about 2 kB whose words are those of no other."""

    def words(count):
        return " ".join(f"{rng.choice('bcdfglmnprst')}{rng.randrange(3000)}" for _ in range(count))

    right = rng.randrange(4)
    return {
        "code": f"bench-{number:05}",
        "exam": "N10-009",
        "objective": rng.choice(OBJECTIVES),
        "stem": f"A technician sees this on a switch: {words(40)}. Which of the following is it?",
        "choices": [
            {"text": words(6), "is_key": n == right, "rationale": words(30)} for n in range(4)
        ],
        "rationale": words(50),
        "reference": "RFC 9110, section 3",
    }


def main(folder, rows):
    rng = random.Random(SEED)  # noqa: S311
    first = Path(folder, "bench.json")
    first.write_text("\n".join(json.dumps(question(n, rng)) for n in range(rows)))
    steps = [
        ("migrate, load the content", "migrate --verbosity 0", "load_content --verbosity 0"),
        ("JSON, dry run", f"import_questions {first} --dry-run --verbosity 0"),
        ("JSON, import", f"import_questions {first} --verbosity 0"),
    ]
    for form in ("json", "csv", "xlsx", "gift", "xml", "aiken"):
        file = Path(folder, f"out.{form}")
        steps += [
            (f"{form}, export", f"export_questions {file} --exam N10-009 --status draft"),
            (f"{form}, import again", f"import_questions {file} --verbosity 0"),
        ]
    environ = {"ENV_FILE": os.devnull, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
    for name, *commands in steps:
        begun, most = time.perf_counter(), 0
        for command in commands:
            arguments = [sys.executable, str(ROOT / "manage.py"), *command.split()]
            said, used = run(arguments, environ | os.environ)
            most = max(most, used)
        seconds = time.perf_counter() - begun
        print(f"{name:26} {seconds:6.1f} s {most / 1024:7.0f} MB  {said}", flush=True)


def run(arguments, environ):
    """Run a command; its last line, and the most memory it took in kB."""
    process = subprocess.Popen(
        arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed: {said}")
    return said[-1] if said else "", usage.ru_maxrss


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(temporary, int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
