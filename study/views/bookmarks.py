"""Bookmarks: kept from any question, found again with their notes, and practised."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.views.people import back
from quizzes.models import Domain, Question, UserAnswer
from quizzes.views.answering import question, question_page
from study.forms import NoteForm
from study.models import Bookmark, Card, open_items
from study.views.today import begin_study, current_exam, student

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def bookmarks(request):
    """The student's bookmarks, newest first: of one exam or domain, or with certain words."""
    domains = list(
        Domain.objects.filter(exam__is_current=True)
        .select_related("exam__certification")
        .order_by("exam__certification__order", "number")
    )
    wishes = _fitting(_wishes(request.GET), domains)
    found = _found(request.user, wishes).select_related(
        "item__objective__domain__exam__certification"
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    answered = Card.objects.filter(
        user=request.user, item__in=[bookmark.item_id for bookmark in page]
    ).select_related("answer")
    cards = {card.item_id: card for card in answered.exclude(item__in=open_items(request.user))}
    for bookmark in page:
        bookmark.card = cards.get(bookmark.item_id)
    kept = set(
        request.user.bookmarks.order_by().values_list("item__objective__domain__exam", flat=True)
    )
    return render(
        request,
        "study/bookmarks.html",
        {
            "page": page,
            "domains": domains,
            "exams": list({domain.exam_id: domain.exam for domain in domains}.values()),
            "kept": kept,
            "wishes": wishes,
            "is_filtered": any(wishes.values()),
        },
    )


def _wishes(data):
    """What to look for: `words`, the slug `exam`, the id `domain`."""
    domain = data.get("domain", "")
    return {
        "words": data.get("words", "").strip()[:200],
        "exam": data.get("exam", ""),
        "domain": int(domain) if domain.isascii() and domain.isdigit() and len(domain) < 10 else "",
    }


def _fitting(wishes, domains):
    """The wishes with the exam of the wished domain, or without a domain of another exam."""
    for domain in domains:
        slug = domain.exam.certification.slug
        if domain.pk == wishes["domain"] and wishes["exam"] in ("", slug):
            return {**wishes, "exam": slug}
    return {**wishes, "domain": ""}


def _found(user, wishes):
    """The bookmarks that fit, each with the `stem` of its newest wording, and whether that
    `is_markdown`.
    """
    wording = Question.objects.final().filter(item=OuterRef("item")).order_by("-version")
    found = Bookmark.objects.filter(user=user).annotate(
        stem=Subquery(wording.values("stem")[:1]),
        is_markdown=Subquery(wording.values("is_markdown")[:1]),
    )
    if wishes["exam"]:
        found = found.filter(item__objective__domain__exam__certification__slug=wishes["exam"])
    if wishes["domain"]:
        found = found.filter(item__objective__domain=wishes["domain"])
    if wishes["words"]:
        words = wishes["words"]
        found = found.filter(Q(note__icontains=words) | Q(stem__icontains=words))
    return found


@student
def keep(request, item_id):
    """Bookmark a question, with a note if there is one, and go back to where that was pressed."""
    if not Question.objects.final().filter(item=item_id).exists():
        raise Http404
    _keep(request, item_id)
    return back(request, "study:bookmarks")


def keep_asked(request, pk, position):
    """Bookmark the question that an attempt asks. Opened again, the address leads to its page."""
    if request.method == "POST":
        return _keep_asked(request, pk, position)
    return redirect("quizzes:question", pk, position)


@student
def _keep_asked(request, pk, position):
    """Bookmark the question and stay on its page.

    The whole page is posted, so what was chosen is saved first, by the page's own view; in study
    mode, where saving would settle the answer, it is shown again as it was chosen.
    """
    answer = get_object_or_404(
        UserAnswer.objects.select_related("attempt"),
        attempt__user=request.user,
        attempt=pk,
        position=position,
    )
    _keep(request, answer.item_id)
    if request.htmx:  # the page stays as it is, but for this
        context = {"attempt": answer.attempt, "answer": answer}
        return render(request, "study/_bookmark.html", context)
    if answer.attempt.is_study:
        return question_page(request, pk, position)
    if not answer.attempt.is_submitted:
        saved = question(request, pk, position)
        if saved.status_code == 400:
            return saved
    return redirect("quizzes:question", pk, position)


def keep_written(request):
    """Keep a note that was written on a question page, which is left without its own button.

    `noted` is the note that the page came with: another page may have changed it since. `item`
    is whose note it is: an ended study quiz may have left its question out.
    """
    note, item = request.POST.get("note", ""), request.POST.get("item", "")
    if note.strip() == request.POST.get("noted", "").strip():
        return
    is_id = item.isascii() and item.isdigit() and len(item) < 10
    if is_id and Question.objects.final().filter(item=item).exists():
        _keep(request, item)


def _keep(request, item_id):
    """Bookmark an item. An empty note takes the place of the one that its page showed, no other."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"It is bookmarked. {' '.join(form.errors['note'])}")
    note = form.cleaned_data.get("note")
    Bookmark.objects.keep(
        request.user, item_id, note or (note if request.POST.get("noted") else None)
    )


@student
def change(request, pk):
    """Change the note of a bookmark, or, when `remove` was pressed, remove it."""
    bookmark = get_object_or_404(request.user.bookmarks, pk=pk)
    if "remove" in request.POST:
        bookmark.delete()
        messages.success(request, "The bookmark is removed.")
        return back(request, "study:bookmarks")
    form = NoteForm(request.POST, instance=bookmark)
    if form.is_valid():
        form.save()
        messages.success(request, "The note is saved.")
    else:
        messages.error(request, " ".join(form.errors["note"]))
    return back(request, "study:bookmarks")


@student
def start(request, slug):
    """Start a study quiz of the bookmarked questions of an exam, or of one of its domains."""
    exam = current_exam(slug)
    wishes = _wishes({**request.POST.dict(), "exam": slug})
    items = set(_found(request.user, wishes).values_list("item_id", flat=True))
    return begin_study(request, exam, items, "bookmarks", size=PER_PAGE)
