"""Images that questions show."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from quizzes.markdown import IMAGE_SCHEME, image_name, images_in


class ImageIsShown(Exception):
    """Somebody tried to delete an image that a wording shows."""


class QuestionImage(models.Model):
    """An image of the bank, which wordings in Markdown name: `![words](image:NAME)`.

    Its name comes from its content, so it never changes, and pages need not look it up. It is
    kept in the database: what a wording shows is backed up, moved and rolled back with it.
    """

    name = models.CharField(max_length=40, unique=True, editable=False)
    alternative = models.CharField(
        "text alternative",
        max_length=300,
        help_text="What somebody has to know who does not see it. It goes into the question with"
        " the image.",
    )
    data = models.BinaryField(editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "image"
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()  # who may change questions may upload what they show
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alternative=""), name="image_has_alternative"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def source(self):
        """How a text in Markdown names it."""
        return IMAGE_SCHEME + self.name

    @property
    def markdown(self):
        """The line that shows it."""
        words = self.alternative.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        return f"![{words}]({self.source})"

    def wordings(self):
        """The wordings that show it, drafts as well."""
        from quizzes.models import Choice, Question, Slot

        by_part = (
            Q(pk__in=model.objects.filter(rationale__contains=self.source).values("question"))
            for model in (Choice, Slot)
        )
        own = Q(stem__contains=self.source) | Q(rationale__contains=self.source)
        return Question.objects.filter(Q(*by_part, _connector=Q.OR) | own, is_markdown=True)

    def delete(self, *args, **kwargs):
        """Delete an image that nothing shows. Raises ImageIsShown."""
        if shown := self.wordings().first():
            raise ImageIsShown(f"{shown} shows {self}.")
        return super().delete(*args, **kwargs)


def image_faults(question):
    """What is wrong with the images that a wording shows, as sentences."""
    if question.is_generated or not question.is_markdown:
        return []
    shown = [(part, *image) for part, text in _texts(question) for image in images_in(text)]
    names = {image_name(source) for _, source, _ in shown} - {None}
    known = names and {*QuestionImage.objects.filter(name__in=names).values_list("name", flat=True)}
    faults = []
    for part, source, words in shown:
        if not source.startswith(IMAGE_SCHEME):
            faults.append(f"{part} shows an image from elsewhere: upload it under Images.")
        elif image_name(source) not in known:
            faults.append(f"{part} shows an image that is not there: {source}")
        elif not words.strip():
            faults.append(f"{part} shows an image without a text alternative.")
    return faults


def _texts(question):
    """The texts in Markdown of a wording, each with its name."""
    yield "The stem", question.stem
    yield "The rationale", question.rationale
    for noun, parts in (("choice", question.choices.all()), ("slot", question.slots.all())):
        for part in parts:
            yield f"The rationale of {noun} {part.number}", part.rationale
