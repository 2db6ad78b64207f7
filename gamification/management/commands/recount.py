"""`manage.py recount`: compares every profile with the ledger."""

from django.core.management.base import BaseCommand, CommandError

from gamification.ledger import examine, suspects
from gamification.models import UserProfile

BATCH = 500


class Command(BaseCommand):
    """Reports where totals differ from what the ledger says, and ends with 1 if any do."""

    help = "Recounts every profile from the XP ledger and reports what differs."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="Store what the ledger says.")

    def handle(self, *args, fix, **options):
        students = differing = last = 0
        ids = UserProfile.objects.order_by("pk").values_list("pk", flat=True)
        while batch := list(ids.filter(pk__gt=last)[:BATCH]):
            students, last = students + len(batch), batch[-1]
            # Only suspects, as a submission may have run between the reads: look again, locked.
            for pk in suspects(batch):
                if found := examine(pk, fix=fix):
                    differing += 1
                    username = UserProfile.objects.select_related("user").get(pk=pk).user
                    self.stdout.write(f"{username}: {'; '.join(map(str, found))}.")
        if differing and not fix:
            raise CommandError(
                f"{differing} of {students} students differ from the ledger. Mend with --fix."
            )
        self.stdout.write(f"Students recounted: {students}; mended: {differing}.")
