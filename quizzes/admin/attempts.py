"""Attempts with their answers: facts, to look at only."""

from django.contrib import admin
from django.template.defaultfilters import pluralize

from accounts.models import User
from quizzes.admin.preview import example_link
from quizzes.models import QuizAttempt, UserAnswer
from quizzes.pools import POOLS


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
    fields = ["position", "question", "example", "answered", "key", "right", "saved_at"]
    readonly_fields = ["example", "answered", "key", "right"]
    verbose_name_plural = "answers"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("quizzes.view_quizattempt")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("question__item")

    @admin.display(description="generated")
    def example(self, answer):
        return example_link(answer.question_id, answer.seed) or "no"

    @admin.display(description="chosen")
    def answered(self, answer):
        return "blank" if answer.is_blank else in_words(answer, answer.response)

    @admin.display(description="key")
    def key(self, answer):
        return in_words(answer, answer.key)

    @admin.display(description="right", boolean=True)
    def right(self, answer):
        return answer.is_correct


@admin.register(QuizAttempt)
class QuizAttemptAdmin(ReadOnly, admin.ModelAdmin):
    fieldsets = [
        (None, {"fields": ["title", "user", ("exam", "mode"), "wishes"]}),
        ("When", {"fields": [("started_at", "deadline_at"), ("submitted_at", "submitted_on")]}),
        ("Result", {"fields": ["result", "points_of"]}),
    ]
    readonly_fields = ["wishes", "result", "points_of"]
    comes = "Each quiz and exam that a student starts is listed here."
    inlines = [AnswerInline]
    list_display = [
        "id",
        "user",
        "exam",
        "mode",
        "title",
        "started_at",
        "submitted_at",
        "right",
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

    @admin.display(description="asked for")
    def wishes(self, attempt):
        options, wishes = attempt.options, []
        if domains := options.get("domains"):
            wishes.append(f"domain{pluralize(domains)} {', '.join(map(str, domains))}")
        if (pool := options.get("pool", "all")) != "all":
            wishes.append(POOLS[pool].label.lower())
        time = options.get("exam_time", User.ExamTime.STANDARD)
        if time != User.ExamTime.STANDARD:
            wishes.append(f"{time}\u00a0% of the time" if time else "no clock")
        if options.get("has_extension"):
            wishes.append("the minutes for a second language")
        if tasks := options.get("tasks"):
            wishes.append(f"{tasks} task{pluralize(tasks)}")
        return ", ".join(wishes) or "nothing in particular"

    @admin.display(description="right")
    def result(self, attempt):
        if not attempt.is_submitted:
            return "still open"
        right = f"{attempt.score}\u00a0%, {attempt.correct} of {attempt.total}"
        return f"{right}, {attempt.answered} answered"

    @admin.display(description="points")
    def points_of(self, attempt):
        return f"{attempt.points} of {attempt.max_points}" if attempt.is_submitted else "still open"

    @admin.display(description="right", ordering="correct")
    def right(self, attempt):
        return f"{attempt.correct} of {attempt.total}" if attempt.is_submitted else "–"
