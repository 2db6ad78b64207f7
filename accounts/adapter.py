"""How allauth saves our users."""

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction

from accounts.signals import signed_up


class AccountAdapter(DefaultAccountAdapter):
    """Account, profile and default avatars in one transaction: allauth alone has none here."""

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit)
        if commit:
            signed_up.send(sender=type(user), user=user)
        return user
