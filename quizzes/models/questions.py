"""The bank: items, their wordings, their choices."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from quizzes.models.blueprint import Objective


class PublishedIsFinal(Exception):
    """Somebody tried to change or delete a wording that students may have answered."""


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


class QuestionQuerySet(models.QuerySet):
    def published(self):
        """The wordings that are drawn."""
        return self.filter(status=Question.Status.PUBLISHED)

    def of_exam(self, exam):
        return self.filter(item__objective__domain__exam=exam)

    def samples(self):
        """The fixed questions for visitors, with their choices, always in the same order."""
        return (
            self.published()
            .filter(item__is_sample=True)
            .select_related("item__objective__domain__exam__certification")
            .prefetch_related("choices")
            .order_by("item__objective__domain__exam__certification__order", "item__code")
        )


class QuestionManager(models.Manager.from_queryset(QuestionQuerySet)):
    def get_by_natural_key(self, item_code, version):
        return self.get(item__code=item_code, version=version)


class Question(models.Model):
    """One wording of an item. Once published it is never edited: a change is the next version."""

    class Kind(models.TextChoices):
        SINGLE = "single", "Single answer"
        MULTIPLE = "multiple", "Multiple response"
        ORDERING = "ordering", "Ordering"
        MATCHING = "matching", "Matching"
        EXHIBIT = "exhibit", "Exhibit task"
        GENERATED = "generated", "Generated"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    class Difficulty(models.IntegerChoices):
        EASY = 1, "Easy"
        MEDIUM = 2, "Medium"
        HARD = 3, "Hard"

    class Level(models.TextChoices):
        RECALL = "recall", "Recall"
        APPLY = "apply", "Apply"
        ANALYZE = "analyze", "Analyze"

    ANSWERABLE_KINDS = (Kind.SINGLE, Kind.MULTIPLE)

    item = models.ForeignKey(Item, models.PROTECT, related_name="questions")
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SINGLE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    stem = models.TextField()
    exhibits = models.JSONField(default=list, blank=True)
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.MEDIUM)
    level = models.CharField(max_length=10, choices=Level, default=Level.APPLY)
    reference = models.CharField(max_length=500, blank=True)
    rationale = models.TextField(blank=True)
    keeps_order = models.BooleanField(
        "keeps the order of its choices",
        default=False,
        help_text="Numbers ascending, steps in time.",
    )
    key = models.JSONField(
        default=list, blank=True, editable=False, help_text="The right answer, set at publication."
    )
    generator = models.CharField(max_length=40, blank=True, editable=False)
    params = models.JSONField(default=dict, blank=True, editable=False)
    statistics_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionManager()

    class Meta:
        ordering = ["item__code", "version"]
        indexes = [models.Index(fields=["status"], name="question_status")]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="question_version_once"),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(status="published"),
                name="question_one_published",
                violation_error_message="Another wording of this item is published.",
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty__range=(1, 3)), name="question_difficulty"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="question_published_when",
            ),
        ]

    def __str__(self):
        return f"{self.item.code} v{self.version}"

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        if "published_at" in field_names:
            instance._was_final = instance.is_final
        return instance

    def save(self, *args, **kwargs):
        """Save a wording. Of a final one only the status may move.

        Raises PublishedIsFinal.
        """
        if getattr(self, "_was_final", False) and set(kwargs.get("update_fields") or ["*"]) - {
            "status"
        }:
            raise PublishedIsFinal(f"{self} is published. A change is a new version.")
        super().save(*args, **kwargs)
        self._was_final = self.is_final

    def delete(self, *args, **kwargs):
        """Delete a draft. Raises PublishedIsFinal for any other wording: retire it instead."""
        if self.is_final:
            raise PublishedIsFinal(f"{self} is published. Retire it instead.")
        return super().delete(*args, **kwargs)

    def natural_key(self):
        return (self.item.code, self.version)

    natural_key.dependencies = ["quizzes.item"]

    @property
    def is_final(self):
        """Whether students may have answered this wording."""
        return self.published_at is not None

    def faults(self):
        """Everything that bars this wording from publication, as sentences. Reads the choices."""
        choices = list(self.choices.all())
        keys = sum(choice.is_key for choice in choices)
        faults = []
        if self.kind not in self.ANSWERABLE_KINDS:
            faults.append(f"{self.get_kind_display()} questions cannot be taken yet.")
        if not self.stem.strip():
            faults.append("There is no stem.")
        if len(choices) < 2:
            faults.append("There are fewer than two choices.")
        if not keys:
            faults.append("No choice is marked as the key.")
        if self.kind == self.Kind.SINGLE and keys > 1:
            faults.append(f"A single-answer question has one key; this one has {keys}.")
        if self.kind == self.Kind.MULTIPLE and choices and keys == len(choices):
            faults.append("Every choice is a key.")
        texts = [choice.text.strip().casefold() for choice in choices]
        if len(set(texts)) < len(texts):
            faults.append("Two choices say the same.")
        faults += [
            f"Choice {choice.number} has no rationale."
            for choice in choices
            if not choice.rationale.strip()
        ]
        return faults

    @transaction.atomic
    def publish(self, *, now=None):
        """Make this the wording that is drawn; the one before it retires.

        Returns the faults, as sentences, that bar it: an empty list when it is published.
        """
        if faults := self.faults():
            return faults
        self.item.questions.published().exclude(pk=self.pk).update(status=self.Status.RETIRED)
        self.key = [choice.number for choice in self.choices.all() if choice.is_key]
        self.status = self.Status.PUBLISHED
        self.published_at = now or timezone.now()
        self.save()
        return []

    def retire(self):
        """Draw this wording no more. Old results and open attempts keep it."""
        self.status = self.Status.RETIRED
        self.save(update_fields=["status"])

    @transaction.atomic
    def next_version(self, *, author=None):
        """A draft with the same words and choices and the item's next version number."""
        draft = Question.objects.get(pk=self.pk)
        choices, slots = list(self.choices.all()), list(self.slots.all())
        latest = self.item.questions.order_by("-version").values_list("version", flat=True)[0]
        draft.pk = None
        draft._state.adding, draft._was_final = True, False
        draft.version, draft.status = latest + 1, self.Status.DRAFT
        draft.published_at, draft.author = None, author
        draft.save()
        for row in [*choices, *slots]:
            row.pk, row.question = None, draft
            row._state.adding = True
        Choice.objects.bulk_create(choices)
        by_number = {choice.number: choice for choice in choices}
        for slot in slots:
            slot.key = by_number[slot.key.number]
        Slot.objects.bulk_create(slots)
        return draft


class PartOfQuestion(models.Model):
    """What a wording consists of: as final as the wording."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises PublishedIsFinal when the wording is."""
        if self.question.is_final:
            raise PublishedIsFinal(f"{self.question} is published. A change is a new version.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises PublishedIsFinal when the wording is."""
        if self.question.is_final:
            raise PublishedIsFinal(f"{self.question} is published. A change is a new version.")
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
    group = models.CharField(max_length=60, blank=True, editable=False)
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
    group = models.CharField(max_length=60, blank=True)
    key = models.ForeignKey(Choice, models.CASCADE, related_name="+")

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
