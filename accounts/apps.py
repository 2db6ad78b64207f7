"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, sign-up, settings, public profiles."""

    name = "accounts"

    def ready(self):
        from accounts import limits  # noqa: F401 (takes allauth's place at the counters)
