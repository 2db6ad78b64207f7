"""Opening an account: at once or, where there is mail, when its address has been confirmed."""

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialLogin
from django.db import transaction

from accounts.confirmation import Confirmation
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


@transaction.atomic
def open_connected_account(request, user, sociallogin, *, is_verified):
    """The same, for somebody who comes from another site and logs in from there."""
    open_account(user, is_verified=is_verified)
    sociallogin.user = user
    sociallogin.save(request, connect=True)
    return user


class PendingSignup(Confirmation):
    """A sign-up whose address is to be confirmed.

    There is no account before: a name that is taken, or a password that works, would tell a
    stranger that the address had none.
    """

    KEY = "signup"
    MAIL = "account/email/signup_code"
    PAGE = "account_email_verification_sent"
    START = "account_signup"
    FIELDS = ("email", "username", "password", "time_zone", "shows_on_boards")

    @classmethod
    def begin(cls, request, user, *, is_known, sociallogin=None):
        """Mail code and link to the address of `user`, who is not saved."""
        return super().begin(
            request,
            is_known=is_known,
            next_url=get_next_redirect_url(request),
            sociallogin=sociallogin.serialize() if sociallogin else None,
            **{field: getattr(user, field) for field in cls.FIELDS},
        )

    @classmethod
    def may_wait(cls, request, state):
        return not request.user.is_authenticated

    def finish(self):
        """Open the account. Raises IntegrityError when its name was taken in the meantime."""
        self.end()
        user = User(**{field: self.state[field] for field in self.FIELDS})
        if self.state["sociallogin"]:
            sociallogin = SocialLogin.deserialize(self.state["sociallogin"])
            open_connected_account(self.request, user, sociallogin, is_verified=True)
        else:
            open_account(user, is_verified=True)
        self.use_up()
        return user
