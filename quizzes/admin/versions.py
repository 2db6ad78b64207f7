"""Looking back: what two wordings of an item differ in, and bringing an old one back."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST, require_safe

from quizzes.compare import compare


def links(questions):
    """Wordings as links with their status: v1 retired · v2 published."""
    return format_html_join(
        " · ",
        '<a href="{}">v{}</a> {}',
        ((form_url(each), each.version, each.get_status_display().lower()) for each in questions),
    )


def form_url(question):
    return reverse("admin:quizzes_question_change", args=[question.pk])


class VersionsAdmin(admin.ModelAdmin):
    """An admin of questions with a page that compares two wordings, and a button on it."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/compare/", view(self.compare), name="quizzes_question_compare"),
            path("<path:object_id>/restore/", view(self.restore), name="quizzes_question_restore"),
            *super().get_urls(),
        ]

    @admin.display(description="versions")
    def versions(self, question):
        wordings = question.item.questions.all()
        if len(wordings) == 1:
            return links(wordings)
        url = reverse("admin:quizzes_question_compare", args=[question.pk])
        return format_html('{} · <a href="{}">Compare</a>', links(wordings), url)

    @method_decorator(require_safe)
    def compare(self, request, object_id):
        """The versions `?from=` and `?to=`, else this one and the one before, the older first."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        versions = list(
            question.item.questions.select_related("item", "author").prefetch_related(
                "choices", "slots__key"
            )
        )
        old, new = _chosen(versions, question, request.GET.get("from"), request.GET.get("to"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Versions of {question.item}",
            "opts": self.opts,
            "question": question,
            "versions": versions,
            "old": old,
            "new": new,
        }
        if old:
            context["pair"] = old, new
            context["ends"] = [("from", "From", old), ("to", "to", new)]
            context["changes"], context["same"] = compare(old, new)
            context["may_restore"] = _may_be_restored(old, versions) and self.has_change_permission(
                request, old
            )
        return TemplateResponse(request, "admin/quizzes/question/compare.html", context)

    @method_decorator(require_POST)
    @transaction.atomic
    def restore(self, request, object_id):
        """Make a draft with the words of an old version: publishing it is another step."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        if not _may_be_restored(question, list(question.item.questions.all())):
            words = f"{question} cannot be brought back: its words are not those of an old version."
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(form_url(question))
        draft = question.next_version(author=request.user)
        self.log_addition(request, draft, f"Made from version {question.version}.")
        self.log_change(request, question, f"Brought back as version {draft.version}.")
        words = f"{draft} is a draft with the words of version {question.version}."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(form_url(draft))


def _may_be_restored(question, versions):
    """Whether a wording was published once, is not now, and something came after it."""
    is_old = question.version < max(each.version for each in versions)
    return question.is_final and is_old and question.status == question.Status.RETIRED


def _chosen(versions, question, first, last):
    """Two versions, the older first: those of the numbers, or `question` and one beside it.

    None and None when there are no two.
    """
    named = [each for each in versions if str(each.version) in (first, last)]
    if first != last and len(named) > 1:
        return named
    place = next(n for n, each in enumerate(versions) if each.pk == question.pk)
    pair = versions[place - 1 : place + 1] if place else versions[:2]
    return pair if len(pair) > 1 else (None, None)
