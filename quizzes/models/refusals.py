"""Why an attempt takes no answer, or does not end."""


class AlreadySubmitted(Exception):
    """The attempt is closed: its answers stand and its result is there."""


class AnswerIsFinal(Exception):
    """The answer was checked in study mode: the student has read what is right."""


class TimeIsUp(Exception):
    """The deadline of the exam has passed: no answer is taken any more."""


class SavedLater(Exception):
    """Another answer was given after this one, which was long on its way: that one stands."""


class NothingAnswered(Exception):
    """A study quiz or an exam ends without any answer: there is nothing to submit."""
