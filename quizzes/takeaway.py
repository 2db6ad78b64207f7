"""What is kept of a student's quizzes: for them to take along, or to see go."""

from django.db.models import Prefetch, Q

from quizzes.models import Question, QuestionImage, QuestionReport, QuizAttempt, UserAnswer


def data_of(user):
    """Every quiz of `user` with its answers, what they reported and which questions they wrote,
    as JSON can hold them.

    Whether an answer is right is told only where its page tells it as well: once it is checked in
    study mode, or after the quiz, unless an unfinished one asks the same.
    """
    answers = UserAnswer.objects.with_asked().select_related("question__item").order_by("position")
    attempts = (
        QuizAttempt.objects.filter(user=user)
        .select_related("exam")
        .prefetch_related(Prefetch("answers", answers))
    )
    reports = QuestionReport.objects.filter(user=user)
    return {
        "quizzes": [_attempt(attempt) for attempt in attempts],
        "reports": list(
            reports.values(
                "question__item__code",
                "reason",
                "text",
                "created_at",
                "resolved_at",
                "outcome",
                "reply",
            )
        ),
        "written": list(
            Question.objects.filter(Q(author=user) | Q(edited_by=user)).values(
                "item__code", "version", "status"
            )
        ),
        "images": list(
            QuestionImage.objects.filter(uploaded_by=user).values(
                "name", "alternative", "uploaded_at"
            )
        ),
    }


def _attempt(attempt):
    fields = ("title", "mode", "started_at", "deadline_at", "submitted_at", "submitted_on")
    data = {"id": attempt.pk, "exam": attempt.exam.code}
    data |= {field: getattr(attempt, field) for field in fields}
    data |= {"options": attempt.options, "questions": attempt.total}
    if attempt.is_submitted:
        fields = ("answered", "correct", "points", "max_points", "score")
        data |= {field: getattr(attempt, field) for field in fields}
    data["answers"] = [_answer(answer, attempt) for answer in attempt.answers.all()]
    return data


def _answer(answer, attempt):
    data = {
        "position": answer.position,
        "question": answer.question.item.code,
        "version": answer.question.version,
        "response": answer.response,
        "saved_at": answer.saved_at,
        "is_flagged": answer.is_flagged,
        "struck": answer.struck,
        "confidence": answer.confidence,
        "seconds": answer.seconds,
    }
    if (attempt.is_submitted and not answer.is_asked) or answer.is_committed:
        # With its seed, a generated question is the one that was asked.
        fields = ("is_correct", "points", "max_points", "seed")
        data |= {field: getattr(answer, field) for field in fields}
    return data


def losses_of(user):
    """What goes with the account, and what stays without a name."""
    submitted = QuizAttempt.objects.filter(user=user).submitted().count()
    happens = (
        f"Your answers stay (of quizzes that you ended: {submitted}), and nobody can tell any "
        "more whose they were: the statistics of the questions need them. Unfinished quizzes go."
    )
    reports = "What you told staff about questions stays, without your name."
    return [("Your quizzes", happens), ("Your reports", reports)]


def put_away(user):
    """Drop what is unfinished: nobody is there to end it."""
    QuizAttempt.objects.filter(user=user).open().delete()
