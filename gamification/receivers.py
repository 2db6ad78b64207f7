"""What gamification listens to."""

from django.dispatch import receiver

from accounts.signals import data_asked, leaving_asked, signed_up
from gamification import rewards, takeaway
from gamification.models import UserProfile
from quizzes.signals import quiz_submitted


@receiver(signed_up)
def make_profile(sender, user, **kwargs):
    UserProfile.objects.make_for(user)


@receiver(quiz_submitted)
def reward_submission(sender, attempt, **kwargs):
    rewards.reward(attempt)


@receiver(data_asked)
def hand_over(sender, user, **kwargs):
    return "game", takeaway.data_of(user)


@receiver(leaving_asked)
def say_what_goes(sender, user, **kwargs):
    return takeaway.losses_of(user)
