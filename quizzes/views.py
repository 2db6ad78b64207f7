"""Exams and attempts, from the list of exams to the result."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from quizzes.forms import ReportForm, StartForm
from quizzes.grading import UnacceptableAnswer, read_post
from quizzes.models import (
    AlreadySubmitted,
    AnswerIsFinal,
    Certification,
    Domain,
    Exam,
    NothingAnswered,
    QuestionReport,
    QuizAttempt,
    UserAnswer,
)
from quizzes.papers import LARGEST, SIZES, SMALLEST, HasOpenAttempt, NothingToDraw, start_quiz
from quizzes.progress import by_domain, domains_with_progress, exams_with_progress

ATTEMPTS_PER_PAGE = 20


@require_safe
def exams(request):
    """The certifications, each with its current exam and the student's own progress."""
    return render(request, "quizzes/exams.html", {"exams": exams_with_progress(request.user)})


@require_safe
def exam(request, slug):
    """One certification: its exam, domains, own progress, and the picker of a quiz."""
    return _exam_page(request, _current_exam(slug))


@require_POST
def start(request, slug):
    """Draw a quiz and go to its first question."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("quizzes:exam", args=[slug]))
    domains = get_list_or_404(Domain.objects.of_current_exam(slug))
    exam = domains[0].exam
    form = StartForm(request.POST, domains=domains)
    if not form.is_valid():
        return _exam_page(request, exam, form, status=400)
    return _start(request, exam, **form.cleaned_data)


@require_POST
def again(request, pk):
    """Start a quiz of the items that were missed in one attempt."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("quizzes:result", args=[pk]))
    attempt = _own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect(attempt)
    missed = attempt.answers.filter(is_correct=False).values_list("item_id", flat=True)
    return _start(request, attempt.exam, size=LARGEST, items=set(missed))


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
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk, position):
    """One question of an open attempt; a POST saves its answer and moves on."""
    if request.method == "POST":
        return _save(request, pk, position)
    return _question_page(request, pk, position)


def _save(request, pk, position):
    try:
        chosen = [] if request.POST.get("go") == "unknown" else read_post(request.POST)
        answer = request.user.attempts.save_answer(pk, position, chosen)
    except AlreadySubmitted:
        return _go(request, reverse("quizzes:result", args=[pk]))
    except AnswerIsFinal:
        return redirect("quizzes:question", pk, position)
    except (QuizAttempt.DoesNotExist, UserAnswer.DoesNotExist):
        raise Http404 from None
    except UnacceptableAnswer as error:
        return _question_page(request, pk, position, error=error, status=400)
    if answer.is_committed:
        return redirect("quizzes:question", pk, position)
    go = request.POST.get("go", "next")
    if go == "leave":
        return _go(request, reverse("home"))
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
    if attempt.is_submitted:
        return redirect(attempt)
    answer = get_object_or_404(attempt.answers.for_review(), position=position)
    return render(
        request,
        "quizzes/question.html",
        {
            "attempt": attempt,
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
    if attempt.is_submitted:
        return redirect(attempt)
    if request.method == "POST":
        try:
            with suppress(AlreadySubmitted):  # another click was faster: same result
                attempt.submit()
        except NothingAnswered:
            return discard(request, pk)
        return redirect("quizzes:result", pk)
    blanks = [position for position, is_done in attempt.map() if not is_done]
    done = attempt.total - len(blanks)
    return render(
        request, "quizzes/submit.html", {"attempt": attempt, "blanks": blanks, "done": done}
    )


@require_POST
def discard(request, pk):
    """Throw an unfinished practice or study quiz away."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    attempt = _own_attempt(request, pk)
    try:
        attempt.discard()
    except AlreadySubmitted:
        return redirect("quizzes:result", pk)
    messages.success(request, f"“{attempt.title}” is discarded. Nothing of it was counted.")
    return redirect("quizzes:exam", attempt.exam.certification.slug)


@never_cache
@login_required
@require_safe
def result(request, pk):
    """What a submitted attempt was worth, and every question with the reasons."""
    attempt = _own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect(attempt)
    answers = list(attempt.answers.for_review())
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
            "domains": by_domain(answers),
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


def _current_exam(slug):
    return get_object_or_404(Exam.objects.current(), certification__slug=slug)


def _exam_page(request, exam, form=None, status=200):
    domains = domains_with_progress(request.user, exam)
    available = sum(domain.question_count for domain in domains)
    unfinished = []
    if request.user.is_authenticated:
        unfinished = list(request.user.attempts.open().with_answered().filter(exam=exam))
    return render(
        request,
        "quizzes/exam.html",
        {
            "exam": exam,
            "domains": domains,
            "available": available,
            "seen": sum(domain.seen for domain in domains),
            "missed": sum(domain.missed for domain in domains),
            "sizes": SIZES,
            "smallest": SMALLEST,
            "largest": LARGEST,
            "form": form,
            "unfinished": unfinished,
        },
        status=status,
    )


def _start(request, exam, **wishes):
    try:
        attempt = start_quiz(request.user, exam, **wishes)
    except HasOpenAttempt:
        messages.info(request, "You have an unfinished quiz here. Go on with it, or discard it.")
        return redirect("quizzes:exam", exam.certification.slug)
    except NothingToDraw:
        messages.info(request, "There is no question that fits. Choose other domains.")
        return redirect("quizzes:exam", exam.certification.slug)
    return redirect(attempt)
