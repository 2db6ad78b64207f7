"""When a question comes back: memory by FSRS, one card for each student and item."""

from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import fsrs
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from quizzes.models import Question, QuizAttempt, UserAnswer
from study.models import Card, Plan

# A question comes back when nine in ten such are still known. Steps of minutes, for drilling
# words, are left out: a question that is asked again at once is only recognised.
SCHEDULER = fsrs.Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=())
QUIZZES_FOR_PACE, ANSWERS_FOR_PACE = 5, 10
SPREAD = 7  # days over which reviews that the exam cuts short are spread
COLUMNS = [
    field.name
    for field in Card._meta.concrete_fields
    if field.name not in ("id", "user", "item", "first_at", "first_was_right")
]


def rate(*, is_correct, confidence, seconds, pace):
    """What an answer says about memory, as a Card.Rating.

    `seconds` is what it took, 0 for unknown; `pace` the student's own median, or None.
    """
    if not is_correct:
        return Card.Rating.AGAIN
    if confidence == UserAnswer.Confidence.GUESS:
        return Card.Rating.HARD
    is_quick = pace is not None and 0 < seconds < pace / 2
    if confidence == UserAnswer.Confidence.SURE and is_quick:
        return Card.Rating.EASY
    return Card.Rating.GOOD


def record(attempt):
    """Write the cards of a submitted attempt: in its transaction, in three statements.

    Returns the answers whose key was corrected since they were asked.
    """
    answers = _answers_for(attempt)
    pace = pace_of([answer.seconds for answer in answers])
    asked = sorted((a for a in answers if a.attempt_id == attempt.pk), key=lambda a: a.item_id)
    cards = {
        card.item_id: card
        for card in Card.objects.select_for_update().filter(
            user=attempt.user_id, item__in=attempt.answers.values("item")
        )
    }
    for answer in asked:
        card = cards.setdefault(
            answer.item_id, Card(user_id=attempt.user_id, item_id=answer.item_id)
        )
        review(card, answer, attempt, pace)
        card.due_at = capped(card, attempt.user, answer.exam_on)
    written = [cards[answer.item_id] for answer in asked]
    for card in written:
        card.pk = None  # rows with and without a key would be two statements
    Card.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["user", "item"],
        update_fields=COLUMNS,
    )
    return [answer for answer in asked if answer.is_corrected]


def _answers_for(attempt):
    """The answers of the attempt and of the quizzes before it, each with `exam_on` and
    `is_corrected`: whether the key of what it was asked was corrected since.
    """
    latest = (
        QuizAttempt.objects.submitted()
        .filter(user=attempt.user_id, submitted_at__lte=attempt.submitted_at)
        .order_by("-submitted_at", "-pk")
    )
    plan = Plan.objects.filter(user=OuterRef("attempt__user"), exam=OuterRef("attempt__exam"))
    corrected = Question.objects.corrections(OuterRef("item"), OuterRef("question__version"))
    return list(
        UserAnswer.objects.filter(
            Q(attempt=attempt.pk) | Q(attempt__in=latest.values("pk")[:QUIZZES_FOR_PACE])
        )
        .annotate(exam_on=Subquery(plan.values("exam_on")), is_corrected=Exists(corrected))
        .only("attempt_id", "item_id", "is_correct", "confidence", "seconds")
        .order_by()
    )


def pace_of(seconds):
    """The median of `seconds` (0: not known, left out), or None when that is too few."""
    known = [n for n in seconds if n]
    return median(known) if len(known) >= ANSWERS_FOR_PACE else None


def review(card, answer, attempt, pace):
    """Move the memory of `card`, new or not, by one answer. `pace` is that of `rate`."""
    is_new, at = card.pk is None, attempt.submitted_at.astimezone(UTC)
    card.rating = rate(
        is_correct=answer.is_correct,
        confidence=answer.confidence,
        seconds=answer.seconds,
        pace=pace,
    )
    memory = fsrs.Card(card_id=card.item_id) if is_new else memory_of(card)
    memory, _ = SCHEDULER.review_card(memory, fsrs.Rating(card.rating), at)
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.reviewed_at, card.scheduled_at = at, memory.due
    card.answer_id = answer.pk
    if is_new:
        card.first_at, card.first_was_right = at, answer.is_correct
    if card.answered_on != attempt.submitted_on:
        card.answered_on, card.cold_was_right = attempt.submitted_on, answer.is_correct
    if answer.is_correct:
        card.right += 1
        card.run += card.run == 0 or card.right_on != attempt.submitted_on
        card.right_on = attempt.submitted_on
    else:
        card.lapses += card.run > 0
        card.missed += 1
        card.run = 0


def memory_of(card):
    """The card as the fsrs library knows it. Without steps every card is in review."""
    return fsrs.Card(
        card_id=card.item_id,
        state=fsrs.State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.scheduled_at,
        last_review=card.reviewed_at,
    )


def capped(card, user, exam_on):
    """When `card` is due if the exam is on `exam_on` (a date, or None): not after it.

    What would come later comes once more before the exam, spread over a week that ends two days
    before it, so that the last day stays light. Close to the exam it is known well enough until
    then, for it was due later: it waits for the day itself, which asks nothing.
    """
    zone = ZoneInfo(user.time_zone)
    reviewed_on = card.reviewed_at.astimezone(zone).date()
    if exam_on is None or exam_on <= reviewed_on:
        return card.scheduled_at
    latest = exam_on - timedelta(days=2)
    if card.scheduled_at.astimezone(zone).date() <= latest:
        return card.scheduled_at
    spread = min(SPREAD, (latest - reviewed_on).days // 2)
    day = latest - timedelta(days=card.item_id % spread) if spread >= 2 else exam_on
    return min(card.scheduled_at, datetime(day.year, day.month, day.day, tzinfo=zone))


@transaction.atomic
def set_plan(user, exam, *, exam_on, most_a_day):
    """Keep the student's plan for `exam`, and let no review pass its day."""
    Plan.objects.update_or_create(
        user=user, exam=exam, defaults={"exam_on": exam_on, "most_a_day": most_a_day}
    )
    cards = list(
        Card.objects.select_for_update(of=["self"]).filter(user=user).of_exam(exam).order_by("item")
    )
    for card in cards:
        card.due_at = capped(card, user, exam_on)
    Card.objects.bulk_update(cards, ["due_at"], batch_size=500)
