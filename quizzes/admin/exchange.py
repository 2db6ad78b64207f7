"""Questions from files and into files: import after a dry run, export of what a list shows."""

import hashlib
import secrets
import zlib
from tempfile import TemporaryFile

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from quizzes.exchange.bring import bring
from quizzes.exchange.formats import FORMATS, losses, read
from quizzes.exchange.plan import State
from quizzes.exchange.records import Refused
from quizzes.exchange.sources import MEGABYTE, refuse_size
from quizzes.exchange.wordings import newest, records
from quizzes.models import Objective

# What a browser can wait for. `manage.py import_questions` takes 20,000 rows.
MOST_ROWS, MOST_BYTES = 5_000, 10 * MEGABYTE
URGENT = [State.ERROR, State.CHANGED, State.NEW, State.DUPLICATE, State.LEFT_OUT]
KEPT = 3600  # seconds, between the dry run and the import


class ObjectiveField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(Objective.objects.select_related("domain__exam"), **kwargs)

    def label_from_instance(self, objective):
        return f"{objective.domain.exam} {objective}"


class ImportForm(forms.Form):
    file = forms.FileField(
        help_text=f"At most {MOST_ROWS:,} questions and {MOST_BYTES // MEGABYTE} MB;"
        " for more there is manage.py import_questions."
    )
    objective = ObjectiveField(
        required=False,
        label="Objective of questions that name none",
        empty_label="none: such questions are errors",
        help_text="Aiken names none. Where a file names a domain only, this says of which exam.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            refuse_size(file.size, MOST_BYTES)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ExchangeAdmin(admin.ModelAdmin):
    """An admin of questions with a page to import and one to export."""

    def get_urls(self):
        pages = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"quizzes_question_{name}")
            for name, view in (("import", self.import_page), ("export", self.export_page))
        ]
        return [*pages, *super().get_urls()]

    @admin.action(description="Export", permissions=["view"])
    def export_selected(self, request, queryset):
        """Lead to the page, with the rows, or with the filters when all of them are meant."""
        query = request.GET.copy()
        if request.POST.get("select_across") != "1":
            query.clear()
            query["id__in"] = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(
            f"{reverse('admin:quizzes_question_export')}?{query.urlencode()}"
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_page(self, request):
        """Upload, look at what it would do, do it."""
        if not request.user.has_perm("quizzes.add_question"):
            raise PermissionDenied
        if "token" in request.POST:
            return self._import(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self._show_import(request, form=form)
        file = form.cleaned_data["file"]
        upload = {
            "name": file.name,
            "data": zlib.compress(file.read()),
            "objective": form.data["objective"] if form.cleaned_data["objective"] else None,
        }
        try:
            plan = _bring(upload, request.user, dry_run=True)
        except Refused as error:
            form.add_error("file", str(error))
            return self._show_import(request, form=form)
        token = secrets.token_urlsafe(16)
        cache.set(_key(request, token), upload, KEPT)
        return self._show_import(request, plan=plan, name=file.name, token=token)

    def _import(self, request):
        """Import the upload when that still does what was shown; else show what it does now."""
        token = request.POST["token"]
        upload = cache.get(_key(request, token))
        if upload is None:
            words = "The file is not kept any more: choose it again. Nothing is imported."
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(request.path)
        seen = request.POST.get("seen") if "rights" in request.POST else None
        try:
            plan = _bring(upload, request.user, may_write=lambda plan: digest(plan) == seen)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if plan.has_errors or digest(plan) != seen:
            why = "the bank has changed since, and this is what it would do now."
            if seen is None:
                why = "tick that we may use these texts."
            words = f"Nothing is imported yet: {why}"
            self.message_user(request, words, messages.WARNING)
            return self._show_import(request, plan=plan, name=upload["name"], token=token)
        cache.delete(_key(request, token))
        count = len(plan.to_write)
        words = f"{count} draft{pluralize(count)} made from {upload['name']}."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:quizzes_question_changelist") + "?status__exact=draft"
        )

    def _show_import(self, request, *, form=None, plan=None, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": "Import questions",
            "opts": self.opts,
            "form": form,
            "plan": plan,
            "formats": FORMATS.values(),
            **more,
        }
        if plan:
            context |= {
                "counts": [(state, plan.counts[state]) for state in State],
                "to_look_at": sorted(
                    (line for line in plan.lines if line.state in URGENT),
                    key=lambda line: URGENT.index(line.state),
                ),
                "unchanged": [line for line in plan.lines if line.state == State.UNCHANGED],
                "writes": len(plan.to_write),
                "seen": digest(plan),
            }
        status = 200 if plan or not form.errors else 422
        return render(request, "admin/quizzes/question/import.html", context, status=status)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def export_page(self, request):
        """What each format would lose of the questions that the list shows; by POST the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            questions = newest(self.get_changelist_instance(request).get_queryset(request))
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:quizzes_question_changelist") + "?e=1")
        if request.method == "POST":
            return _file(questions, request.POST.get("format"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Export questions",
            "opts": self.opts,
            "count": questions.count(),
            "losses": losses(records(questions)),
            "query": request.GET.urlencode(),
        }
        return render(request, "admin/quizzes/question/export.html", context)


def _bring(upload, user, **options):
    """Read and import an upload. Raises Refused."""
    data = zlib.decompress(upload["data"])
    objectives = Objective.objects.select_related("domain__exam")
    return bring(
        read(upload["name"], data),
        source=upload["name"],
        user=user,
        default=objectives.filter(pk=upload["objective"]).first(),
        most=MOST_ROWS,
        **options,
    )


def _key(request, token):
    return f"import:{request.user.pk}:{hashlib.sha256(token.encode()).hexdigest()}"


def digest(plan):
    """What stands for a plan: the same while it would do the same."""
    said = repr([(line.row, line.code, line.state.value, line.reasons) for line in plan.lines])
    return hashlib.sha256(said.encode()).hexdigest()


def _file(questions, name):
    if name not in FORMATS:
        raise BadRequest("There is no such format.")
    form, file = FORMATS[name], TemporaryFile()  # noqa: SIM115  the response closes it
    form.write(records(questions), file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"questions-{timezone.localdate():%Y-%m-%d}{form.suffix}",
        content_type=form.content_type,
    )
