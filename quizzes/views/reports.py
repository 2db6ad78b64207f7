"""Reports of questions: what a student tells staff, and what they answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.forms import ReportForm
from quizzes.models import QuestionReport
from quizzes.views.answering import own_attempt

PER_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, position):
    """Tell staff that something about an answered question is not right."""
    attempt = own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect(attempt)
    answer = get_object_or_404(attempt.answers.for_review().with_asked(), position=position)
    own = QuestionReport.objects.filter(
        question=answer.question, user=request.user, resolved_at=None
    ).first() or QuestionReport(question=answer.question, user=request.user)
    own.answer, own.seed = answer, answer.seed
    form = ReportForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        words = "Thank you. Staff will look at the question; their answer stands in “Your reports”."
        messages.success(request, words)
        return redirect(f"{attempt.get_absolute_url()}#q{position}")
    return render(
        request,
        "quizzes/report.html",
        {"form": form, "attempt": attempt, "answer": answer},
        status=400 if form.is_bound else 200,
    )


@never_cache
@login_required
@require_safe
def reports(request):
    """What the student reported, and what staff answered; who looks has seen it."""
    mine = QuestionReport.objects.filter(user=request.user).select_related(
        "answer__attempt", "question__item__objective__domain__exam__certification"
    )
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    unread = {report.pk for report in page if report.is_resolved and not report.seen_at}
    if unread:
        QuestionReport.objects.filter(pk__in=unread).update(seen_at=timezone.now())
    return render(request, "quizzes/reports.html", {"page": page, "unread": unread})
