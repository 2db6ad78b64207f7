"""What machines ask of a site: which pages there are, what to leave alone, whom to tell."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.models import Exam

PUBLIC_PAGES = (
    "home",
    "try",
    "quizzes:exams",
    "how_it_works",
    "how_scoring_works",
    "how_questions_are_made",
    "study:how_readiness_works",
    "account_signup",
    "terms",
    "privacy",
    "not_affiliated",
)
CONTACT_HOLDS_FOR = timedelta(days=180)


class OnThisSite(Sitemap):
    """Addresses as SITE_URL has them, whatever host the machine asked."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PagesSitemap(OnThisSite):
    """The pages that anybody may read."""

    def items(self):
        return PUBLIC_PAGES

    def location(self, item):
        return reverse(item)


class ExamsSitemap(OnThisSite):
    """The current exam of each certification. People are no part of a sitemap."""

    def items(self):
        return Exam.objects.current()

    def location(self, item):
        return reverse("quizzes:exam", args=[item.certification.slug])


SITEMAPS = {"pages": PagesSitemap, "exams": ExamsSitemap}


@require_safe
def robots(request):
    """What machines that read the whole site should leave alone."""
    # What is a student's own asks for a login, and no public page leads there.
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return _text(lines)


@require_safe
def security_txt(request):
    """Whom to tell of a weakness (RFC 9116); nothing is here while nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now() + CONTACT_HOLDS_FOR
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
            "Preferred-Languages: en",
            f"Canonical: {settings.SITE_URL}{request.path}",
        ]
    )


def _text(lines):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """The icon where old browsers look for it without being told."""
    return redirect(static("img/icons/favicon.ico"))
