"""An address that is to be confirmed: by the code or by the link of a mail, whichever is nearer."""

import secrets
import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from accounts import post

USED = "used"


class Confirmation:
    """What waits, in the visitor's session, until an address is confirmed.

    The code works in that session alone. The link works in any browser, for it comes out of the
    mailbox; what it opens lies in the cache, which all workers share. One of them, once.
    """

    KEY = ""  # in the session
    MAIL = ""  # the template of the mail
    PAGE = ""  # the name of the page that asks for the code
    RESENDS = 2
    owner = None  # whose account it is about, where there is one

    def __init__(self, request, state):
        self.request, self.state = request, state

    @classmethod
    def begin(cls, request, *, is_known, **state):
        """Mail code and link to `email`, or, when that one is known, word of its account."""
        state |= {"is_known": is_known, "at": time.time(), "misses": 0, "resends": 0}
        confirmation = cls(request, state)
        confirmation.send()
        return confirmation

    @classmethod
    def of(cls, request):
        """What waits in this session, or None."""
        state = request.session.get(cls.KEY)
        if not state or not cls.may_wait(request, state):
            return None
        is_late = time.time() - state["at"] > app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT
        return None if is_late else cls(request, state)

    @classmethod
    def may_wait(cls, request, state):
        """Whether the visitor is still the one who began."""
        return True

    @property
    def can_resend(self):
        return self.state["resends"] < self.RESENDS

    @property
    def is_used(self):
        """Whether the link was followed in the meantime."""
        return cache.get(_slot(self.state["token"])) == USED

    @property
    def is_here(self):
        """Whether this browser began it, so that whoever follows the link may stay."""
        return self.request.session.get(self.KEY, {}).get("token") == self.state["token"]

    def send(self):
        adapter, email = get_adapter(), self.state["email"]
        self._drop_link()
        self.state["code"] = adapter.generate_email_verification_code()
        self.state["token"] = secrets.token_urlsafe(24)
        if self.state["is_known"]:
            adapter.send_account_already_exists_mail(email)
        else:
            link = reverse("accounts:follow_link", args=[self.state["token"]])
            context = {name: self.state[name] for name in ("code", "username")}
            context |= {"link": settings.SITE_URL + link, "user": self.owner}
            post.send(self.MAIL, email, context, lifetime=post.CODE_LIFETIME)
        # Of a known address as well, under a token that nobody gets: it takes as long.
        lifetime = post.CODE_LIFETIME.total_seconds()
        cache.set(_slot(self.state["token"]), {"key": self.KEY, "state": self.state}, lifetime)
        self.keep()

    def resend(self):
        """Another code and another link, which replace those before."""
        self.state["resends"] += 1
        self.send()

    def miss(self):
        """Note a wrong code; False when that was the last try."""
        self.state["misses"] += 1
        if self.state["misses"] < app_settings.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS:
            self.keep()
            return True
        self.end()
        return False

    def keep(self):
        self.request.session[self.KEY] = self.state

    def end(self):
        """Neither code nor link work any more."""
        if self.is_here:
            del self.request.session[self.KEY]
        self._drop_link()

    def use_up(self):
        """The same, and a page that still waits elsewhere learns it."""
        self.end()
        cache.set(_slot(self.state["token"]), USED, post.CODE_LIFETIME.total_seconds())

    def finish(self):
        """Do what the confirmation was for. Raises IntegrityError when somebody was faster."""
        raise NotImplementedError

    def _drop_link(self):
        if "token" in self.state:
            cache.delete(_slot(self.state["token"]))


def waiting_for(request, token, kinds):
    """The Confirmation whose link carries this token, of one of these `kinds`, or None."""
    found = cache.get(_slot(token))
    kind = next((k for k in kinds if isinstance(found, dict) and found["key"] == k.KEY), None)
    return kind(request, found["state"]) if kind else None


def _slot(token):
    return f"confirmation:{token}"
