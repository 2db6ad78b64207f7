"""What the game keeps of a student: for them to take along, or to see go."""

from gamification.models import (
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)


def data_of(user):
    """Totals, ledger, achievements and avatars of `user`, as JSON can hold them."""
    profile = UserProfile.objects.of(user)
    awards = XPAward.objects.filter(user=user).select_related("achievement")
    return {
        "xp": profile.xp,
        "level": profile.level,
        "quizzes_that_count": profile.quizzes,
        "streak": profile.current_streak(),
        "longest_streak": profile.longest_streak,
        "avatar": profile.avatar.slug if profile.avatar else None,
        "certifications": list(
            CertificationRecord.objects.filter(user=user, quizzes__gt=0).values(
                "certification__slug", "quizzes", "ranked_quizzes", "mean_score", "best_score"
            )
        ),
        "ledger": [
            {
                "at": award.created_at,
                "amount": award.amount,
                "balance": award.balance,
                "reason": award.reason,
                "quiz": award.attempt_id,
                "achievement": award.achievement.slug if award.achievement else None,
            }
            for award in awards
        ],
        "achievements": list(
            UserAchievement.objects.filter(user=user).values("achievement__slug", "earned_at")
        ),
        "avatars": list(UserAvatar.objects.filter(user=user).values("avatar__slug")),
    }


def losses_of(user):
    """What goes with the account."""
    profile = UserProfile.objects.of(user)
    count = UserAchievement.objects.filter(user=user).count()
    happens = (
        f"{profile.xp:,} XP, level {profile.level}, achievements ({count}), avatars and your "
        "places on the leaderboards go."
    )
    return [("What you earned", happens)]
