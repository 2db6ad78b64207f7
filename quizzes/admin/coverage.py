"""What the bank has of each exam: the coverage grid, the balance, and what is missing."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from quizzes.bank.balance import DIFFICULTIES, KIND_NAMES, WRITTEN_KINDS, survey
from quizzes.bank.entries import from_database
from quizzes.models import Exam


class CoverageAdmin(admin.ModelAdmin):
    """An admin of questions with a page that counts them; `manage.py bank_report` prints it."""

    def get_urls(self):
        coverage = self.admin_site.admin_view(self.coverage)
        name = "quizzes_question_coverage"
        return [path("coverage/", coverage, name=name), *super().get_urls()]

    @method_decorator(require_safe)
    def coverage(self, request):
        """The published questions of one exam: the first current one, or ?exam=N10-009."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        codes = list(Exam.objects.values_list("code", flat=True))
        current = Exam.objects.current().values_list("code", flat=True)
        code = request.GET.get("exam") or next(iter([*current, *codes]), None)
        if code and code not in codes:
            raise Http404
        blueprints, entries = from_database(Exam.objects.filter(code=code))
        context = {
            **self.admin_site.each_context(request),
            "title": "Coverage of the bank",
            "opts": self.opts,
            "codes": codes,
            "code": code,
            "survey": survey(blueprints[code], entries[code]) if code else None,
            "kinds": [KIND_NAMES[kind] for kind in WRITTEN_KINDS],
            "difficulties": list(DIFFICULTIES),
        }
        return render(request, "admin/quizzes/question/coverage.html", context)
