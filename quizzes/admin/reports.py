"""What students say about questions: a queue, in which each report is answered once."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from quizzes.admin.base import WorkshopAdmin
from quizzes.admin.preview import example_link
from quizzes.models import AlreadyResolved, QuestionReport, UserAnswer

Outcome = QuestionReport.Outcome


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "Open"), ("resolved", "Resolved")]

    def queryset(self, request, queryset):
        if self.value() in ("open", "resolved"):
            return queryset.filter(resolved_at__isnull=self.value() == "open")
        return queryset


class ResolveForm(forms.ModelForm):
    """The answer to a report. A resolved one stays as it is."""

    class Meta:
        model = QuestionReport
        fields = ["outcome", "reply"]
        widgets = {"outcome": forms.RadioSelect, "reply": forms.Textarea({"rows": 4})}
        error_messages = {"outcome": {"required": "Choose what came of the report."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "outcome" in self.fields:
            self.fields["outcome"].choices = Outcome.choices
            self.fields["outcome"].required = True

    def _post_clean(self):
        """Leave the row alone: `resolve` writes it, whole."""


def resolve_as(outcome):
    """An action that resolves the selected reports with this outcome, without a reply."""

    @admin.action(description=f"Resolve: {outcome.label.lower()}", permissions=["change"])
    def act(model_admin, request, queryset):
        reports = list(queryset.open().select_related("question__item", "user"))
        for report in reports:
            model_admin.resolve(request, report, outcome)
        model_admin.message_user(request, f"Resolved: {len(reports)}.", messages.SUCCESS)

    act.__name__ = f"resolve_{outcome.value}"
    return act


@admin.register(QuestionReport)
class QuestionReportAdmin(WorkshopAdmin):
    """Read, then answered. Who reported is told."""

    form = ResolveForm
    actions = [resolve_as(outcome) for outcome in Outcome]
    about = [
        "question_link",
        "example",
        "reason",
        "all_words",
        "their_answer",
        "user",
        "created_at",
    ]
    list_display = [
        "reason",
        "question_link",
        "open_about_it",
        "words",
        "user",
        "created_at",
        "is_resolved",
    ]
    comes = "What students report about a question waits here to be answered."
    list_filter = [StateFilter, "reason", "outcome"]
    list_per_page = 50
    search_fields = ["question__item__code", "text", "user__username"]
    search_help_text = "Code of the question, text or username."
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter

    def get_queryset(self, request):
        alike = (
            QuestionReport.objects.open()
            .order_by()
            .filter(question__item=OuterRef("question__item"))
            .values("question__item")
            .annotate(count=Count("pk"))
        )
        reports = super().get_queryset(request).select_related("question__item", "user")
        return reports.annotate(open_about_it=Coalesce(Subquery(alike.values("count")), 0))

    @admin.display(description="question", ordering="question__item__code")
    def question_link(self, report):
        url = reverse("admin:quizzes_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', url, report.question)

    @admin.display(description="generated")
    def example(self, report):
        return example_link(report.question_id, report.seed) or "no"

    @admin.display(description="open about it", ordering="open_about_it")
    def open_about_it(self, report):
        return report.open_about_it

    @admin.display(description="in their words")
    def words(self, report):
        return Truncator(report.text).chars(120)

    @admin.display(description="in their words")
    def all_words(self, report):
        return report.text

    @admin.display(description="what they were asked, and said")
    def their_answer(self, report):
        """The question as it was put to the student, with what they chose."""
        if report.answer_id is None:
            return "not known"
        answer = UserAnswer.objects.for_review().get(pk=report.answer_id)
        return render_to_string("admin/quizzes/questionreport/answer.html", {"answer": answer})

    @admin.display(description="resolved", boolean=True)
    def is_resolved(self, report):
        return report.is_resolved

    # The form

    def get_fields(self, request, obj=None):
        if obj and obj.is_resolved:
            return [*self.about, "resolved_at", "outcome", "reply", "corrected_by", "seen_at"]
        return [*self.about, "outcome", "reply"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name not in ("outcome", "reply")]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_resolved)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        self.resolve(request, obj, form.cleaned_data["outcome"], form.cleaned_data["reply"])

    def log_change(self, request, obj, message):
        """`resolve` says what was done; the form itself has nothing to add."""
        return super().log_change(request, obj, message) if isinstance(message, str) else None

    def resolve(self, request, report, outcome, reply=""):
        """Answer a report and log it; somebody else may have been faster."""
        try:
            report.resolve(outcome, reply)
        except AlreadyResolved:
            words = "Somebody else has answered this report. Theirs stands."
            self.message_user(request, words, messages.WARNING)
        else:
            self.log_change(request, report, f"Resolved: {report.get_outcome_display()}.")
