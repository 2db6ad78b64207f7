"""The bank's items, each of which has one wording after another."""

from django.db import models

from quizzes.models.blueprint import Objective


class ItemManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Item(models.Model):
    """A place in the bank. Its wordings change; "seen" and "paid today" stay with it."""

    code = models.CharField(max_length=40, unique=True)
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="items")
    is_sample = models.BooleanField(
        "in the ten for visitors", default=False, help_text="Asked at /try/, without an account."
    )

    objects = ItemManager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code

    def natural_key(self):
        return (self.code,)

    natural_key.dependencies = ["quizzes.objective"]

    def lock(self):
        """Hold this item until the transaction ends: its wordings change one at a time."""
        # Answers point at the item: a lock of its key would make students wait for staff.
        Item.objects.select_for_update(no_key=True).get(pk=self.pk)

    def next_number(self):
        """The version that the next wording of this item gets."""
        latest = self.questions.aggregate(latest=models.Max("version"))["latest"]
        return (latest or 0) + 1
