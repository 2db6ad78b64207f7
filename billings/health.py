"""Two questions a machine asks: does the process live, and can it serve."""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def answer_machines(get_response):
    """Answer /healthz and /readyz before anything else looks at the request.

    A machine asks by address, over plain http, and knows no host name of ours: the checks for
    allowed hosts and for https that follow would turn it away.
    """
    answers = {"/healthz": alive, "/readyz": ready}

    def middleware(request):
        answer = answers.get(request.path_info, get_response)
        return answer(request)

    return middleware


@never_cache
@require_safe
def alive(request):
    """Answer 200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request):
    """Answer 200 when database, migrations and cache are as this release needs them, else 503."""
    faults = [name for name, check in CHECKS.items() if not _passes(check)]
    text = "ok\n" if not faults else "".join(f"{name}: not ready\n" for name in faults)
    return HttpResponse(text, content_type="text/plain", status=503 if faults else 200)


def _passes(check):
    try:
        return check()
    except Exception:  # whatever a database or cache driver raises: not ready
        return False


def _database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations_are_applied():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_keeps():
    cache.set("readyz", "kept", timeout=30)
    return cache.get("readyz") == "kept"


CHECKS = {
    "database": _database_answers,
    "migrations": _migrations_are_applied,
    "cache": _cache_keeps,
}
