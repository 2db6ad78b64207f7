"""What a submission is worth: called inside its transaction, by the receiver of the signal."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from gamification import rules
from gamification.models import (
    Achievement,
    Avatar,
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)
from quizzes.models import UserAnswer


@dataclass
class Stats:
    """What achievements look at; the fields are the values of `Achievement.Criterion`."""

    quizzes: int
    perfect_quizzes: int
    high_quizzes: int
    correct_answers: int
    streak: int
    level: int
    certification_quizzes: dict  # certification id → quizzes of it that count

    def progress(self, achievement):
        """How far somebody with these stats is towards `achievement.value`."""
        reached = getattr(self, achievement.criterion)
        if isinstance(reached, dict):
            reached = reached.get(achievement.certification_id, 0)
        return reached


def stats_for(profile, certification_quizzes):
    """The stats of a profile and its counts per certification (id → quizzes that count)."""
    return Stats(
        quizzes=profile.quizzes,
        perfect_quizzes=profile.perfect_quizzes,
        high_quizzes=profile.high_quizzes,
        correct_answers=profile.correct_answers,
        # The longest, so that an achievement added later sees the streaks of the past.
        streak=profile.longest_streak,
        level=profile.level,
        certification_quizzes=certification_quizzes,
    )


def reward(attempt):
    """Award XP, streak, counters, achievements and avatars for a submitted attempt.

    The profile row stays locked until the transaction ends, so rewards of one student are
    handed out one after the other and "paid earlier today" cannot be read too early.
    """
    profile = UserProfile.objects.lock(attempt.user_id)
    award = _quiz_award(attempt)
    _pay(profile, award)
    _count(profile, award)
    earned = _settle_achievements(profile, attempt)
    awards = [award]
    for achievement in earned:
        awards.append(
            XPAward(
                user_id=profile.user_id,
                reason=XPAward.Reason.ACHIEVEMENT,
                attempt=attempt,
                achievement=achievement,
                amount=achievement.xp,
                created_at=attempt.submitted_at,
            )
        )
        _pay(profile, awards[-1])
    XPAward.objects.bulk_create(awards)
    opened = _unlock_avatars(profile, attempt) if earned else []
    profile.unread_unlocks += len(earned) + len(opened)
    profile.save()


def _quiz_award(attempt):
    """The ledger line of the quiz itself, from its facts and from what paid earlier that day."""
    is_here = Q(attempt=attempt)
    items = (
        UserAnswer.objects.filter(
            attempt__user=attempt.user_id, attempt__submitted_on=attempt.submitted_on
        )
        .order_by()
        .values("item")
        .annotate(
            here=Count("pk", filter=is_here),
            right_here=Count("pk", filter=is_here & Q(is_correct=True)),
            answered_before=Count("pk", filter=~is_here & Q(response__isnull=False)),
            right_before=Count("pk", filter=~is_here & Q(is_correct=True)),
        )
        .filter(here__gt=0)
        .values_list("right_here", "answered_before", "right_before")
    )
    paid = unpaid = fresh = 0
    for right_here, answered_before, right_before in items:
        fresh += not answered_before
        paid += bool(right_here and not right_before)
        unpaid += bool(right_here and right_before)
    bonus = 0 if attempt.mode == "study" else rules.accuracy_bonus(attempt.correct, attempt.total)
    counts = rules.counts(attempt.answered, attempt.total)
    return XPAward(
        user_id=attempt.user_id,
        reason=XPAward.Reason.QUIZ,
        attempt=attempt,
        amount=rules.xp_for(paid, bonus),
        paid=paid,
        unpaid=unpaid,
        bonus=bonus,
        counted_on=attempt.submitted_on if counts else None,
        is_ranked=rules.is_ranked(attempt.mode, attempt.answered, attempt.total, fresh),
        created_at=attempt.submitted_at,
    )


def _pay(profile, award):
    """Add the line to the running total and to the week and month that it falls in."""
    profile.xp += award.amount
    award.balance = profile.xp
    _open_periods(profile, award.created_at)
    if profile.week_on == rules.week_of(award.created_at):
        profile.week_xp += award.amount
    if profile.month_on == rules.month_of(award.created_at):
        profile.month_xp += award.amount


def _open_periods(profile, moment):
    """Start the sums of the week and month of `moment`, unless a later one has begun."""
    week, month = rules.week_of(moment), rules.month_of(moment)
    if not profile.week_on or profile.week_on < week:
        profile.week_on, profile.week_xp, profile.week_quizzes = week, 0, 0
    if not profile.month_on or profile.month_on < month:
        profile.month_on, profile.month_xp, profile.month_quizzes = month, 0, 0


def _count(profile, award):
    """Move the counters and the streak for a quiz that counts."""
    if not award.counted_on:
        return
    attempt = award.attempt
    score = rules.score_of(attempt.correct, attempt.total)
    is_ranked = int(award.is_ranked)
    profile.quizzes += 1
    profile.correct_answers += attempt.correct
    profile.ranked_quizzes += is_ranked
    profile.score_sum += is_ranked * score
    profile.perfect_quizzes += is_ranked and attempt.correct == attempt.total
    profile.high_quizzes += is_ranked and 100 * attempt.correct >= rules.HIGH_SCORE * attempt.total
    profile.week_quizzes += profile.week_on == rules.week_of(award.created_at)
    profile.month_quizzes += profile.month_on == rules.month_of(award.created_at)
    _extend_streak(profile, award)
    record = {"user_id": profile.user_id, "certification": attempt.exam.certification_id}
    changed = CertificationRecord.objects.filter(**record).update(
        quizzes=F("quizzes") + 1,
        ranked_quizzes=F("ranked_quizzes") + is_ranked,
        score_sum=F("score_sum") + is_ranked * score,
        best_score=Greatest("best_score", score),
    )
    if not changed:  # a certification that is younger than the profile
        CertificationRecord.objects.create(
            user_id=profile.user_id,
            certification_id=attempt.exam.certification_id,
            quizzes=1,
            ranked_quizzes=is_ranked,
            score_sum=is_ranked * score,
            best_score=score,
        )


def _extend_streak(profile, award):
    """Count the award's local day into the streak, also when it comes late."""
    day, last = award.counted_on, profile.last_counted_on
    if last == day:
        return
    if last and day < last:
        # An exam closed after its deadline counts on a day that lies behind: fold all days anew.
        days = set(
            XPAward.objects.filter(user=profile.user_id, counted_on__isnull=False).values_list(
                "counted_on", flat=True
            )
        )
        profile.streak = rules.streak_of(days | {day}, last)
        profile.longest_streak = max(
            profile.longest_streak, max(rules.streak_of(days | {day}, end) for end in days | {day})
        )
        return
    profile.streak = profile.streak + 1 if last == day - timedelta(days=1) else 1
    profile.longest_streak = max(profile.longest_streak, profile.streak)
    profile.last_counted_on = day
    zone = ZoneInfo(award.attempt.user.time_zone)
    profile.streak_lapses_at = datetime.combine(day + timedelta(days=2), time.min, zone)


