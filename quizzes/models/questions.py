"""The wordings of the bank's items."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from quizzes.faults import faults_of
from quizzes.generators import describe
from quizzes.grading import SLOT_KINDS, max_points
from quizzes.markdown import to_text
from quizzes.models.images import image_faults
from quizzes.models.items import Item
from quizzes.signals import key_corrected

SAMPLE_KINDS = ("single", "multiple")  # that a visitor's one page can ask


class PublishedIsFinal(Exception):
    """Somebody tried to change or delete a wording that students may have answered."""


class QuestionQuerySet(models.QuerySet):
    def published(self):
        """The wordings that are drawn."""
        return self.filter(status=Question.Status.PUBLISHED)

    def final(self):
        """The wordings that were ever published: students may have answered them."""
        return self.filter(published_at__isnull=False)

    def of_exam(self, exam):
        return self.filter(item__objective__domain__exam=exam)

    def corrections(self, item, version):
        """The wordings that corrected the key of `item` after `version`, the first of them first:
        both are values or expressions.
        """
        later = self.final().filter(item=item, corrects_key=True, version__gt=version)
        return later.order_by("version")

    def samples(self):
        """The fixed questions for visitors, with their choices, always in the same order."""
        return (
            self.published()
            .filter(item__is_sample=True, kind__in=SAMPLE_KINDS)
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

    item = models.ForeignKey(Item, models.PROTECT, related_name="questions")
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SINGLE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    stem = models.TextField()
    is_markdown = models.BooleanField(
        "Markdown",
        default=False,
        help_text="Stem and rationales: **bold**, `code`, lists, tables, code between lines of"
        " ```, and images, which are uploaded under Images. Without the tick they are plain text.",
    )
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
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The wording before, of which only a typo is mended.",
    )
    corrects_key = models.BooleanField(
        "the key was wrong before",
        default=False,
        help_text="Old results say that it is corrected; their scores stay as they are.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who changed the draft last.",
    )
    written_on = models.DateField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionManager()

    class Meta:
        ordering = ["item__code", "version"]
        indexes = [
            models.Index(fields=["status"], name="question_status"),
            models.Index(
                fields=["item", "version"],
                condition=models.Q(corrects_key=True),
                name="question_correction",
            ),
        ]
        permissions = [("publish_question", "Can publish and retire question")]
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

    def save(self, *args, **kwargs):
        """Save a wording. Of a final one only the status may move.

        Raises PublishedIsFinal.
        """
        if set(kwargs.get("update_fields") or ["*"]) - {"status"}:
            refuse_final(self, self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Delete a draft. Raises PublishedIsFinal for any other wording: retire it instead."""
        refuse_final(self, self.pk)
        return super().delete(*args, **kwargs)

    def natural_key(self):
        return (self.item.code, self.version)

    natural_key.dependencies = ["quizzes.item"]

    @property
    def is_final(self):
        """Whether students may have answered this wording."""
        return self.published_at is not None

    @property
    def has_slots(self):
        """Whether slots are filled in, instead of choices marked."""
        return self.kind in SLOT_KINDS

    @property
    def is_generated(self):
        """Whether a generator writes stem and choices, anew for each student."""
        return self.kind == self.Kind.GENERATED

    @property
    def words(self):
        """The stem, or which questions a generator makes: for staff."""
        if self.is_generated:
            return describe(self.generator, self.params)
        return to_text(self.stem) if self.is_markdown else self.stem

    @property
    def max_points(self):
        return max_points(self.kind)

    def faults(self):
        """Everything that bars this wording from publication, as sentences."""
        return faults_of(self) + image_faults(self)

    @property
    def predecessor(self):
        """The newest wording before this one that was ever published, or None."""
        return self.item.questions.final().filter(version__lt=self.version).last()

    def canonical_key(self):
        """The right answer in the form of a response, from the choices and slots.

        Empty for a generated question, each answer to which has a key of its own.
        """
        if self.has_slots:
            number_of = {choice.pk: choice.number for choice in self.choices.all()}
            return {str(slot.number): number_of[slot.key_id] for slot in self.slots.all()}
        return [choice.number for choice in self.choices.all() if choice.is_key]

    @transaction.atomic
    def publish(self, *, now=None):
        """Make this the wording that is drawn; the one before it retires.

        Returns the faults, as sentences, that bar it: an empty list when it is published.
        Raises PublishedIsFinal for a wording that was published before.
        """
        self.item.lock()
        if faults := self.faults():
            return faults
        self.item.questions.published().exclude(pk=self.pk).update(status=self.Status.RETIRED)
        self.key = self.canonical_key()
        self.status = self.Status.PUBLISHED
        self.published_at = now or timezone.now()
        self.save()
        if self.corrects_key:
            key_corrected.send(sender=Question, question=self, wrong=self.predecessor)
        return []

    def retire(self):
        """Draw this wording no more. Old results and open attempts keep it."""
        self.status = self.Status.RETIRED
        self.save(update_fields=["status"])

    @transaction.atomic
    def next_version(self, *, author=None):
        """A draft with the same words and choices and the item's next version number."""
        self.item.lock()
        draft = Question.objects.get(pk=self.pk)
        choices, slots = list(self.choices.all()), list(self.slots.all())
        draft.pk, draft._state.adding = None, True
        draft.version, draft.status = self.item.next_number(), self.Status.DRAFT
        draft.published_at = draft.reviewed_at = None
        draft.author = draft.edited_by = author
        draft.statistics_from, draft.corrects_key = None, False
        draft.written_on = timezone.localdate()
        draft.save()
        for row in [*choices, *slots]:
            row.pk, row.question = None, draft
            row._state.adding = True
        draft.choices.bulk_create(choices)
        by_number = {choice.number: choice for choice in choices}
        for slot in slots:
            slot.key = by_number[slot.key.number]
        draft.slots.bulk_create(slots)
        return draft

    def rewrite_choices(self, rows):
        """Make `rows`, a list of unsaved choices, the choices of this draft, by their numbers.

        A slot goes with the choice that is its key. Raises PublishedIsFinal.
        """
        self._rewrite(self.choices, rows, ["text", "is_key", "group", "rationale"])

    def rewrite_slots(self, rows):
        """Make `rows` the slots of this draft, by their numbers.

        `rows` are pairs: an unsaved slot, and the number of the choice that is its key. Raises
        PublishedIsFinal, and KeyError for a number that no choice has.
        """
        choices = {choice.number: choice for choice in self.choices.all()}
        for slot, number in rows:
            slot.key = choices[number]
        slots = [slot for slot, _ in rows]
        self._rewrite(self.slots, slots, ["row", "column", "group", "key", "rationale"])

    @transaction.atomic
    def _rewrite(self, parts, rows, names):
        refuse_final(self, self.pk)
        for row in rows:
            row.question = self
        parts.exclude(number__in=[row.number for row in rows]).delete()
        parts.bulk_create(
            sorted(rows, key=lambda row: row.number),
            update_conflicts=True,
            unique_fields=["question", "number"],
            update_fields=names,
        )


def refuse_final(row, question_id):
    """Raise PublishedIsFinal when the wording that `row` is, or is a part of, is final.

    Asked of the database: the row at hand may have been read before somebody published it.
    """
    if question_id and Question.objects.final().filter(pk=question_id).exists():
        raise PublishedIsFinal(f"{row!r} is published. A change is a new version.")
