"""How far a student is, from the facts: what was seen, what was missed."""

from dataclasses import dataclass

from django.db.models import Count, Q

from quizzes.models import Domain, Exam, Question, UserAnswer


@dataclass
class DomainResult:
    """Answers of one domain: how many of them were correct."""

    domain: Domain
    total: int = 0
    correct: int = 0
    points: int = 0
    max_points: int = 0

    @property
    def percent(self):
        return 100 * self.correct // self.total


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
    return [results[number] for number in sorted(results)]


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
    """`rows` (a queryset) as a list, each with the counts of the answers whose `key` it is."""
    counts = {}
    if user.is_authenticated:
        counts = {
            pk: (seen, missed)
            for pk, seen, missed in UserAnswer.objects.last_per_item(user, exam)
            .drawable()
            .order_by()
            .values(key)
            .annotate(seen=Count("pk"), missed=Count("pk", filter=Q(is_correct=False)))
            .values_list(key, "seen", "missed")
        }
    rows = list(rows)
    for row in rows:
        row.seen, row.missed = counts.get(row.pk, (0, 0))
    return rows
