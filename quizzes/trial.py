"""Ten questions for visitors: fixed, graded on the server, stored nowhere."""

from dataclasses import dataclass

from quizzes.grading import choice_numbers, clean_response, grade
from quizzes.models import Question
from quizzes.models.answers import as_shown


@dataclass
class TrialAnswer:
    """One of the ten, as answered. Has what the review fragment asks of a `UserAnswer`."""

    position: int
    question: Question
    response: list | None = None

    @property
    def is_correct(self):
        points, max_points = grade(self.question.kind, self.question.key, self.response)
        return points == max_points

    @property
    def is_blank(self):
        return self.response is None

    def choices_as_shown(self):
        """The choices in their stored order, each with `letter` and `is_chosen`."""
        return as_shown(list(self.question.choices.all()), self.response)


def trial_paper():
    """The ten, with their choices, unanswered."""
    questions = Question.objects.samples()
    return [TrialAnswer(position, question) for position, question in enumerate(questions, 1)]


def grade_trial(paper, data):
    """Answer the paper with a posted form: `q1`, `q2`, … hold choice numbers.

    Raises UnacceptableAnswer for a number that a question does not have.
    """
    for answer in paper:
        question = answer.question
        shown = [choice.number for choice in question.choices.all()]
        chosen = choice_numbers(data.getlist(f"q{answer.position}"))
        answer.response = clean_response(question.kind, question.key, shown, chosen)
