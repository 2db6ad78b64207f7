"""The study app."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """What to practise next."""

    name = "study"

    def ready(self):
        """Start to listen, after gamification: locks are taken in the order profile, cards."""
        from study import pools, receivers  # noqa: F401
