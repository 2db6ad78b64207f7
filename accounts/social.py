"""Logging in with an account elsewhere."""

from allauth.core import context
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
    get_adapter,
)
from allauth.socialaccount.models import SocialApp
from django.http import Http404


class SocialAdapter(DefaultSocialAccountAdapter):
    """Providers come from the environment alone, and nobody is logged in for having an address."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "That e-mail address has an account here already. Log in to it, "
        "then connect your %s account under Settings, Security.",
        "no_password": "Choose a password first, or you could not log in any more.",
        "no_verified_email": "Confirm your e-mail address first, or you could not log in any more.",
        "connected_other": "That account is connected to somebody else here.",
    }

    def list_apps(self, request, provider=None, client_id=None):
        """What settings.SOCIALACCOUNT_PROVIDERS has; there is no table to look into."""
        apps = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for of_provider in apps.values() for app in of_provider]

    def get_app(self, request, provider, client_id=None):
        """Raises Http404 for a site that is not switched on."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def can_authenticate_by_email(self, login, email):
        """Never: an address that exists here is not taken over, whoever vouches for it."""
        return False


# Some providers send words, and "false" is one.
VOUCHED = (True, "true")


def is_on(account):
    """Whether the site of a connected account is still one to log in with."""
    return bool(get_adapter().list_apps(context.request, provider=account.provider))


def confirmed_address(sociallogin):
    """The address that the provider says it has confirmed, in lower case, or an empty string."""
    return next(
        (each.email.lower() for each in sociallogin.email_addresses if each.verified in VOUCHED), ""
    )
