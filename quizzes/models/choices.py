"""What a wording consists of: its choices and slots."""

from django.db import models

from quizzes.models.questions import Question, refuse_final


class PartOfQuestion(models.Model):
    """What a wording consists of: as final as the wording."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises PublishedIsFinal when the wording is."""
        refuse_final(self, self.question_id)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises PublishedIsFinal when the wording is."""
        refuse_final(self, self.question_id)
        return super().delete(*args, **kwargs)


class PartManager(models.Manager):
    def get_by_natural_key(self, item_code, version, number):
        return self.get(question__item__code=item_code, question__version=version, number=number)


class Choice(PartOfQuestion):
    """One choice of a question, named in pages and answers by its number."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    is_key = models.BooleanField("key", default=False)
    group = models.CharField(
        max_length=60, blank=True, help_text="Offered in the slots of this group."
    )
    rationale = models.TextField("why it is right or wrong", blank=True)

    objects = PartManager()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="choice_number_once"),
        ]

    def __str__(self):
        return self.text

    def natural_key(self):
        return (*self.question.natural_key(), self.number)

    natural_key.dependencies = ["quizzes.question"]


class Slot(PartOfQuestion):
    """A place to fill in an ordering, matching or exhibit question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    row = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=100, blank=True)
    group = models.CharField(
        max_length=60, blank=True, help_text="Offers the choices of this group."
    )
    key = models.ForeignKey(Choice, models.CASCADE, related_name="+")
    rationale = models.TextField("why that is right here", blank=True)

    objects = PartManager()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="slot_number_once"),
        ]

    def __str__(self):
        return f"{self.row} {self.column}".strip() or str(self.number)

    def natural_key(self):
        return (*self.question.natural_key(), self.number)

    natural_key.dependencies = ["quizzes.choice"]
