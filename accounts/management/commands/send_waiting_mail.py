"""Send the mail that waited for the mail server. For a timer, every few minutes."""

from django.core.management.base import BaseCommand

from accounts import post


class Command(BaseCommand):
    help = "Send the mail that could not be sent when it was written."

    def handle(self, **options):
        left = post.send_waiting()
        if left or options["verbosity"] > 1:
            self.stdout.write(f"{left} left waiting.")
