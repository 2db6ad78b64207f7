"""What quizzes listens to."""

from asgiref.local import Local
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.dispatch import receiver

from accounts.signals import data_asked, leaving, leaving_asked
from quizzes import statistics, takeaway
from quizzes.signals import quiz_submitted

_request = Local()


@receiver(quiz_submitted)
def note_submission(sender, attempt, **kwargs):
    transaction.on_commit(lambda: setattr(_request, "has_submitted", True))


@receiver(request_finished)
def refresh_statistics(sender, **kwargs):
    if getattr(_request, "has_submitted", False):
        _request.has_submitted = False
        statistics.refresh_after_submissions()
        close_old_connections()  # Django did so before


@receiver(data_asked)
def hand_over(sender, user, **kwargs):
    return "quizzes", takeaway.data_of(user)


@receiver(leaving_asked)
def say_what_goes(sender, user, **kwargs):
    return takeaway.losses_of(user)


@receiver(leaving)
def put_away(sender, user, **kwargs):
    takeaway.put_away(user)
