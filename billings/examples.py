"""Worked examples for /how-it-works/: every number comes from the rules themselves."""

from datetime import date, timedelta

from gamification import rules
from gamification.models import Achievement, Avatar
from quizzes.grading import grade
from quizzes.models import Exam
from quizzes.scoring import scaled_estimate


def worked_examples():
    """The context of the page."""
    quizzes = []
    for correct, total in ((20, 30), (25, 30), (30, 30)):
        bonus = rules.accuracy_bonus(correct, total)
        quizzes.append(
            {
                "correct": correct,
                "total": total,
                "base": rules.xp_for(correct, 0),
                "bonus": bonus,
                "xp": rules.xp_for(correct, bonus),
            }
        )
    days = [date(2026, 3, 9) + timedelta(days=n) for n in range(4)]
    mean_scores = [rules.score_of(correct, 10) for correct in (8, 9)]
    again_bonus = rules.accuracy_bonus(10, 10)
    return {
        "per_correct": rules.XP_PER_CORRECT,
        "bonuses": rules.ACCURACY_BONUSES,
        "quizzes": quizzes,
        "again": {
            "correct": 10,
            "paid": 7,
            "unpaid": 3,
            "base": rules.xp_for(7, 0),
            "bonus": again_bonus,
            "xp": rules.xp_for(7, again_bonus),
        },
        "levels": [(level, rules.xp_of_level(level)) for level in (2, 3, 4, 5, 10, 20, 50)],
        "level_example": (450, rules.level_for(450)),
        "counts_from": rules.COUNTS_FROM_QUESTIONS,
        "counts_examples": [(answered, 10, rules.counts(answered, 10)) for answered in (2, 5)],
        "ranked_from": rules.RANKED_FROM_QUESTIONS,
        "ranked_examples": [
            (fresh, rules.is_ranked("practice", 10, 10, fresh)) for fresh in (7, 8)
        ],
        "high_score": rules.HIGH_SCORE,
        "accuracy_from": rules.ACCURACY_BOARD_FROM,
        "certification_from": rules.CERTIFICATION_BOARD_FROM,
        "streak_days": days,
        "streak_last": days[-1],
        "streak": rules.streak_of(set(days), days[-1]),
        "streak_gap": days[1],
        "streak_after_gap": rules.streak_of(set(days) - {days[1]}, days[-1]),
        "mean_scores": [score // 100 for score in mean_scores],
        "mean": sum(mean_scores) // len(mean_scores) // 100,
        "achievement_example": Achievement.objects.active().filter(is_hidden=False).first(),
        "achievements": Achievement.objects.active().filter(is_hidden=False).count(),
        "avatars": Avatar.objects.count(),
    }


def scoring_example():
    """The context of /how-scoring-works/: an exam of two domains and one task of four slots."""
    key = {"1": 3, "2": 1, "3": 4, "4": 2}
    response = {"1": 3, "2": 1, "3": 4, "4": 1}
    points, most = grade("ordering", key, response)
    domains = [(60, 45, 60), (40, 20, 40)]
    return {
        "slots": len(key),
        "right": sum(response[slot] == number for slot, number in key.items()),
        "points": points,
        "most": most,
        "domains": [(weight, got, of, 100 * got // of) for weight, got, of in domains],
        "estimate": scaled_estimate(domains),
        "lowest": scaled_estimate([]),
        "exams": Exam.objects.current(),
    }
