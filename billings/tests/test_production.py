"""The site as production serves it: collected, hashed and compressed files, its own settings."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="it has a database of its own, an SQLite file"
)

ENVIRONMENT = {
    "ENV_FILE": os.devnull,
    "DEBUG": "off",
    "SECRET_KEY": "not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "ALLOWED_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "billings.settings",
}

VISIT = """
import django
from django.core.management import call_command

django.setup()
call_command("prepare", verbosity=0)

from django.test import Client

client = Client()
for path in {paths!r}:
    response = client.get(path, secure=True, headers={{"accept-encoding": "br"}})
    body = b"".join(response) if response.streaming else response.content
    print(response.status_code, path, response.get("Content-Encoding", "-"),
          response.get("Cache-Control", "-").replace(" ", ""), len(body), sep="|")
    if "text/html" in response["Content-Type"]:
        print(body.decode())
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment whose static files are collected and whose database is a file."""
    folder = tmp_path_factory.mktemp("production")
    environment = ENVIRONMENT | {
        "PATH": os.environ["PATH"],
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
    }
    run(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    return environment


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_serves_pages_whose_files_are_hashed_compressed_and_kept_for_good(environment):
    pages = ["/", "/try/", "/accounts/login/", "/accounts/signup/", "/nowhere/", "/admin/login/"]

    said = run(environment, "-c", VISIT.format(paths=pages))

    for page in pages[:4]:
        assert f"200|{page}|" in said
    assert "404|/nowhere/|" in said
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)', said)))
    assert any(path.endswith(".css") for path in files)
    served = run(environment, "-c", VISIT.format(paths=files)).splitlines()
    assert len(served) == len(files)
    for line in served:
        status, path, encoding, caching, size = line.split("|")
        assert status == "200", path
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        assert caching == "max-age=315360000,public,immutable", path
        if path.endswith((".css", ".js")) and int(size) > 300:
            assert encoding == "br", path
