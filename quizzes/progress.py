"""How far a student is, from the facts: what was seen, what was missed."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum

from quizzes.models import Domain, Exam, Question, QuizAttempt, UserAnswer
from quizzes.scoring import scaled_estimate


@dataclass
class DomainResult:
    """Answers of one domain: how many of them were correct."""

    domain: Domain
    total: int = 0
    correct: int = 0
    points: int = 0
    max_points: int = 0
    seconds: int = 0

    @property
    def percent(self):
        return 100 * self.correct // self.total

    @property
    def pace(self):
        """Seconds per question."""
        return round(self.seconds / self.total)


def by_domain(answers):
    """The results per domain, in the order of the blueprint, of answers read `for_review`."""
    results = {}
    for answer in answers:
        domain = answer.question.item.objective.domain
        result = results.setdefault(domain.number, DomainResult(domain))
        result.total += 1
        result.correct += answer.is_correct
        result.points += answer.points
        result.max_points += answer.max_points
        result.seconds += answer.seconds
    return [results[number] for number in sorted(results)]


def missed_objectives(answers):
    """The objectives of the answers that were wrong or blank, most missed first, each with
    `missed`: of answers read `for_review`.
    """
    counts = Counter(a.question.item.objective_id for a in answers if not a.is_correct)
    objectives = {a.question.item.objective_id: a.question.item.objective for a in answers}
    for pk, count in counts.items():
        objectives[pk].missed = count
    return [objectives[pk] for pk, _ in counts.most_common()]


@dataclass
class ExamReport:
    """The estimate of an exam, and how the student's exam before it went, if there is one."""

    estimate: int
    before: QuizAttempt | None = None
    estimate_before: int = 0

    @property
    def gain(self):
        """How many points more than before; 0 when it is not more."""
        return max(0, self.estimate - self.estimate_before)

    @property
    def loss(self):
        """How many points less than before; 0 when it is not less."""
        return max(0, self.estimate_before - self.estimate)


def exam_report(attempt):
    """The ExamReport of `attempt`, a submitted exam. Two statements."""
    before = (
        QuizAttempt.objects.submitted()
        .filter(user=attempt.user_id, exam=attempt.exam_id, mode=attempt.mode)
        .filter(submitted_at__lt=attempt.submitted_at)
        .order_by("-submitted_at", "-pk")
        .first()
    )
    shares = {pk: [] for pk in (attempt.pk, before and before.pk) if pk}
    for pk, *share in (
        UserAnswer.objects.filter(attempt__in=shares)
        .order_by()
        .values("attempt", "item__objective__domain")
        .annotate(points=Sum("points"), most=Sum("max_points"))
        .values_list("attempt", "item__objective__domain__weight", "points", "most")
    ):
        shares[pk].append(share)
    report = ExamReport(scaled_estimate(shares[attempt.pk]), before)
    if before:
        report.estimate_before = scaled_estimate(shares[before.pk])
    return report


def exams_with_progress(user):
    """The current exams, each with `question_count` and the student's `seen` and `missed`."""
    published = Q(domains__objectives__items__questions__status=Question.Status.PUBLISHED)
    exams = Exam.objects.current().annotate(
        question_count=Count("domains__objectives__items__questions", filter=published)
    )
    return _with_results(exams, user, "attempt__exam")


def domains_with_progress(user, exam):
    """The domains of `exam`, each with `question_count` and the student's `seen` and `missed`."""
    published = Q(objectives__items__questions__status=Question.Status.PUBLISHED)
    domains = exam.domains.annotate(
        question_count=Count("objectives__items__questions", filter=published)
    )
    return _with_results(domains, user, "item__objective__domain", exam)


def _with_results(rows, user, key, exam=None):
    """`rows` (a queryset) as a list, each with the counts of the answers whose `key` it is, and
    the id of the `newest` of them.
    """
    counts = {}
    if user.is_authenticated:
        counts = {
            pk: numbers
            for pk, *numbers in UserAnswer.objects.last_per_item(user, exam)
            .drawable()
            .order_by()
            .values(key)
            .annotate(
                seen=Count("pk"), missed=Count("pk", filter=Q(is_correct=False)), newest=Max("pk")
            )
            .values_list(key, "seen", "missed", "newest")
        }
    rows = list(rows)
    for row in rows:
        row.seen, row.missed, row.newest = counts.get(row.pk, (0, 0, 0))
    return rows


def practised_since(users, day):
    """Those of `users` who submitted a quiz after `day`, a date, by their own days."""
    return users.filter(pk__in=QuizAttempt.objects.filter(submitted_on__gt=day).values("user"))
