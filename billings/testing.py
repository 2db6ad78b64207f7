"""What tests share: counting what a piece of work asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

DATA = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Statements(CaptureQueriesContext):
    """Counts data statements in `total` and commits, apart, in `commits`."""

    def __init__(self):
        super().__init__(connection)

    @property
    def data(self):
        """The SQL of every SELECT, INSERT, UPDATE and DELETE, in order."""
        return [q["sql"] for q in self.captured_queries if q["sql"].startswith(DATA)]

    @property
    def total(self):
        return len(self.data)

    @property
    def commits(self):
        return sum(q["sql"] == "COMMIT" for q in self.captured_queries)
