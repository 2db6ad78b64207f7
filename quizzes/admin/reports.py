"""What students say about questions: read, then marked as resolved."""

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from quizzes.admin.base import WorkshopAdmin
from quizzes.models import QuestionReport


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "Open"), ("resolved", "Resolved")]

    def queryset(self, request, queryset):
        if self.value() in ("open", "resolved"):
            return queryset.filter(resolved_at__isnull=self.value() == "open")
        return queryset


@admin.register(QuestionReport)
class QuestionReportAdmin(WorkshopAdmin):
    """Read-only, but for one action."""

    actions = ["mark_resolved"]
    fields = ["question_link", "reason", "all_words", "user", "created_at", "resolved_at"]
    list_display = ["reason", "question_link", "words", "user", "created_at", "is_resolved"]
    list_filter = [StateFilter, "reason"]
    list_per_page = 50
    search_fields = ["question__item__code", "text", "user__username"]
    search_help_text = "Code of the question, text or username."
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("question__item", "user")

    @admin.display(description="question", ordering="question__item__code")
    def question_link(self, report):
        url = reverse("admin:quizzes_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', url, report.question)

    @admin.display(description="in their words")
    def words(self, report):
        return Truncator(report.text).chars(120)

    @admin.display(description="in their words")
    def all_words(self, report):
        return report.text

    @admin.display(description="resolved", boolean=True)
    def is_resolved(self, report):
        return report.resolved_at is not None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or self.has_resolve_permission(request)

    def has_resolve_permission(self, request):
        return request.user.has_perm("quizzes.change_questionreport")

    @admin.action(
        description="Mark resolved",
        permissions=["resolve"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    @transaction.atomic
    def mark_resolved(self, request, queryset):
        reports = list(queryset.filter(resolved_at__isnull=True))
        for report in reports:
            report.resolved_at = timezone.now()
            report.save(update_fields=["resolved_at"])
            self.log_change(request, report, "Marked as resolved.")
        self.message_user(request, f"Marked as resolved: {len(reports)}.", messages.SUCCESS)
