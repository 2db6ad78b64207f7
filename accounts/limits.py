"""Counting tries, when a whole class comes in at once.

allauth locks each counter in the cache, polls for the lock and refuses after a second. Sixty
threads that poll for the counter of one classroom's address keep each other, and SQLite, from
ever getting it. Here the threads of a process queue first, and one of them polls.
"""

import threading
from contextlib import contextmanager

from allauth.core.internal import ratelimit

_queue = threading.Lock()
_cache_lock = ratelimit.cache_lock


@contextmanager
def cache_lock(cache_key):
    """allauth's lock on a counter, for one thread of this process at a time."""
    with _queue, _cache_lock(cache_key) as is_locked:
        yield is_locked


ratelimit.cache_lock = cache_lock
