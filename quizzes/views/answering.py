"""Answering: the question pages of an open attempt, its review, and how it ends."""

import json
from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from quizzes.grading import UnacceptableAnswer, read_post
from quizzes.margin import Margin, made_at, read_margin, read_sight, stamp
from quizzes.models import (
    AlreadySubmitted,
    AnswerIsFinal,
    NothingAnswered,
    QuizAttempt,
    SavedLater,
    TimeIsUp,
    UserAnswer,
)
from quizzes.signals import question_posted

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# The buttons of a question page that stay on it; the last two settle an answer in study mode.
STAYING = ("flag", "unflag", "clear", "check", "unknown")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk, position):
    """One question of an open attempt; a POST saves its answer and moves on."""
    if not request.user.is_authenticated:
        if request.POST.get("go") == "keep":
            return HttpResponse(status=401)
        return _go(request, redirect_to_login(request.path).url)
    if request.method == "POST":
        return _save(request, pk, position)
    return question_page(request, pk, position)


def _save(request, pk, position):
    if request.content_type not in FORM_TYPES:
        raise BadRequest("An answer comes from a form.")
    question_posted.send(sender=UserAnswer, request=request)
    go = request.POST.get("go", "next")
    given_at = made_at(request.POST, timezone.now())
    margin = read_margin(request.POST, given_at)
    if go == "clear":
        margin = Margin(seconds=margin.seconds)
    try:
        answer = request.user.attempts.save_answer(
            pk,
            position,
            _chosen(request, pk, go),
            margin=margin,
            must_be_whole=go == "check",
            is_settled=go in ("check", "unknown"),
            is_flagged={"flag": True, "unflag": False}.get(go),
            sight=None if go == "clear" else read_sight(request.POST, go == "keep" and given_at),
        )
    except TimeIsUp:
        return close(request, own_attempt(request, pk))
    except AlreadySubmitted:
        attempt = own_attempt(request, pk)
        if attempt.submitted_at == attempt.deadline_at:  # closed by another request, or the command
            return close(request, attempt)
        return _go(request, reverse("quizzes:result", args=[pk]))
    except SavedLater:
        return HttpResponse("A later answer stands.", status=409, content_type="text/plain")
    except AnswerIsFinal:
        return redirect("quizzes:question", pk, position)
    except QuizAttempt.DoesNotExist:
        if go == "keep":
            raise Http404 from None
        return _gone(request)
    except UserAnswer.DoesNotExist:
        raise Http404 from None
    except UnacceptableAnswer as error:
        if go == "keep":
            return HttpResponse(str(error), status=400, content_type="text/plain")
        return question_page(request, pk, position, error=error)
    if go == "keep":
        response = render(request, "quizzes/_saved.html", {"answer": answer})
        response["Saved-At"] = answer.saved_at.isoformat()
        response["Saved-Answer"] = json.dumps(answer.response)
        return response
    if go in STAYING:
        return redirect("quizzes:question", pk, position)
    if go == "leave":
        return _go(request, reverse("home"))
    if go == "review":
        return _go(request, reverse("quizzes:review", args=[pk]) + f"?from={position}")
    if target := _next_position(go, answer):
        return redirect("quizzes:question", pk, target)
    return _go(request, reverse("quizzes:submit", args=[pk]))


def _chosen(request, pk, go):
    """What a posted form chooses. Raises UnacceptableAnswer, but not in study mode where something
    else than the check was pressed, which does not look at it.
    """
    if go in ("unknown", "clear"):
        return []
    try:
        return read_post(request.POST)
    except UnacceptableAnswer:
        if go == "check" or not own_attempt(request, pk).is_study:
            raise
        return []


def _next_position(go, answer):
    """The question that the pressed button leads to, or None when it leads to submitting."""
    if go == "submit":
        return None
    if go.isascii() and go.isdigit() and len(go) <= 3:
        target = int(go)
    else:
        target = answer.position + (-1 if go == "previous" else 1)
    return max(target, 1) if target <= answer.attempt.total else None


