"""The pages of achievements and avatars, and the bell that tells of new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.views.people import back, unless_quiet
from gamification.collection import by_category, goals_of, unlocks_of, wardrobe_of
from gamification.models import Achievement, UserAvatar, UserProfile

NEWS = 12  # unlocks that the bell shows, and more when more are new


@login_required
@unless_quiet
@require_safe
def achievements(request):
    """What is earned and how far the rest is; hidden ones are nowhere until earned."""
    goals = goals_of(request.user)
    earned = [goal for goal in goals if goal.earned_at]
    return render(
        request,
        "gamification/achievements.html",
        {
            "shelves": by_category(goals),
            "goals": goals,
            "earned": earned,
            "latest": max(earned, key=lambda goal: goal.earned_at, default=None),
            "percent": 100 * len(earned) // len(goals) if goals else None,
            "rarities": _tally(goals),
        },
    )


def _tally(goals):
    """How many of each rarity are earned, the rarest first; none for a rarity without goals."""
    rows = []
    for rarity in reversed(Achievement.Rarity):
        of_rarity = [goal for goal in goals if goal.achievement.rarity == rarity]
        if of_rarity:
            earned = sum(goal.earned_at is not None for goal in of_rarity)
            rows.append({"rarity": rarity, "earned": earned, "of": len(of_rarity)})
    return rows


@login_required
@unless_quiet
@require_safe
def avatars(request):
    """All avatars: the one that is worn, those to choose from, those to find."""
    wardrobe = wardrobe_of(request.user)
    return render(
        request,
        "gamification/avatars.html",
        {"wardrobe": wardrobe, "open": sum(garment.is_open for garment in wardrobe)},
    )


@never_cache
@login_required
@unless_quiet
@require_safe
def bell(request):
    """What was unlocked lately; whoever looks has seen it."""
    profile = UserProfile.objects.of(request.user)
    unread = profile.unread_unlocks
    unlocks = unlocks_of(request.user, most=max(NEWS, unread))
    if unread:
        profile.read_unlocks()
        profile.unread_unlocks = 0
    return render(
        request,
        "gamification/bell.html",
        {"new": unlocks[:unread], "earlier": unlocks[unread:], "avatar": profile.avatar},
    )


@login_required
@require_POST
def equip(request, slug):
    """Wear an unlocked avatar; a locked one is as unknown here as one that does not exist."""
    unlocked = get_object_or_404(
        UserAvatar.objects.select_related("avatar"), user=request.user, avatar__slug=slug
    )
    UserProfile.objects.of(request.user).equip(unlocked.avatar)
    messages.success(request, f"You are wearing {unlocked.avatar}.")
    return back(request, "gamification:avatars")
