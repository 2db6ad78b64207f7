"""Ten questions for visitors: fixed, graded on the server, stored nowhere."""

from quizzes.grading import choice_numbers
from quizzes.models import Question, UserAnswer


def trial_paper(user):
    """The ten, with their choices in the stored order: answers in nobody's attempt, blank.

    Without those that an unfinished quiz of `user` asks, for the page shows their keys.
    """
    samples = Question.objects.samples()
    if user.is_authenticated:
        asked = UserAnswer.objects.filter(attempt__user=user, attempt__submitted_at=None)
        samples = samples.exclude(item__in=asked.values("item"))
    return [
        UserAnswer(
            position=position,
            question=question,
            order=[choice.number for choice in question.choices.all()],
        )
        for position, question in enumerate(samples, start=1)
    ]


def grade_trial(paper, data):
    """Answer the paper with a posted form: `q1`, `q2`, … hold choice numbers.

    Raises UnacceptableAnswer for a number that a question does not have.
    """
    for answer in paper:
        answer.respond(choice_numbers(data.getlist(f"q{answer.position}")))
