"""The boards as pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views.people import unless_quiet
from gamification import rules
from leaderboards.boards import PERIODS, UnknownBoard, board_for, board_names


@login_required
@unless_quiet
@require_safe
def board(request, slug):
    """One board: the first hundred, and the student's own place."""
    try:
        board = board_for(slug, request.GET.get("period", ""))
    except UnknownBoard as error:
        raise Http404 from error
    top = board.top()
    shown = {entry.user.pk for entry in top}
    standing = None
    if request.user.shows_on_boards and request.user.pk not in shown:
        standing = board.standing(request.user)
    return render(
        request,
        "leaderboards/board.html",
        {
            "board": board,
            "boards": board_names(),
            "periods": PERIODS.items() if slug in ("xp", "quizzes") else (),
            "ranked_from": rules.RANKED_FROM_QUESTIONS,
            "podium": top[:3] if len(top) > 2 else [],
            "rest": top[3:] if len(top) > 2 else top,
            "standing": standing,
            "own_rows": [e for e in standing.entries if e.user.pk not in shown] if standing else [],
        },
    )
