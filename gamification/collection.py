"""What a student has earned and can still earn, for the pages that show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from gamification.models import (
    Achievement,
    Avatar,
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)
from gamification.rewards import stats_for


@dataclass
class Goal:
    """An achievement as one student sees it: earned, or how far it is."""

    achievement: Achievement
    reached: int
    earned_at: datetime | None = None
    xp: int = 0  # what it brought, or would bring

    @property
    def percent(self):
        """How far it is, in whole percent of the way."""
        return 100 * self.reached // self.achievement.value


@dataclass
class Garment:
    """An avatar as one student sees it. A secret one says nothing but its rarity."""

    avatar: Avatar
    is_open: bool
    is_worn: bool = False
    is_secret: bool = False


def goals_of(user):
    """The Goals that `user` may know of, in order: a hidden one only once it is earned."""
    brought = XPAward.objects.filter(user=user, achievement=OuterRef("achievement"))
    earned = {
        row.achievement_id: row
        for row in UserAchievement.objects.filter(user=user).annotate(
            xp=Subquery(brought.values("amount")[:1])
        )
    }
    records = CertificationRecord.objects.filter(user=user)
    stats = stats_for(
        UserProfile.objects.of(user), dict(records.values_list("certification", "quizzes"))
    )
    goals = []
    for achievement in Achievement.objects.all():
        if row := earned.get(achievement.pk):
            xp = achievement.xp if row.xp is None else row.xp
            goals.append(Goal(achievement, achievement.value, row.earned_at, xp))
        elif achievement.is_active and not achievement.is_hidden:
            reached = min(stats.progress(achievement), achievement.value)
            goals.append(Goal(achievement, reached, xp=achievement.xp))
    return goals


def unlocks_of(user, most):
    """What `user` unlocked, the newest first, `most` of it: pairs of when and what, which is a
    UserAchievement or a UserAvatar.

    The avatars that are open from sign-up are no news.
    """
    earned = UserAchievement.objects.filter(user=user).select_related("achievement")
    opened = UserAvatar.objects.filter(user=user, attempt__isnull=False).select_related("avatar")
    unlocks = [(row.earned_at, row) for row in earned[:most]]
    unlocks += [(row.unlocked_at, row) for row in opened[:most]]
    unlocks.sort(key=lambda unlock: unlock[0], reverse=True)
    return unlocks[:most]


def by_category(goals):
    """Category → its goals, both in the order in which they come."""
    shelves = {}
    for goal in goals:
        shelves.setdefault(goal.achievement.category, []).append(goal)
    return shelves


def wardrobe_of(user):
    """The Garments of `user`, the secret ones last and all alike."""
    profile = UserProfile.objects.of(user)
    opened = set(UserAvatar.objects.filter(user=user).values_list("avatar", flat=True))
    earned = set(UserAchievement.objects.filter(user=user).values_list("achievement", flat=True))
    garments, secrets = [], []
    for avatar in Avatar.objects.select_related("achievement"):
        goal = avatar.achievement
        if avatar.pk in opened:
            garments.append(Garment(avatar, True, is_worn=avatar.pk == profile.avatar_id))
        elif goal and goal.is_hidden and goal.pk not in earned:
            if goal.is_active:
                secrets.append(Garment(_silhouette(avatar.rarity), False, is_secret=True))
        elif goal is None or goal.is_active or goal.pk in earned:
            garments.append(Garment(avatar, False))
    return garments + secrets


def _silhouette(rarity):
    return Avatar(
        name="Not found yet",
        description="a grey silhouette",
        rarity=rarity,
        image="img/avatars/silhouette.svg",
    )
