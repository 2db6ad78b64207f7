"""A filter of published wordings that were not looked at for long."""

from django.contrib import admin
from django.utils import timezone

from quizzes.attention import not_reviewed, of_retiring_exams


class StaleFilter(admin.SimpleListFilter):
    """Published wordings that time has passed by."""

    title, parameter_name = "age", "stale"

    def lookups(self, request, model_admin):
        return [
            ("year", "Not reviewed for 12 months"),
            ("exam", "Its exam retires within 6 months"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "year":
            return not_reviewed(queryset, timezone.now())
        if self.value() == "exam":
            return of_retiring_exams(queryset, timezone.localdate())
        return queryset
