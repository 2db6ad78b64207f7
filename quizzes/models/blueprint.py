"""What is examined: certifications, their exam versions, domains and objectives."""

from django.db import models, transaction


class CertificationManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Certification(models.Model):
    """A certification, whatever the version of its exam: Security+."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CertificationManager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ExamManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)

    def current(self):
        """The exam version that each certification is practised with, in order."""
        return (
            self.filter(is_current=True)
            .select_related("certification")
            .order_by("certification__order")
        )


class Exam(models.Model):
    """One version of a certification's exam: SY0-701."""

    code = models.CharField(max_length=20, unique=True)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="exams")
    max_questions = models.PositiveSmallIntegerField(default=90)
    minutes = models.PositiveSmallIntegerField(default=90)
    passing_score = models.PositiveSmallIntegerField(help_text="On CompTIA's scale of 100 to 900.")
    is_current = models.BooleanField("current", default=False)
    retires_on = models.DateField(null=True, blank=True)

    objects = ExamManager()

    class Meta:
        ordering = ["certification__order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["certification"],
                condition=models.Q(is_current=True),
                name="exam_one_current",
                violation_error_message="This certification has a current exam already.",
            ),
            models.CheckConstraint(
                condition=models.Q(passing_score__range=(100, 900)), name="exam_passing_score"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0, max_questions__gt=0), name="exam_has_room"
            ),
        ]

    def __str__(self):
        return self.code

    def natural_key(self):
        return (self.code,)

    natural_key.dependencies = ["quizzes.certification"]

    @transaction.atomic
    def make_current(self):
        """Practise this version from now on, instead of the one before it."""
        # Of two that are made current side by side the second waits here and replaces the first.
        Certification.objects.select_for_update(no_key=True).get(pk=self.certification_id)
        self.certification.exams.filter(is_current=True).update(is_current=False)
        self.is_current = True
        self.save(update_fields=["is_current"])


class DomainManager(models.Manager):
    def get_by_natural_key(self, exam_code, number):
        return self.get(exam__code=exam_code, number=number)

    def of_current_exam(self, certification_slug):
        """The domains of a certification's current exam, each with that exam."""
        return self.filter(
            exam__is_current=True, exam__certification__slug=certification_slug
        ).select_related("exam__certification")


class Domain(models.Model):
    """A numbered part of an exam, with its weight in percent."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="domains")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    weight = models.PositiveSmallIntegerField(help_text="Percent of the exam.")

    objects = DomainManager()

    class Meta:
        ordering = ["exam", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="domain_number_once"),
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 100)), name="domain_weight"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    def natural_key(self):
        return (self.exam.code, self.number)

    natural_key.dependencies = ["quizzes.exam"]


class ObjectiveManager(models.Manager):
    def get_by_natural_key(self, exam_code, domain_number, number):
        return self.get(domain__exam__code=exam_code, domain__number=domain_number, number=number)


class Objective(models.Model):
    """One thing to be able to do: the `number`-th of its domain."""

    domain = models.ForeignKey(Domain, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    topics = models.JSONField(default=list, blank=True)

    objects = ObjectiveManager()

    class Meta:
        ordering = ["domain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "number"], name="objective_number_once"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def natural_key(self):
        return (self.domain.exam.code, self.domain.number, self.number)

    natural_key.dependencies = ["quizzes.domain"]

    @property
    def code(self):
        """The number as the blueprint prints it: 1.4."""
        return f"{self.domain.number}.{self.number}"