def _go(request, address):
    """Leave the question pages: htmx, which replaces only their middle, loads the page anew."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def question_page(request, pk, position, *, error=None):
    """The page of a question; after a POST with what was chosen there, which is not saved.

    `error` says why it is not: the answer cannot be graded.
    """
    attempt = own_attempt(request, pk)
    if elsewhere := unless_open(request, attempt):
        return elsewhere
    answer = get_object_or_404(attempt.answers.for_review(), position=position)
    now, marks = timezone.now(), attempt.map()
    if request.method == "POST" and not answer.is_committed:
        answer.typed = request.POST
        answer.note(read_margin(request.POST, now))
    return render(
        request,
        "quizzes/question.html",
        {
            "attempt": attempt,
            "seconds_left": attempt.seconds_left(now),
            "answer": answer,
            "to_check": attempt.is_study and not answer.is_committed,
            "since": stamp(answer, now),
            "shown": json.dumps(answer.response),
            "question": answer.question,
            "map": marks,
            "has_tasks": any(mark.is_task for mark in marks),
            "has_flags": any(mark.is_flagged for mark in marks),
            "error": error,
        },
        status=400 if error else 200,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk):
    """Say how many answers are blank; a POST submits. A second submission shows the result."""
    try:
        attempt = own_attempt(request, pk)
    except Http404:
        if request.method == "POST":
            return _gone(request)
        raise
    if elsewhere := unless_open(request, attempt):
        return elsewhere
    if request.method == "POST":
        try:
            with suppress(AlreadySubmitted):  # another click was faster: same result
                attempt.submit()
        except NothingAnswered:
            return _drop(request, attempt)
        return redirect("quizzes:result", pk)
    marks = attempt.map()
    blanks = [mark.position for mark in marks if not mark.is_done]
    return render(
        request,
        "quizzes/submit.html",
        {
            "attempt": attempt,
            "seconds_left": attempt.seconds_left(timezone.now()),
            "blanks": blanks,
            "flags": [mark.position for mark in marks if mark.is_flagged],
            "unsettled": [mark for mark in marks if mark.is_flagged or not mark.is_done],
            "done": attempt.total - len(blanks),
        },
    )


@never_cache
@login_required
@require_safe
def review(request, pk):
    """The paper of an open attempt at a glance: answered, blank, flagged, performance-based.

    `?from=` says where the student comes from: "next" is what follows there, then from the start.
    """
    attempt = own_attempt(request, pk)
    if elsewhere := unless_open(request, attempt):
        return elsewhere
    marks = attempt.map()
    here = request.GET.get("from", "")
    here = int(here) if here.isascii() and here.isdigit() and len(here) <= 3 else 0
    following = marks[here:] + marks[:here]
    return render(
        request,
        "quizzes/review.html",
        {
            "attempt": attempt,
            "marks": marks,
            "here": min(here, attempt.total) or 1,
            "seconds_left": attempt.seconds_left(timezone.now()),
            "first_blank": next((m.position for m in marks if not m.is_done), None),
            "next_flagged": next((m.position for m in following if m.is_flagged), None),
            "count": {
                "done": sum(mark.is_done for mark in marks),
                "flagged": sum(mark.is_flagged for mark in marks),
                "tasks": sum(mark.is_task for mark in marks),
            },
        },
    )


@require_POST
def discard(request, pk):
    """Throw an unfinished quiz away, but no exam, and nothing that study mode has settled."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    try:
        attempt = own_attempt(request, pk)
    except Http404:
        return _gone(request)
    if elsewhere := unless_open(request, attempt):
        return elsewhere
    if attempt.is_exam:
        messages.info(request, "A practice exam can be ended, not discarded.")
        return redirect("quizzes:review", pk)
    if attempt.answers.filter(is_committed=True).exists():
        messages.info(request, "What you checked counts: end the quiz instead.")
        return redirect("quizzes:submit", pk)
    return _drop(request, attempt)


def _drop(request, attempt):
    try:
        attempt.drop()
    except AlreadySubmitted:
        is_kept = QuizAttempt.objects.filter(pk=attempt.pk).exists()
        return redirect("quizzes:result", attempt.pk) if is_kept else _gone(request)
    messages.success(request, f"“{attempt.title}” is discarded. Nothing of it was counted.")
    return redirect("quizzes:exam", attempt.exam.certification.slug)


def _gone(request):
    """Where a second click leads, after the first has dropped the attempt."""
    messages.info(request, "That quiz is not there any more.")
    return _go(request, reverse("home"))


def _say_once(request, text):
    """Tell `text`, unless it waits to be shown: saving and a step may both come too late."""
    waiting = messages.get_messages(request)
    if text not in [str(message) for message in waiting]:
        messages.info(request, text)
    waiting.used = False  # they were read here, not shown


def own_attempt(request, pk):
    """The student's own attempt; somebody else's is not there."""
    return get_object_or_404(request.user.attempts.with_exam(), pk=pk)


def unless_open(request, attempt):
    """Where a page of an open attempt leads instead, when it is open no more; else None."""
    if attempt.is_submitted:
        return redirect(attempt)
    if attempt.is_over(timezone.now()):
        return close(request, attempt)
    return None


def close(request, attempt):
    """Close an attempt whose time is up, at the first request that comes after it."""
    with suppress(AlreadySubmitted):  # another request, or the command, was faster
        attempt.close()
    is_kept = QuizAttempt.objects.filter(pk=attempt.pk).exists()
    if request.htmx:
        if request.POST.get("go") != "keep":  # which says itself that an answer came too late
            ended = timezone.localtime(attempt.deadline_at)
            when = f"{ended.day} {ended:%B} at {ended:%H:%M}"
            _say_once(request, f"Time is up: “{attempt.title}” ended on {when}.")
        slug = attempt.exam.certification.slug
        return HttpResponseClientRedirect(
            reverse("quizzes:result", args=[attempt.pk])
            if is_kept
            else reverse("quizzes:exam", args=[slug])
        )
    return render(
        request,
        "quizzes/time_is_up.html",
        {"attempt": attempt, "is_kept": is_kept},
        status=409 if request.method == "POST" else 200,
    )
