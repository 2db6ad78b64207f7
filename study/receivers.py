"""What study listens to."""

from django.dispatch import receiver

from accounts.signals import data_asked, leaving_asked
from quizzes.signals import key_corrected, question_posted, quiz_submitted
from study import corrections, schedule, takeaway
from study.views.bookmarks import keep_written


@receiver(quiz_submitted)
def schedule_reviews(sender, attempt, **kwargs):
    for answer in schedule.record(attempt):
        corrections.correct_late(answer)


@receiver(question_posted)
def keep_note(sender, request, **kwargs):
    keep_written(request)


@receiver(key_corrected)
def judge_anew(sender, question, wrong, **kwargs):
    corrections.correct(question, wrong)


@receiver(data_asked)
def hand_over(sender, user, **kwargs):
    return "study", takeaway.data_of(user)


@receiver(leaving_asked)
def say_what_goes(sender, user, **kwargs):
    return takeaway.losses_of(user)
