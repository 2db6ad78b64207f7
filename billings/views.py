"""Home, the ten questions for visitors, the rules in words, and what to say when things fail."""

import sys

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from redis.exceptions import RedisError

from billings.dashboard import dashboard
from billings.examples import scoring_example, worked_examples
from gamification.models import Achievement, Avatar
from quizzes.grading import UnacceptableAnswer
from quizzes.progress import exams_with_progress
from quizzes.trial import grade_trial, trial_paper

MEDALS = ("first-steps", "week-warrior", "network-plus-pro", "perfect-score")
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
    paper = trial_paper()
    if request.method == "GET":
        return render(request, "try.html", {"paper": paper})
    try:
        grade_trial(paper, request.POST)
    except UnacceptableAnswer as error:
        return render(request, "400.html", {"sentence": error}, status=400)
    correct = sum(answer.is_correct for answer in paper)
    return render(request, "try_result.html", {"paper": paper, "correct": correct})


@require_safe
def how_it_works(request):
    """The rules of the game, each with an example that the rules' own functions compute."""
    return render(request, "how_it_works.html", worked_examples())


@require_safe
def how_scoring_works(request):
    """How points and the scaled estimate of an exam come about, with a worked example."""
    return render(request, "how_scoring_works.html", scoring_example())


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
    return _say(request, 500)
