"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, sign-up, settings, public profiles."""

    name = "accounts"
