"""The site as an app on a phone: its manifest, its service worker, what shows without a network."""

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

WORKER = Path(finders.find("js/worker.js") or settings.BASE_DIR / "static/js/worker.js")
# What the page that shows without a network consists of.
FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/pages.css",
    "vendor/figtree/figtree-latin-wght-normal.woff2",
    "js/offline.js",
    "img/favicon.svg",
    "img/icons/favicon.ico",
    "img/icons/touch-180.png",
)
ICONS = [(f"{kind}-{size}.png", size, kind) for kind in ("icon", "maskable") for size in (192, 512)]


@cache_control(public=True, max_age=3600)
@require_safe
def manifest(request):
    """What a phone needs to know to install the site."""
    return JsonResponse(
        {
            "id": "/",
            "name": "Billings, practice for CompTIA exams",
            "short_name": "Billings",
            "description": "Short quizzes with a reason for every choice.",
            "lang": "en",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f2ec",
            "theme_color": "#1b2539",
            "categories": ["education"],
            "icons": [
                {
                    "src": static(f"img/icons/{name}"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "maskable" if kind == "maskable" else "any",
                }
                for name, size, kind in ICONS
            ],
            "shortcuts": [
                {"name": "Practise", "url": reverse("quizzes:exams")},
                {"name": "Study", "url": reverse("study:today")},
            ],
        },
        content_type="application/manifest+json",
    )


# At the root, or it would be in charge of no page; asked for anew, or an old one would stay.
@cache_control(no_cache=True)
@require_safe
def worker(request):
    """The service worker, with the addresses of this version's files."""
    files = [urljoin(request.build_absolute_uri("/"), static(name)) for name in FILES]
    code = WORKER.read_text()
    page = render_to_string("offline.html")
    version = sha256(json.dumps([page, files, code]).encode()).hexdigest()[:12]
    head = {"VERSION": version, "PAGE": reverse("offline"), "FILES": files}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in head.items()]
    return HttpResponse("\n".join([*lines, code]), content_type="text/javascript")


@require_safe
def offline(request):
    """What shows when the network is away. The same for everybody: browsers keep it."""
    return HttpResponse(render_to_string("offline.html"))
