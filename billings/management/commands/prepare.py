"""Bring the database to what this release needs, once, however many processes start at once."""

from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# Any number that no other program uses on the same database.
LOCK = 6_210_826_001


class Command(BaseCommand):
    """Migrate, make the cache table and load the content, one process at a time."""

    help = "Migrates, makes the cache table and loads the content. Safe to run at every start."

    def handle(self, *args, verbosity, **options):
        with _alone():
            call_command("migrate", interactive=False, verbosity=verbosity)
            call_command("createcachetable", verbosity=0)
            call_command("load_content", verbosity=verbosity)


@contextmanager
def _alone():
    """Hold PostgreSQL's advisory lock: of two containers that migrate side by side one fails.

    SQLite serves one machine, where one process prepares it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    # A connection of its own, for migrate may close the one that it uses.
    keeper = connection.copy()
    with keeper.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    keeper.close()
