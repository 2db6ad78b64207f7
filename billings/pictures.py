"""The pictures that other sites show beside a link to here: drawn as SVG, sent as PNG."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import resvg_py
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from gamification.models import UserProfile
from quizzes.models import Exam, Question

# The colours of static/css/tokens.css in light, for what draws here knows no oklch().
HUES = {"common": "#717684", "rare": "#2069bd", "epic": "#8244c9", "legendary": "#b68112"}
FONTS = [
    str(settings.BASE_DIR / "static" / "vendor" / "figtree" / f"figtree-latin-{weight}.ttf")
    for weight in (400, 700)
]
KEPT_FOR = 24 * 3600  # seconds


@cache_control(public=True, max_age=KEPT_FOR)
@require_safe
def site_picture(request):
    """The picture of every page that has none of its own."""
    return _picture("site")


@cache_control(public=True, max_age=KEPT_FOR)
@require_safe
def exam_picture(request, slug):
    """The picture of one certification's current exam."""
    exam = get_object_or_404(Exam.objects.current(), certification__slug=slug)
    questions = Question.objects.published().of_exam(exam).count()
    size = _size(exam.certification.name, width=980, most=128)
    return _picture("exam", exam=exam, questions=questions, size=size)


# Whoever hides is hidden at once: nobody else keeps a copy without asking here.
@cache_control(no_cache=True)
@require_safe
def person_picture(request, username):
    """The picture of a public profile; of a hidden person there is none."""
    person = get_object_or_404(User.objects.on_boards(), username=username)
    profile = UserProfile.objects.of(person)
    avatar = profile.avatar
    image = avatar.image if avatar else "img/avatars/silhouette.svg"
    return _picture(
        "person",
        person=person,
        profile=profile,
        face=b64encode(Path(finders.find(image)).read_bytes()).decode(),
        hue=HUES[avatar.rarity if avatar else "common"],
        size=_size(person.username, width=680, most=96),
    )


def _size(text, width, most):
    """The font size, at most `most`, with which `text` in bold stays within `width`."""
    return min(most, int(width / (0.62 * len(text))))


def _picture(name, **context):
    drawing = render_to_string(f"pictures/{name}.svg", context)
    key = "picture:" + sha256(drawing.encode()).hexdigest()
    png = cache.get_or_set(key, lambda: _draw(drawing), KEPT_FOR)
    return HttpResponse(png, content_type="image/png")


def _draw(drawing):
    return resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, font_files=FONTS)
