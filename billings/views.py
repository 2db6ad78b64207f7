"""Home, the ten questions for visitors, the rules and terms in words, and what failures say."""

import sys

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from redis.exceptions import RedisError

from accounts.models import SecurityEvent, WaitingMail
from accounts.views.people import unless_quiet
from billings.checks import question_figures
from billings.dashboard import dashboard
from billings.examples import scoring_example, worked_examples
from gamification.models import Achievement, Avatar
from quizzes.grading import UnacceptableAnswer
from quizzes.progress import exams_with_progress
from quizzes.trial import grade_trial, trial_paper

MEDALS = ("first-steps", "week-warrior", "network-plus-pro", "perfect-score")
UNREADABLE = (
    "The site cannot read your second factor any more, for its key has changed. Ask staff to put "
    "the old key back or to remove the factor."
)
SHELF = (
    "default-student",
    "study-buddy",
    "quiz-champion",
    "knowledge-seeker",
    "network-ninja",
    "security-sentinel",
)


@require_safe
def home(request):
    """What this is, for visitors; the dashboard for students."""
    if request.user.is_authenticated:
        return dashboard(request)
    return render(request, "landing.html", shop_window())


def shop_window():
    """What the landing page shows of exams, achievements and avatars: nothing hidden."""
    listed = Achievement.objects.active().filter(is_hidden=False)
    return {
        "exams": exams_with_progress(AnonymousUser()),
        "medals": listed.filter(slug__in=MEDALS),
        "shelf": Avatar.objects.filter(slug__in=SHELF),
    }


@require_http_methods(["GET", "POST"])
def try_ten(request):
    """Ten fixed questions without an account: graded here, stored nowhere."""
    paper = trial_paper(request.user)
    if request.method == "GET":
        return render(request, "try.html", {"paper": paper})
    try:
        grade_trial(paper, request.POST)
    except UnacceptableAnswer as error:
        return render(request, "400.html", {"sentence": error}, status=400)
    correct = sum(answer.is_correct for answer in paper)
    return render(request, "try_result.html", {"paper": paper, "correct": correct})


@require_safe
@unless_quiet
def how_it_works(request):
    """The rules of the game, each with an example that the rules' own functions compute."""
    return render(request, "how_it_works.html", worked_examples())


@require_safe
def how_scoring_works(request):
    """How points and the scaled estimate of an exam come about, with a worked example."""
    return render(request, "how_scoring_works.html", scoring_example())


@require_safe
def how_questions_are_made(request):
    """Where the questions come from, how they were checked, and what the check found."""
    return render(request, "how_questions_are_made.html", question_figures())


@require_safe
def terms(request):
    """What one agrees to by using the site."""
    return render(request, "terms.html", {"operator": settings.OPERATOR})


@require_safe
def privacy(request):
    """What is kept of a person, why, and for how long."""
    return render(
        request,
        "privacy.html",
        {
            "operator": settings.OPERATOR,
            "event_days": SecurityEvent.KEPT_FOR.days,
            "mail_days": WaitingMail.KEPT_FOR.days,
            "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
            "has_mail": settings.HAS_MAIL,
            "has_providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
            "static_host": settings.STATIC_HOST,
        },
    )


@require_safe
def not_affiliated(request):
    """Whose names CompTIA's are, and what Billings is not."""
    return render(request, "not_affiliated.html")


def _say(request, status, sentence=""):
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def bad_request(request, exception):
    return _say(request, 400)


def forbidden(request, exception):
    return _say(request, 403)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def not_found(request, exception):
    return _say(request, 404)


def server_error(request):
    """Answer 503 when database or cache were not there, or a row stayed locked, else 500."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError, RedisError)):
        response = _say(request, 503)
        response["Retry-After"] = "10"
        return response
    if isinstance(sys.exception(), InvalidToken):
        return _say(request, 500, UNREADABLE)
    return _say(request, 500)
