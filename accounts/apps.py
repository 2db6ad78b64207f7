"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, sign-up, settings, public profiles."""

    name = "accounts"

    def ready(self):
        """Take allauth's place at the counters, and start to listen."""
        from accounts import limits, receivers  # noqa: F401
