"""Who practises, in the list of users: accounts know nothing of quizzes, quizzes of accounts."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone

from accounts.admin import UserAdmin
from quizzes.progress import practised_since


class PractisedFilter(admin.SimpleListFilter):
    title, parameter_name = "practised", "practised"

    def lookups(self, request, model_admin):
        return [("week", "In the last 7 days")]

    def queryset(self, request, queryset):
        if self.value() == "week":
            today = request.user.local_day(timezone.now())
            return practised_since(queryset, today - timedelta(days=7))
        return queryset


UserAdmin.list_filter = [*UserAdmin.list_filter, PractisedFilter]
