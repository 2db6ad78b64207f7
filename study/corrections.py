"""A key that was wrong: what students know is judged by the right one, their results are not."""

from quizzes.grading import grade
from quizzes.models import Question, UserAnswer
from study.models import Card, Plan
from study.schedule import COLUMNS, capped, review

RESET = {"lapses": 0, "right": 0, "missed": 0, "run": 0, "right_on": None, "answered_on": None}


def correct_late(answer):
    """Judge an answer whose key was corrected before its quiz was submitted."""
    for question in Question.objects.corrections(answer.item_id, answer.question.version):
        correct(question, question.predecessor, user=answer.attempt.user_id)


def _line_of(wrong):
    """The ids of a wording and of those before it with the same choices: but for typos and keys."""
    line = [wrong]
    while line[-1].statistics_from_id or line[-1].corrects_key:
        line.append(line[-1].statistics_from or line[-1].predecessor)
    return [question.pk for question in line]


def correct(question, wrong, **whose):
    """Judge the answers to `wrong`, a wording, and to those that it goes back to, by the key of
    `question`, in its item's cards: of all students, or of those whom the filters `whose` name.

    Whoever chose what is right forgets the miss; whoever learnt the wrong key meets the question
    again soon. The memory of each card is computed anew from all answers to the item, in a fixed
    number of statements. Results, points and XP stay as they were.
    """
    judged = _line_of(wrong)
    met = UserAnswer.objects.filter(question__in=judged, attempt__submitted_at__isnull=False)
    cards = list(
        Card.objects.select_for_update(of=["self"])
        .filter(item=question.item_id, user__in=met.values("attempt__user"), **whose)
        .select_related("user")
        .order_by("pk")
    )
    if not cards:
        return
    history = {}
    answers = UserAnswer.objects.filter(
        item=question.item_id,
        attempt__submitted_at__isnull=False,
        attempt__user__in=[card.user_id for card in cards],
    )
    for answer in answers.select_related("attempt").order_by("attempt__submitted_at", "pk"):
        if answer.question_id in judged:
            points, most = grade(wrong.kind, question.key, answer.response)
            answer.is_correct = points == most
        history.setdefault(answer.attempt.user_id, []).append(answer)
    exam_on = dict(
        Plan.objects.filter(
            user__in=history, exam=question.item.objective.domain.exam_id
        ).values_list("user", "exam_on")
    )
    for card in cards:
        pk = card.pk
        for name, value in RESET.items():
            setattr(card, name, value)
        card.pk = None  # its memory begins anew
        for answer in history[card.user_id]:
            review(card, answer, answer.attempt, None)
            card.pk = pk
        card.due_at = capped(card, card.user, exam_on.get(card.user_id))
    Card.objects.bulk_update(cards, [*COLUMNS, "first_at", "first_was_right"], batch_size=200)
