"""Counting wrong passwords, when a whole class comes in at once.

A try counts three times: for the account from this address, for this address, for the account.
The rates are ACCOUNT_RATE_LIMITS's `login_failed` (the pair), `login_failed_address` and
`login_failed_account`. A right password takes its own counts back, and those of the wrong ones
that the same person typed before it from the address's: sixty students who mistype once each are
no attack. What the account has counted stays, whoever logs in.

allauth locks each counter in the cache, polls for the lock and refuses after a second. Sixty
threads that poll for the counter of one classroom's address keep each other, and SQLite, from
ever getting it. Here the threads of a process queue first, and one of them polls.
"""

import threading
from contextlib import contextmanager

from allauth.core import context
from allauth.core.internal import ratelimit
from django.core.cache import cache

from accounts import audit

_queue = threading.Lock()
_cache_lock = ratelimit.cache_lock


@contextmanager
def cache_lock(cache_key):
    """allauth's lock on a counter, for one thread of this process at a time."""
    with _queue, _cache_lock(cache_key) as is_locked:
        yield is_locked


ratelimit.cache_lock = cache_lock


class Try:
    """A try to log in to an account (its address, or what was typed where there is none)."""

    PAIR, ADDRESS, ACCOUNT = ACTIONS = (
        "login_failed",
        "login_failed_address",
        "login_failed_account",
    )

    def __init__(self, request, account):
        self.request = request
        self.keys = {
            # Of IPv6 a whole network: who has one address there has them all.
            self.PAIR: f"{account} {ratelimit.truncate_ip(audit.address_of(request) or '')}",
            self.ADDRESS: "",
            self.ACCOUNT: account,
        }
        self.usages = []
        self.fault = ""

    def is_allowed(self):
        """Count the try; when one of the limits is reached, count nothing and note the `fault`."""
        for action in self.ACTIONS:
            usage = ratelimit.consume(
                self.request, app="allauth.account", action=action, key=self.keys[action]
            )
            if not usage:
                self.fault = (
                    "too_many_for_account" if action == self.ACCOUNT else "too_many_login_attempts"
                )
                self._take_back()
                return False
            self.usages.append(usage)
        return True

    def forgive(self):
        """The password was right."""
        self._take_back()
        mistyped = sum(len(cache.get(key, [])) for key in self._cache_keys(self.PAIR))
        self._clear(self.PAIR)
        for key in self._cache_keys(self.ADDRESS) if mistyped else ():
            with ratelimit.cache_lock(key) as is_locked:
                if is_locked and (history := cache.get(key)):
                    # Newest first. Which of them go does not matter, for they are counted.
                    cache.set(key, history[mistyped:], self._rates(self.ADDRESS)[0].duration)

    def forget(self):
        """Let the account in again, from here and everywhere it was counted."""
        self._clear(self.PAIR)
        self._clear(self.ACCOUNT)
        self._clear(self.ACCOUNT, _codes_of(self.keys[self.ACCOUNT]))

    def _take_back(self):
        while self.usages:
            self.usages.pop().rollback()

    def _clear(self, action, key=None):
        key = self.keys[action] if key is None else key
        ratelimit.clear(self.request, app="allauth.account", action=action, key=key)

    def _rates(self, action):
        return ratelimit.get_rates(app="allauth.account", action=action)

    def _cache_keys(self, action):
        return [
            ratelimit.get_cache_key(
                self.request, app="allauth.account", action=action, rate=rate, key=self.keys[action]
            )
            for rate in self._rates(action)
        ]


def count_code(user):
    """Count a code of a second factor as a try. Its usage, to take back when the code is right;
    None when there were too many.
    """
    return ratelimit.consume(
        context.request,
        app="allauth.account",
        action=Try.ACCOUNT,
        key=_codes_of(user.email),
    )


def _codes_of(account):
    return f"codes of {account}"
