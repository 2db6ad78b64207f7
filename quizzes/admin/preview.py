"""A wording as a student sees it, before any student does."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from quizzes.models import UserAnswer


class PreviewAdmin(admin.ModelAdmin):
    """An admin of questions with a page that asks and explains one, and saves nothing."""

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview)
        name = "quizzes_question_preview"
        return [path("<path:object_id>/preview/", preview, name=name), *super().get_urls()]

    @method_decorator(require_safe)
    def preview(self, request, object_id):
        """The wording as it was last saved, in its stored order."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        question = self.get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        prefetch_related_objects([question], "choices", "slots")
        key = question.canonical_key() or None
        context = {
            "question": question,
            "asked": sample_answer(question),
            "explained": sample_answer(question, response=key),
        }
        return render(request, "admin/quizzes/question/preview.html", context)


def sample_answer(question, *, response=None):
    """An answer to `question` in nobody's attempt, unsaved: blank, or as in `response`."""
    order = [choice.number for choice in question.choices.all()]
    return UserAnswer(question=question, item=question.item, order=order, response=response)
