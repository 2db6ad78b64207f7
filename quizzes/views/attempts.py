"""Attempts, from the first question to the result."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from quizzes.forms import ReportForm
from quizzes.grading import UnacceptableAnswer, read_post
from quizzes.models import (
    AlreadySubmitted,
    AnswerIsFinal,
    Certification,
    NothingAnswered,
    QuestionReport,
    QuizAttempt,
    TimeIsUp,
    UserAnswer,
)
from quizzes.papers import LARGEST, start_quiz
from quizzes.progress import by_domain
from quizzes.scoring import scaled_estimate
from quizzes.views.exams import begin

ATTEMPTS_PER_PAGE = 20
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@require_POST
def again(request, pk):
    """Start a quiz of the items that were missed in one attempt."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("quizzes:result", args=[pk]))
    attempt = _own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect(attempt)
    missed = attempt.answers.filter(is_correct=False).values_list("item_id", flat=True)
    return begin(request, attempt.exam, start_quiz, size=LARGEST, items=set(missed))


@login_required
@require_safe
def attempts(request):
    """The history: submitted quizzes, newest first, of all certifications or one."""
    certifications = list(Certification.objects.all())
    chosen = request.GET.get("exam", "")
    history = request.user.attempts.submitted().with_exam().order_by("-submitted_at", "-pk")
    if chosen:
        if chosen not in {certification.slug for certification in certifications}:
            raise Http404
        history = history.filter(exam__certification__slug=chosen)
    page = Paginator(history, ATTEMPTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "quizzes/attempts.html",
        {"page": page, "certifications": certifications, "chosen": chosen},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk, position):
    """One question of an open attempt; a POST saves its answer and moves on."""
    if not request.user.is_authenticated:
        return _go(request, redirect_to_login(request.path).url)
    if request.method == "POST":
        return _save(request, pk, position)
    return _question_page(request, pk, position)


def _save(request, pk, position):
    if request.content_type not in FORM_TYPES:
        raise BadRequest("An answer comes from a form.")
    go = request.POST.get("go", "next")
    try:
        chosen = [] if go in ("unknown", "clear") else read_post(request.POST)
        answer = request.user.attempts.save_answer(
            pk, position, chosen, must_be_whole=go == "check", toggles_flag=go == "flag"
        )
    except TimeIsUp:
        return _close(request, _own_attempt(request, pk))
    except AlreadySubmitted:
        return _go(request, reverse("quizzes:result", args=[pk]))
    except AnswerIsFinal:
        return redirect("quizzes:question", pk, position)
    except (QuizAttempt.DoesNotExist, UserAnswer.DoesNotExist):
        raise Http404 from None
    except UnacceptableAnswer as error:
        return _question_page(request, pk, position, error=error, status=400)
    if answer.is_committed or go in ("flag", "clear"):
        return redirect("quizzes:question", pk, position)
    if go == "leave":
        return _go(request, reverse("home"))
    if go == "review":
        return _go(request, reverse("quizzes:review", args=[pk]))
    if target := _next_position(go, answer):
        return redirect("quizzes:question", pk, target)
    return _go(request, reverse("quizzes:submit", args=[pk]))


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


def _question_page(request, pk, position, error=None, status=200):
    attempt = _own_attempt(request, pk)
    if elsewhere := _unless_open(request, attempt):
        return elsewhere
    answer = get_object_or_404(attempt.answers.for_review(), position=position)
    answer.typed = request.POST if error else None
    return render(
        request,
        "quizzes/question.html",
        {
            "attempt": attempt,
            "seconds_left": attempt.seconds_left(timezone.now()),
            "answer": answer,
            "question": answer.question,
            "map": attempt.map(),
            "error": error,
        },
        status=status,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk):
    """Say how many answers are blank; a POST submits. A second submission shows the result."""
    attempt = _own_attempt(request, pk)
    if elsewhere := _unless_open(request, attempt):
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
            "blanks": blanks,
            "flags": [mark.position for mark in marks if mark.is_flagged],
            "done": attempt.total - len(blanks),
        },
    )


@never_cache
@login_required
@require_safe
def review(request, pk):
    """The paper of an open attempt at a glance: answered, blank, flagged, performance-based."""
    attempt = _own_attempt(request, pk)
    if elsewhere := _unless_open(request, attempt):
        return elsewhere
    marks = attempt.map()
    return render(
        request,
        "quizzes/review.html",
        {
            "attempt": attempt,
            "marks": marks,
            "seconds_left": attempt.seconds_left(timezone.now()),
            "first_blank": next((m.position for m in marks if not m.is_done), None),
            "next_flagged": next((m.position for m in marks if m.is_flagged), None),
        },
    )


@require_POST
def discard(request, pk):
    """Throw an unfinished practice or study quiz away."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    attempt = _own_attempt(request, pk)
    if attempt.is_exam:
        messages.info(request, "An exam can be ended, not discarded.")
        return redirect("quizzes:review", pk)
    return _drop(request, attempt)


def _drop(request, attempt):
    try:
        attempt.drop()
    except AlreadySubmitted:
        return redirect("quizzes:result", attempt.pk)
    messages.success(request, f"“{attempt.title}” is discarded. Nothing of it was counted.")
    return redirect("quizzes:exam", attempt.exam.certification.slug)


@never_cache
@login_required
@require_safe
def result(request, pk):
    """What a submitted attempt was worth, and every question with the reasons."""
    attempt = _own_attempt(request, pk)
    if not attempt.is_submitted:
        return _unless_open(request, attempt) or redirect(attempt)
    answers = list(attempt.answers.for_review())
    domains = by_domain(answers)
    missed = [answer for answer in answers if not answer.is_correct]
    shows_missed = request.GET.get("show") == "missed"
    return render(
        request,
        "quizzes/result.html",
        {
            "attempt": attempt,
            "answers": missed if shows_missed else answers,
            "missed": missed,
            "shows_missed": shows_missed,
            "domains": domains,
            "estimate": attempt.is_exam
            and scaled_estimate([(d.domain.weight, d.points, d.max_points) for d in domains]),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, position):
    """Tell staff that something about an answered question is not right."""
    attempt = _own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect(attempt)
    answer = get_object_or_404(attempt.answers.for_review(), position=position)
    own = QuestionReport.objects.filter(
        question=answer.question, user=request.user, resolved_at=None
    ).first() or QuestionReport(question=answer.question, user=request.user)
    form = ReportForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Thank you. Staff will look at the question.")
        return redirect(f"{attempt.get_absolute_url()}#q{position}")
    return render(
        request,
        "quizzes/report.html",
        {"form": form, "attempt": attempt, "answer": answer},
        status=400 if form.is_bound else 200,
    )


def _own_attempt(request, pk):
    """The student's own attempt; somebody else's is not there."""
    return get_object_or_404(request.user.attempts.with_exam(), pk=pk)


def _unless_open(request, attempt):
    """Where a page of an open attempt leads instead, when it is open no more; else None."""
    if attempt.is_submitted:
        return redirect(attempt)
    if attempt.is_over(timezone.now()):
        return _close(request, attempt)
    return None


def _close(request, attempt):
    """Close an exam whose time is up, at the first request that comes after it."""
    with suppress(AlreadySubmitted):  # another request, or the command, was faster
        attempt.close()
    is_kept = QuizAttempt.objects.filter(pk=attempt.pk).exists()
    if request.htmx:
        ended = timezone.localtime(attempt.deadline_at)
        messages.info(request, f"Time is up: the exam ended at {ended:%H:%M}.")
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
