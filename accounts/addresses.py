"""Changing one's e-mail address: the old one stays until the new one is confirmed."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts import audit, post
from accounts.confirmation import Confirmation
from accounts.models import User


class PendingChange(Confirmation):
    """A new address of an account, to be confirmed."""

    KEY = "new_address"
    MAIL = "account/email/change_code"
    PAGE = "accounts:confirm_address"
    START = "accounts:address"

    @classmethod
    def begin(cls, request, user, email, *, is_known):
        """Mail code and link to the new address, and a word to the old one."""
        post.send("account/email/change_asked", user.email, {"user": user, "new": email})
        return super().begin(
            request,
            is_known=is_known,
            email=email,
            user=user.pk,
            username=user.username,
            old=user.email,
            auth_hash=user.get_session_auth_hash(),
        )

    @classmethod
    def may_wait(cls, request, state):
        return request.user.pk == state["user"]

    @property
    def owner(self):
        return self.request.user

    def finish(self):
        """Take the new address. Raises IntegrityError when it got an account in the meantime,
        User.DoesNotExist when the account has gone or changed its address or password: who knew
        the old password may have asked.
        """
        self.end()
        user = User.objects.get(pk=self.state["user"], email=self.state["old"], is_active=True)
        if not constant_time_compare(user.get_session_auth_hash(), self.state["auth_hash"]):
            raise User.DoesNotExist
        change_address(user, self.state["email"], is_verified=True, request=self.request)
        self.use_up()
        return user


@transaction.atomic
def change_address(user, email, *, is_verified, request):
    """Replace the address of `user` and tell both of them. Raises IntegrityError."""
    old, user.email = user.email, email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=is_verified)
    audit.record(audit.Kind.EMAIL_CHANGED, user, request=request)
    tell_both(user, old)


def tell_both(user, old):
    """Mail the old and the new address of `user` that one has replaced the other."""
    for each in (old, user.email):
        context = {"user": user, "old": old, "new": user.email}
        post.send("account/email/address_changed", each, context)
