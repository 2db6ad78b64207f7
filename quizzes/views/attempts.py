"""Attempts that are submitted: the history, and results."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quizzes.models import Certification
from quizzes.papers import LARGEST, start_quiz
from quizzes.progress import by_domain, exam_report, missed_objectives
from quizzes.views.answering import own_attempt, unless_open
from quizzes.views.exams import begin

ATTEMPTS_PER_PAGE = 20


@require_POST
def again(request, pk):
    """Start a quiz of the items that were missed in one attempt."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("quizzes:result", args=[pk]))
    attempt = own_attempt(request, pk)
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
@login_required
@require_safe
def result(request, pk):
    """What a submitted attempt was worth, and every question with the reasons."""
    attempt = own_attempt(request, pk)
    if not attempt.is_submitted:
        return unless_open(request, attempt) or redirect(attempt)
    answers = list(attempt.answers.for_review().with_asked())
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
            "objectives": missed_objectives(answers),
            "exam": exam_report(attempt) if attempt.is_exam else None,
        },
    )
