"""The pages of exams: the list, one of them with its picker, and how a quiz or exam starts."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.blueprints import DEFAULT_TASKS, paper_size, short_domains
from quizzes.forms import CustomForm, ExamForm, StartForm
from quizzes.models import Domain, Exam
from quizzes.papers import (
    LARGEST,
    SIZES,
    SMALLEST,
    HasOpenAttempt,
    NothingToDraw,
    candidates,
    drawable,
    exam_duration,
    quiz_duration,
    start_exam,
    start_quiz,
    unfinished,
)
from quizzes.progress import domains_with_progress, exams_with_progress

# What is started again so soon was meant to be started once.
DOUBLE_CLICK = timedelta(seconds=3)


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
    asked = form.cleaned_data["size"] if form.cleaned_data["pool"] != "missed" else 0
    return begin(request, exam, start_quiz, asked=asked, **form.cleaned_data)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def simulation(request, slug):
    """What an exam will be like; a POST draws it and starts its clock."""
    exam = _current_exam(slug)
    initial = {"has_extension": request.user.has_extension}
    form = ExamForm(request.POST or None, initial=initial, has_clock=bool(request.user.exam_time))
    if request.method == "POST" and form.is_valid():
        return begin(request, exam, start_exam, **form.cleaned_data)
    domains = list(exam.domains.all())
    own = unfinished(request.user, timezone.now(), exam=exam, mode="exam")
    pool = candidates(exam, student=request.user)
    size = paper_size(pool, exam.max_questions, DEFAULT_TASKS)
    short = short_domains(pool, {d.number: d.weight for d in domains}, size)
    return render(
        request,
        "quizzes/simulation.html",
        {
            "exam": exam,
            "form": form,
            "size": size,
            "short": [(d, *short[d.number]) for d in domains if d.number in short],
            "minutes": exam_duration(exam, request.user.exam_time, has_extension=False)
            // timedelta(minutes=1),
            "tasks": DEFAULT_TASKS,
            "unfinished": own,
        },
        status=400 if form.is_bound else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def custom(request, slug):
    """A quiz to measure: the address says which, the page how many fit; a POST starts it."""
    exam = _current_exam(slug)
    domains = list(exam.domains.prefetch_related("objectives__domain"))
    form = CustomForm(request.GET, domains=domains)
    fits = 0
    if form.is_valid():
        how, which = form.wishes()
        if request.method == "POST":
            return begin(request, exam, start_quiz, asked=how["size"], **how, **which)
        fits = len(drawable(request.user, exam, timezone.now(), **which))
    asked = min(fits, form.cleaned_data.get("size") or 0)
    return render(
        request,
        "quizzes/custom.html",
        {
            "exam": exam,
            "exams": Exam.objects.current(),
            "form": form,
            "domains": domains,
            "fits": fits,
            "asked": asked,
            "smallest": SMALLEST,
            "minutes": quiz_duration(exam, asked, request.user.exam_time) // timedelta(minutes=1),
            "unfinished": unfinished(request.user, timezone.now(), exam=exam),
        },
        status=400 if form.errors else 200,
    )


@require_POST
def quick(request):
    """Ten questions at once of the certification `exam`, without tasks: they take minutes.

    With `size` 5 they are five, as a first quiz is: the fewest that count.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    size = SMALLEST if request.POST.get("size") == str(SMALLEST) else SIZES[0]
    return begin(
        request,
        _current_exam(request.POST.get("exam", "")),
        start_quiz,
        asked=size,
        size=size,
        has_tasks=False,
    )


def is_double_click(attempt):
    """Whether a start that finds `attempt` open is the second click on the same button."""
    return timezone.now() - attempt.started_at < DOUBLE_CLICK


def begin(request, exam, draw, *, asked=0, **wishes):
    """Draw a paper with `draw`, start_quiz or start_exam, and go to its first question.

    `asked` is how many questions the student asked for; the page says when there are fewer.
    """
    try:
        attempt = draw(request.user, exam, **wishes)
    except HasOpenAttempt as refusal:
        if is_double_click(refusal.attempt):
            return redirect(refusal.attempt)
        messages.info(request, "You have an unfinished quiz here. Go on with it, or end it.")
        return redirect("quizzes:exam", exam.certification.slug)
    except NothingToDraw:
        messages.info(
            request,
            "There is no question that fits. Choose other domains, or finish what you have begun.",
        )
        return redirect("quizzes:exam", exam.certification.slug)
    if attempt.total < asked:
        messages.info(
            request,
            f"There are not {asked} questions that fit; this quiz has {attempt.total}.",
        )
    return redirect(attempt)


def _current_exam(slug):
    return get_object_or_404(Exam.objects.current(), certification__slug=slug)


def _exam_page(request, exam, form=None, status=200):
    domains = domains_with_progress(request.user, exam)
    available = sum(domain.question_count for domain in domains)
    own = []
    if request.user.is_authenticated:
        own = unfinished(request.user, timezone.now(), exam=exam)
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
            "unfinished": own,
        },
        status=status,
    )
