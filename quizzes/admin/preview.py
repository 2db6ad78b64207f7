"""A wording as a student sees it, before any student does."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from quizzes.generators import LARGEST_SEED
from quizzes.models import UserAnswer


class PreviewAdmin(admin.ModelAdmin):
    """An admin of questions with a page that asks and explains one, and saves nothing."""

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview)
        name = "quizzes_question_preview"
        return [path("<path:object_id>/preview/", preview, name=name), *super().get_urls()]

    @method_decorator(require_safe)
    def preview(self, request, object_id):
        """The wording as it was last saved, in its stored order; a generated one from `?seed=`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        question = self.get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        prefetch_related_objects([question], "choices", "slots")
        seed = _seed(request)
        faults = question.faults() if question.is_generated else []
        context = {
            "question": question,
            "name": str(question),
            "faults": faults,
            "seed": seed,
            "another": seed % LARGEST_SEED + 1,
        }
        if not faults:
            context["asked"] = sample_answer(question, seed)
            context["explained"] = sample_answer(question, seed, is_right=True)
        return render(request, "admin/quizzes/question/preview.html", context)


def example_link(question_id, seed):
    """A link to what a generated question makes of a seed; None for any other question."""
    if seed is None:
        return None
    url = reverse("admin:quizzes_question_preview", args=[question_id], query={"seed": seed})
    return format_html('<a href="{}">see it</a>', url)


def _seed(request):
    """Which example of a generated question is asked for: the first, unless `?seed=` says more."""
    seed = request.GET.get("seed", "1")
    if not (seed.isascii() and seed.isdigit() and 1 <= int(seed[:20]) <= LARGEST_SEED):
        raise BadRequest(f"The seed of an example is a number from 1 to {LARGEST_SEED}.")
    return int(seed)


def sample_answer(question, seed, *, is_right=False):
    """An answer to `question` in nobody's attempt, unsaved: blank, or right as far as a draft
    says what is. `seed` decides what a generated question asks.
    """
    order = [choice.number for choice in question.choices.all() if choice.number]
    answer = UserAnswer(question=question, item_id=question.item_id, order=order)
    if question.is_generated:
        answer.generate(question.generator, question.params, seed)
    else:
        question.key = question.canonical_key()  # a draft has none yet
    if is_right:
        answer.response = answer.key or None
    return answer
