"""Delete security events older than half a year. For a timer, once a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import SecurityEvent


class Command(BaseCommand):
    help = "Delete security events that are older than 180 days."

    def handle(self, **options):
        count = SecurityEvent.objects.forget(timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} forgotten.")
