"""The gamification app."""

from django.apps import AppConfig


class GamificationConfig(AppConfig):
    """XP, levels, streaks, achievements and avatars."""

    name = "gamification"

    def ready(self):
        """Start to listen."""
        from gamification import receivers  # noqa: F401