def _settle_achievements(profile, attempt):
    """Record every achievement that is reached now; their XP may reach further ones.

    Returns them in the order in which they pay. The XP itself is not added here.
    """
    pending = list(
        Achievement.objects.active()
        .exclude(pk__in=UserAchievement.objects.filter(user=profile.user_id).values("achievement"))
        .annotate(
            quizzes_of_certification=Subquery(
                CertificationRecord.objects.filter(
                    user=profile.user_id, certification=OuterRef("certification")
                ).values("quizzes")
            )
        )
    )
    stats = stats_for(
        profile,
        {
            a.certification_id: a.quizzes_of_certification or 0
            for a in pending
            if a.certification_id
        },
    )
    earned, xp = [], profile.xp
    while reached := [a for a in pending if stats.progress(a) >= a.value]:
        earned += reached
        pending = [a for a in pending if a not in reached]
        xp += sum(a.xp for a in reached)
        stats.level = rules.level_for(xp)
    if earned:
        UserAchievement.objects.bulk_create(
            UserAchievement(
                user_id=profile.user_id,
                achievement=achievement,
                attempt=attempt,
                earned_at=attempt.submitted_at,
            )
            for achievement in earned
        )
    return earned


def _unlock_avatars(profile, attempt):
    """Open the avatars of earned achievements, and those that are open to all, also the newer.

    Returns what was opened.
    """
    earned = UserAchievement.objects.filter(user=profile.user_id).values("achievement")
    opened = Avatar.objects.filter(Q(achievement__in=earned) | Q(achievement__isnull=True)).exclude(
        pk__in=UserAvatar.objects.filter(user=profile.user_id).values("avatar")
    )
    return UserAvatar.objects.bulk_create(
        UserAvatar(
            user_id=profile.user_id,
            avatar=avatar,
            attempt=attempt,
            unlocked_at=attempt.submitted_at,
        )
        for avatar in opened
    )
