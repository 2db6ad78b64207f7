"""Encrypt second factors with the SECRET_KEY of now, so that an earlier one can be taken away."""

from django.core.management.base import BaseCommand, CommandError

from accounts import factors


class Command(BaseCommand):
    help = "Encrypt second factors anew, after SECRET_KEY changed and before its fallback goes."

    def handle(self, **options):
        renewed, lost = factors.renew_secrets()
        if options["verbosity"]:
            self.stdout.write(f"{renewed} renewed.")
        if lost:
            raise CommandError(f"No key reads {lost} of them. Add theirs to SECRET_KEY_FALLBACKS.")
