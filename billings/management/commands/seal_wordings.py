"""Write down what each published wording of the fixtures says, so that it cannot change unseen."""

import hashlib
import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from billings.management.commands.load_content import read
from quizzes.models import Choice, Question, Slot

SEALS = "wordings.sha256"

# What may change in a file without being another wording.
CIRCUMSTANCES = {"status", "written_on", "published_at", "reviewed_at", "statistics_from"}


class Command(BaseCommand):
    """Add the seals of new wordings; refuse when one that has a seal says something else now.

    Students have answered it, and databases that have it keep it: `load_content` would not bring
    the change. A change is the next version.
    """

    help = "Adds the published wordings of fixtures/questions/ to fixtures/wordings.sha256."

    def handle(self, *args, **options):
        folder = settings.FIXTURE_DIRS[0]
        sealed, found = seals(folder), wordings(folder)
        if faults := broken_seals(sealed, found):
            raise CommandError("\n".join(faults))
        lines = [f"{digest}  {name}\n" for name, digest in sorted((sealed | found).items())]
        (folder / SEALS).write_text("".join(lines))
        self.stdout.write(f"New wordings sealed: {len(found.keys() - sealed.keys())}.")


def seals(folder):
    """The digests that were written down: {"SY0-701-1001 v1": "…"}."""
    if not (folder / SEALS).exists():
        return {}
    lines = (folder / SEALS).read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def wordings(folder):
    """The digests of the published wordings in the fixtures, by the same names."""
    rows = read(folder)
    parts = {}
    for model in (Choice, Slot):
        for fields in rows.get(model, []):
            part = {name: value for name, value in fields.items() if name != "question"}
            parts.setdefault(tuple(fields["question"]), []).append([model.__name__, part])
    digests = {}
    for fields in rows.get(Question, []):
        if fields["status"] == Question.Status.PUBLISHED:
            (code,), version = fields["item"], fields["version"]
            own = {name: value for name, value in fields.items() if name not in CIRCUMSTANCES}
            text = json.dumps([own, parts.get((code, version))], sort_keys=True)
            digests[f"{code} v{version}"] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def broken_seals(sealed, found):
    """A sentence for each wording that does not say what it said when it was sealed."""
    return [
        f"{name} was changed after it was sealed: restore it, and make the change the next version."
        for name, digest in sorted(found.items())
        if sealed.get(name, digest) != digest
    ]
