"""Home, the ten questions for visitors, the rules in words, and what to say when things fail."""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from quizzes.trial import grade_trial, trial_questions

from billings.dashboard import dashboard
from billings.examples import worked_examples
from quizzes.grading import UnacceptableAnswer


@require_safe
def home(request):
    """What this is, for visitors; the dashboard for students."""
    if request.user.is_authenticated:
        return dashboard(request)
    return render(request, "landing.html")


@require_http_methods(["GET", "HEAD", "POST"])
def try_ten(request):
    """Ten fixed questions without an account: graded here, stored nowhere."""
    questions = trial_questions()
    if request.method == "POST":
        try:
            result = grade_trial(questions, request.POST)
        except UnacceptableAnswer as error:
            return _say(request, 400, str(error))
        return render(request, "try_result.html", {"result": result})
    return render(request, "try.html", {"questions": questions})


@require_safe
def how_it_works(request):
    """The rules of the game, each with an example that the rules' own functions compute."""
    return render(request, "how_it_works.html", worked_examples())


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
    """Answer 503 when the database was not there or stayed locked, else 500."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        response = _say(request, 503)
        response["Retry-After"] = "10"
        return response
    return _say(request, 500)
