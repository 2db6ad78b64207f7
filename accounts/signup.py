"""Opening an account: at once or, where there is mail, when its address has been proven."""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.db import transaction

from accounts.models import User
from accounts.signals import signed_up


@transaction.atomic
def open_account(user, *, is_verified):
    """Save a new user with address, profile and avatars: all of it or nothing.

    Raises IntegrityError when somebody took the name or the address a moment ago.
    """
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    signed_up.send(sender=User, user=user)
    return user


class PendingSignup:
    """A sign-up that waits, in the visitor's session, for the code from its mail.

    There is no account before: a name that is taken, or a password that works, would tell a
    stranger that the address had none.
    """

    KEY = "signup"
    FIELDS = ("email", "username", "password", "time_zone", "shows_on_boards")
    RESENDS = 2

    def __init__(self, request, state):
        self.request, self.state = request, state

    @classmethod
    def begin(cls, request, user, *, is_known):
        """Mail a code to the address of `user`, or, when that one is known, word of its account."""
        state = {field: getattr(user, field) for field in cls.FIELDS} | {
            "is_known": is_known,
            "next_url": get_next_redirect_url(request),
            "at": time.time(),
            "misses": 0,
            "resends": 0,
        }
        pending = cls(request, state)
        pending.send()
        return pending

    @classmethod
    def of(cls, request):
        """The sign-up that waits in this session, or None."""
        state = request.session.get(cls.KEY)
        if not state or request.user.is_authenticated:
            return None
        is_late = time.time() - state["at"] > app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT
        return None if is_late else cls(request, state)

    @property
    def can_resend(self):
        return self.state["resends"] < self.RESENDS

    def send(self):
        adapter, email = get_adapter(), self.state["email"]
        self.state["code"] = adapter.generate_email_verification_code()
        if self.state["is_known"]:
            adapter.send_account_already_exists_mail(email)
        else:
            adapter.send_mail("account/email/signup_code", email, {"code": self.state["code"]})
        self.keep()

    def resend(self):
        """Another code, which replaces the one before."""
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

    def finish(self):
        """Open the account. Raises IntegrityError when its name was taken in the meantime."""
        self.end()
        user = User(**{field: self.state[field] for field in self.FIELDS})
        return open_account(user, is_verified=True)

    def keep(self):
        self.request.session[self.KEY] = self.state

    def end(self):
        self.request.session.pop(self.KEY, None)
