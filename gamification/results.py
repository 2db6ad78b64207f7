"""What a submission brought, read back from the ledger: safe to refresh, never re-derived."""

from dataclasses import dataclass

from django.utils import timezone

from gamification import rules
from gamification.models import UserAvatar, UserProfile, XPAward


@dataclass
class Rewards:
    """The rewards of one attempt, for its result page."""

    quiz: XPAward
    achievements: list  # of XPAward, each with its achievement
    avatars: list  # of Avatar
    profile: UserProfile

    @property
    def xp(self):
        """All XP that the submission brought."""
        return self.quiz.amount + sum(award.amount for award in self.achievements)

    @property
    def base(self):
        """XP of the paid items before the bonus."""
        return rules.xp_for(self.quiz.paid, 0)

    @property
    def counts(self):
        """Whether the quiz counts for streak, boards and achievements."""
        return self.quiz.counted_on is not None

    @property
    def kept_by(self):
        """When the next quiz must count for the streak to go on: "today" or "tomorrow"."""
        today = self.quiz.attempt.user.local_day(timezone.now())
        return "tomorrow" if self.profile.last_counted_on == today else "today"

    @property
    def bonus_xp(self):
        return self.quiz.amount - self.base

    @property
    def level(self):
        """The level right after this submission."""
        return rules.level_for(self._balance)

    @property
    def has_levelled_up(self):
        return self.level > rules.level_for(self._balance - self.xp)

    @property
    def is_festive(self):
        """Whether the submission brought a level, an achievement or an avatar."""
        return self.has_levelled_up or bool(self.achievements or self.avatars)

    @property
    def xp_in_level(self):
        return self._balance - rules.xp_of_level(self.level)

    @property
    def xp_of_level(self):
        """XP between the beginning of this level and of the next."""
        return rules.xp_of_level(self.level + 1) - rules.xp_of_level(self.level)

    @property
    def _balance(self):
        return max(award.balance for award in [self.quiz, *self.achievements])


def rewards_of(attempt):
    """The `Rewards` of a submitted attempt, in two statements plus the profile."""
    quiz, *achievements = XPAward.objects.filter(attempt=attempt).select_related("achievement")
    quiz.attempt = attempt
    avatars = [
        unlocked.avatar
        for unlocked in UserAvatar.objects.filter(attempt=attempt)
        .select_related("avatar")
        .order_by("pk")
    ]
    profile = UserProfile.objects.of(attempt.user)
    return Rewards(quiz=quiz, achievements=achievements, avatars=avatars, profile=profile)
