"""What gamification listens to."""

from django.dispatch import receiver

from accounts.signals import signed_up
from gamification import rewards
from gamification.models import UserProfile
from quizzes.signals import quiz_submitted


@receiver(signed_up)
def make_profile(sender, user, **kwargs):
    UserProfile.objects.make_for(user)


@receiver(quiz_submitted)
def reward_submission(sender, attempt, **kwargs):
    rewards.reward(attempt)
