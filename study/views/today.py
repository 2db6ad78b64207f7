"""/study/: what should I do today? And the buttons that start it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from quizzes.models import Exam
from quizzes.papers import LARGEST, start_quiz, unfinished
from quizzes.views.exams import begin, is_double_click
from study.confidence import grid_of
from study.forms import PlanForm
from study.mix import mix_for, size_today
from study.models import Card
from study.objectives import results_of
from study.outlook import outlook_of
from study.readiness import readiness_of
from study.schedule import set_plan
from study.standing import standing_of
from study.views.exams import chosen_exam, exams_of

MORE, DRILL = 10, 10
WEAKEST = 3


@never_cache
@login_required
@require_safe
def today(request):
    """What to do today in one exam: the recommended quiz, weak spots, the plan, and readiness."""
    return _today_page(request, request.GET.get("exam", ""))


def _today_page(request, slug, form=None, status=200):
    now = timezone.now()
    exams = exams_of(request.user, request.user.local_day(now))
    exam = chosen_exam(exams, slug)
    context = {"exams": exams, "exam": exam}
    if exam:
        context |= _advice(request, exam, now, form)
    return render(request, "study/today.html", context, status=status)


def _advice(request, exam, now, form):
    standing = standing_of(request.user, exam, now)
    size = size_today(standing)
    own = [a for a in unfinished(request.user, now, exam=exam) if a.is_study]
    results = [result for result in results_of(standing) if result.is_enough]
    return {
        "standing": standing,
        "unfinished": own,
        "size": size,
        "mix": mix_for(standing, size or MORE),
        "outlook": outlook_of(standing),
        "weakest": [result for result in results if result.percent < 100][:WEAKEST],
        "confident_misses": grid_of(standing.by_confidence).confident_misses,
        "readiness": readiness_of(standing, list(exam.domains.all()), exam.answers),
        "form": form or PlanForm(instance=standing.plan, today=standing.today, auto_id="plan_%s"),
    }


def student(view):
    """A view that POSTs start: strangers log in first and come back to /study/."""

    @require_POST
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            login = redirect_to_login(reverse("study:today"))
            return HttpResponseClientRedirect(login.url) if request.htmx else login
        return view(request, *args, **kwargs)

    return wrapper


def _just_begun(user, exam):
    """The study quiz that a first click on the same button has begun, or None."""
    for attempt in user.attempts.open().filter(exam=exam, mode="study"):
        if is_double_click(attempt):
            return attempt
    return None


@student
def start(request, slug):
    """Start the quiz that is recommended for today; when the day is full, ten more."""
    exam = current_exam(slug)
    if attempt := _just_begun(request.user, exam):
        return redirect(attempt)
    standing = standing_of(request.user, exam, timezone.now())
    mix = mix_for(standing, size_today(standing) or MORE)
    if not mix.size:
        messages.info(request, "There is nothing left to ask today. Come back tomorrow.")
        return redirect(today_of(exam))
    if request.POST.get("shown", str(mix)) != str(mix):  # answered in another window, or midnight
        messages.info(request, "Today’s questions have changed since you looked. Here they are.")
        return redirect(today_of(exam))
    return begin_study(request, exam, mix.items, "today’s study")


@student
def fix(request, slug):
    """Start a study quiz of what was missed: as many as a day may have, the shakiest first."""
    exam = current_exam(slug)
    if attempt := _just_begun(request.user, exam):
        return redirect(attempt)
    standing = standing_of(request.user, exam, timezone.now())
    open_today = [
        place
        for place in standing.mistakes
        if not (standing.was_today(place) and place.known.is_right)
    ]
    free = sorted((p for p in open_today if not p.is_asked), key=standing.urgency)
    items = {place.item_id for place in free[: standing.plan.most_a_day]}
    if not items:
        words = "Nothing to fix today: a mistake leaves after right answers on two different days."
        if open_today:
            words = "An unfinished quiz asks them already. Go on with it, or end it."
        messages.info(request, words)
        return redirect(today_of(exam))
    return begin_study(request, exam, items, "fix my mistakes")


@student
def fix_again(request, pk):
    """Start a study quiz of what one attempt missed and was not right since."""
    attempt = get_object_or_404(request.user.attempts.with_exam(), pk=pk)
    missed = attempt.answers.filter(is_correct=False).values("item")
    items = set(Card.objects.missed_last(request.user, missed).values_list("item", flat=True))
    if not attempt.is_submitted or not items:
        return redirect(attempt)
    return begin_study(request, attempt.exam, items, "fix my mistakes")


@student
def drill(request, slug):
    """Start a study quiz of one objective (`objective`, its id) or domain (`domain`, a number)."""
    exam = current_exam(slug)
    wanted = {name: request.POST.get(name, "") for name in ("objective", "domain")}
    chosen = [(name, int(value)) for name, value in wanted.items() if _is_id(value)]
    if len(chosen) != 1:
        raise BadRequest("Choose one objective or domain.")
    kind, number = chosen[0]
    found = [
        objective
        for objective in standing_of(request.user, exam, timezone.now()).objectives
        if number == (objective.pk if kind == "objective" else objective.domain)
    ]
    if not found:
        raise Http404
    items = {place.item_id for objective in found for place in objective.places}
    name = f"objective {found[0].code}" if kind == "objective" else f"domain {number}"
    return begin_study(request, exam, items, name, size=DRILL)


def _is_id(value):
    return value.isascii() and value.isdigit() and len(value) <= 9


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug):
    """Keep the plan. A refused form is shown here; opened again, it leads to its page."""
    return _keep_plan(request, slug) if request.method == "POST" else redirect("study:today")


@student
def _keep_plan(request, slug):
    """Keep the day of the exam and how much a day; what is scheduled moves with it."""
    exam = current_exam(slug)
    day = request.user.local_day(timezone.now())
    own = request.user.plans.filter(exam=exam).first()
    form = PlanForm(request.POST, instance=own, today=day, auto_id="plan_%s")
    if not form.is_valid():
        return _today_page(request, slug, form, status=400)
    set_plan(request.user, exam, **form.cleaned_data)
    messages.success(request, "Your plan is saved.")
    return redirect(today_of(exam))


def current_exam(slug):
    return get_object_or_404(Exam.objects.current(), certification__slug=slug)


def today_of(exam):
    """The address of /study/ for `exam`."""
    return f"{reverse('study:today')}?exam={exam.certification.slug}"


def begin_study(request, exam, items, name, size=LARGEST):
    """Start a study quiz of these items and go to its first question; an unfinished one first."""
    title = f"{exam.certification.name}: {name}"
    return begin(request, exam, start_quiz, size=size, mode="study", items=items, title=title)
