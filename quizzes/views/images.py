"""The images of questions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quizzes.models import QuestionImage

TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def image(request, name):
    """An image of the bank, for anybody: ten questions are open to visitors.

    Its name follows from its content, so that it may be kept for ever.
    """
    found = get_object_or_404(QuestionImage, name=name)
    return HttpResponse(bytes(found.data), content_type=TYPES[name.rpartition(".")[2]])
