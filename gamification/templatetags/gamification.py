"""What pages ask of the game."""

from django import template

from gamification import rules
from gamification.models import UserProfile
from gamification.results import rewards_of

register = template.Library()


@register.simple_tag(takes_context=True)
def my_profile(context):
    """The profile of the student who looks, with the avatar; None for visitors."""
    user = context.get("user")
    return UserProfile.objects.of(user) if user and user.is_authenticated else None


@register.simple_tag
def rewards(attempt):
    """What a submitted attempt brought, from the ledger: a `results.Rewards`."""
    return rewards_of(attempt)


@register.filter
def percent(hundredths):
    """A stored score (hundredths of a percent) as whole percent, rounded down."""
    return hundredths // 100


register.filter("level_for", rules.level_for)
