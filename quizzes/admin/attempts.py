"""Attempts with their answers: facts, to look at only."""

from django.contrib import admin

from quizzes.admin.preview import example_link
from quizzes.models import QuizAttempt, UserAnswer


class ReadOnly:
    """An admin in which nothing is added, changed or deleted, whoever asks."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SubmittedFilter(admin.SimpleListFilter):
    title = parameter_name = "submitted"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.submitted()
        return queryset.open() if self.value() == "no" else queryset


def in_words(answer, response):
    """The numbers of a response; of a generated question, which no form shows, the texts."""
    texts = answer.choices if answer.shown else {}
    return ", ".join(str(texts.get(number, number)) for number in response)


class AnswerInline(ReadOnly, admin.TabularInline):
    """Seen by whoever may see the attempt."""

    model = UserAnswer
    fields = ["position", "question", "example", "answered", "key", "is_correct", "saved_at"]
    readonly_fields = ["example", "answered", "key"]
    verbose_name_plural = "answers"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("quizzes.view_quizattempt")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("question__item")

    @admin.display(description="generated", empty_value="no")
    def example(self, answer):
        return example_link(answer.question_id, answer.seed)

    @admin.display(description="chosen")
    def answered(self, answer):
        return "blank" if answer.is_blank else in_words(answer, answer.response)

    @admin.display(description="key")
    def key(self, answer):
        return in_words(answer, answer.key)


@admin.register(QuizAttempt)
class QuizAttemptAdmin(ReadOnly, admin.ModelAdmin):
    fields = [
        "user",
        "exam",
        "mode",
        "title",
        "started_at",
        "deadline_at",
        ("submitted_at", "submitted_on"),
        ("total", "answered", "correct"),
        ("points", "max_points"),
        "options",
    ]
    inlines = [AnswerInline]
    list_display = [
        "id",
        "user",
        "exam",
        "mode",
        "title",
        "started_at",
        "submitted_at",
        "total",
        "answered",
        "correct",
    ]
    list_filter = ["exam", "mode", SubmittedFilter]
    list_per_page = 50
    list_select_related = ["user", "exam"]
    ordering = ["-pk"]
    search_fields = ["id__exact", "user__username"]
    search_help_text = "Number of the attempt, or username."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter
    view_on_site = False  # the page is its student's alone
