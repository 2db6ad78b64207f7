"""What a start does to the database, alone and beside others."""

import threading

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from billings.management.commands.prepare import LOCK
from gamification.models import Achievement

PATIENCE = 30  # seconds until a test that hangs gives up


@pytest.fixture
def database_cache(settings):
    """The cache that a site without Redis has."""
    before = settings.CACHES
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "prepared"}}
    yield
    settings.CACHES = before
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE prepared")


@pytest.mark.django_db(transaction=True)
def test_makes_the_cache_table_and_loads_the_content(database_cache):
    for _ in range(2):
        call_command("prepare", verbosity=0)

    caches["default"].set("word", "kept")
    assert caches["default"].get("word") == "kept"
    assert Achievement.objects.count() == 27


@pytest.mark.django_db(transaction=True)
def test_waits_while_another_process_prepares():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite serves one machine, where one process prepares it")
    done = threading.Event()

    def start():
        try:
            call_command("prepare", verbosity=0)
            done.set()
        finally:
            connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        thread = threading.Thread(target=start)
        thread.start()
        while not somebody_waits(cursor):
            assert thread.is_alive()
        assert not Achievement.objects.exists()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    assert done.wait(PATIENCE)
    thread.join(PATIENCE)

    assert Achievement.objects.count() == 27


def somebody_waits(cursor):
    cursor.execute(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    return cursor.fetchone()[0] > 0
