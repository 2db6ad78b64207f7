"""Downloads of the student's own mistakes and bookmarks."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from study.exports import as_anki, as_csv, rows_of

# A byte order mark tells spreadsheets that it is UTF-8; Anki expects none.
FORMS = {
    "csv": (lambda rows: "\ufeff" + as_csv(rows), "text/csv", "csv"),
    "anki": (as_anki, "text/plain", "txt"),
}


@never_cache
@login_required
@require_safe
def take_along(request, what, form):
    """`what` is mistakes or bookmarks, `form` is csv or anki."""
    if what not in ("mistakes", "bookmarks") or form not in FORMS:
        raise Http404
    write, kind, suffix = FORMS[form]
    day = request.user.local_day(timezone.now())
    return HttpResponse(
        write(rows_of(request.user, what)),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{what}-{day}.{suffix}"'},
    )
