"""Lists to look things up in: mistakes, objectives, and how sure and how right."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from study.confidence import Confidence, grid_of
from study.models import Card, open_items
from study.objectives import Mastery, results_of
from study.standing import standing_of
from study.views.today import current_exam

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def mistakes(request, slug):
    """Every question that was missed and is not fixed, the most often missed first."""
    exam = current_exam(slug)
    cards = _cards_of(request.user, exam).mistakes().order_by("-missed", "reviewed_at", "pk")
    return render(request, "study/mistakes.html", {"exam": exam, **_page(request, cards)})


@never_cache
@login_required
@require_safe
def objectives(request, slug):
    """Every objective: its first tries with their interval, and how far it is mastered."""
    exam = current_exam(slug)
    standing = standing_of(request.user, exam, timezone.now())
    results = results_of(standing)
    return render(
        request,
        "study/objectives.html",
        {
            "exam": exam,
            "known": [result for result in results if result.is_enough],
            "unknown": [result for result in results if not result.is_enough],
            "states": Mastery,
        },
    )


@never_cache
@login_required
@require_safe
def confidence(request, slug):
    """Right and wrong by how sure, and the questions of one cell: sure and wrong, to begin with."""
    exam = current_exam(slug)
    is_right, level = _cell(request.GET)
    own = _cards_of(request.user, exam)
    cards = own.filter(answer__confidence=level, **{"run__gt" if is_right else "run": 0})
    return render(
        request,
        "study/confidence.html",
        {
            "exam": exam,
            "grid": grid_of(own.by_confidence()),
            "is_right": is_right,
            "level": level,
            **_page(request, cards.order_by("-reviewed_at", "pk")),
        },
    )


def _cell(query):
    """The `(is_right, level)` that the address asks for; what it does not know is the first."""
    levels = {str(level.value): level for level in Confidence}
    return query.get("is") == "right", levels.get(query.get("sure"), Confidence.SURE)


def _cards_of(user, exam):
    return Card.objects.filter(user=user).of_exam(exam).drawable()


def _page(request, cards):
    """One page of `cards`, each with `is_asked`: an unfinished quiz asks it, so say no reasons."""
    page = Paginator(cards.with_answer(), PER_PAGE).get_page(request.GET.get("page"))
    asked = set(open_items(request.user).values_list("answers__item", flat=True))
    for card in page:
        card.is_asked = card.item_id in asked
        card.answer.corrected_at = card.corrected_at
    return {"page": page}
