"""What pages ask of the game."""

import re

from django import template

from gamification.models import CertificationRecord, UserAchievement, UserProfile, XPAward
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


@register.simple_tag
def first_look(rewards):
    """Whether these `results.Rewards` have something to celebrate, and this is the first look."""
    return rewards.is_festive and rewards.profile.claim_celebration(rewards.quiz)


@register.simple_tag
def profile_of(person):
    """The profile of `person` with its avatar, made now if there is none."""
    return UserProfile.objects.of(person)


@register.simple_tag
def achievements_of(person):
    """What `person` has earned, the newest first: each a UserAchievement with its achievement."""
    return UserAchievement.objects.filter(user=person).select_related("achievement")


@register.simple_tag
def records_of(person):
    """The certifications in which `person` has quizzes that count: CertificationRecords."""
    return (
        CertificationRecord.objects.filter(user=person, quizzes__gt=0)
        .select_related("certification")
        .order_by("certification__order")
    )


@register.simple_tag
def record_for(records, certification):
    """The one of these records that is of `certification`, or None."""
    return next((r for r in records if r.certification_id == certification.pk), None)


@register.simple_tag
def quiz_awards(attempts):
    """The ledger line of each of these submitted attempts, keyed by the attempt's id."""
    lines = XPAward.objects.filter(attempt__in=attempts, reason=XPAward.Reason.QUIZ)
    return {line.attempt_id: line for line in lines}


@register.filter
def get(mapping, key):
    """The value at `key`, or None."""
    return mapping.get(key)


@register.filter
def motif_drawings(motif):
    """The templates to draw `motif` from: its own, and one that exists for sure."""
    return [f"gamification/motifs/{name}.svg" for name in (motif, "first-steps")]


@register.filter
def percent(hundredths):
    """A stored score (hundredths of a percent) as whole percent, rounded down."""
    return hundredths // 100


@register.filter
def unbroken(words):
    """These words, a number on the line of the word before it: "A+ Core 1" stays one name."""
    return re.sub(r" (?=\d)|(?<=\b\w\+) ", "\N{NO-BREAK SPACE}", str(words))
