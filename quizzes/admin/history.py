"""What staff did: who, when, to what. Each page has its own history; this is all of them."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.html import format_html
from django.utils.text import Truncator

from accounts.admin import titled
from quizzes.admin.attempts import ReadOnly


@admin.register(LogEntry)
class HistoryAdmin(ReadOnly, admin.ModelAdmin):
    """Written by what staff do, and by nobody's hand."""

    comes = "What staff add, change and delete here is written down."
    list_display = ["when", "user", "row", "words"]
    list_display_links = None
    list_filter = [
        ("action_time", titled("when", admin.DateFieldListFilter)),
        ("action_flag", titled("done", admin.ChoicesFieldListFilter)),
    ]
    list_per_page = 50
    list_select_related = ["user", "content_type"]
    search_fields = ["user__username", "object_repr", "change_message"]
    search_help_text = "Username, name of what was changed, or what was done."
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter
    show_full_result_count = False

    @admin.display(description="when", ordering="action_time")
    def when(self, entry):
        return entry.action_time

    @admin.display(description="what", ordering="object_repr")
    def row(self, entry):
        url = None if entry.is_deletion() else entry.get_admin_url()
        name, kind = entry.object_repr, entry.content_type
        link = format_html('<a href="{}">{}</a>', url, name) if url else name
        return format_html("{} {}", kind.name if kind else "", link)

    @admin.display(description="done")
    def words(self, entry):
        return Truncator(entry.get_change_message()).chars(200) or entry.get_action_flag_display()
