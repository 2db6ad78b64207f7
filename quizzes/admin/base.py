"""What every page of the workshop minds."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest

MOST = 500  # rows that an action asks about: a form carries a thousand fields at most


def can_be_a_row(pk):
    """Whether a text may be a row's number: digits, and no more than a database takes."""
    return pk.isdecimal() and len(pk) <= 18


class WorkshopAdmin(admin.ModelAdmin):
    """An admin that answers 400 where Django's takes any text for a row's number, and breaks."""

    def response_action(self, request, *args, **kwargs):
        if not all(map(can_be_a_row, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("The selection names a row that cannot be.")
        return super().response_action(request, *args, **kwargs)

    def too_many(self, request, rows):
        """Whether `rows`, a list, are more than an action can ask about; says so."""
        if len(rows) > MOST:
            words = f"At most {MOST} can be chosen for this at once. Filter the list first."
            self.message_user(request, words, messages.ERROR)
        return len(rows) > MOST

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        related = [field.name for field in self.opts.fields if field.is_relation]
        if not all(can_be_a_row(initial[name]) for name in related if name in initial):
            raise BadRequest("The address names a row that cannot be.")
        return initial
