"""The leaderboards app."""

from django.apps import AppConfig


class LeaderboardsConfig(AppConfig):
    """Boards: how students compare. No models of its own."""

    name = "leaderboards"
