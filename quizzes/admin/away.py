"""Deleting, as the bank means it: what students may have met retires, content stays."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from quizzes.admin.base import WorkshopAdmin
from quizzes.models import ImageIsShown, PublishedIsFinal


@dataclass
class Away:
    """What becomes of rows that somebody wants to delete."""

    retire: list = field(default_factory=list)  # wordings
    delete: list = field(default_factory=list)  # rows
    keep: list = field(default_factory=list)  # sentences that say what stays, and why

    @property
    def act(self):
        """What is asked for, as a verb; empty when all stays."""
        return " and ".join(
            verb for verb, rows in (("retire", self.retire), ("delete", self.delete)) if rows
        ).capitalize()


class PutAwayAdmin(WorkshopAdmin):
    """An admin whose delete page and action follow `plan_away`."""

    actions = ["delete_selected"]

    def plan_away(self, rows):
        """An `Away` for `rows`, a list."""
        raise NotImplementedError

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        for each in form.base_fields.values():
            # The little windows of related rows cannot show the page that retires.
            if hasattr(each.widget, "can_delete_related"):
                each.widget.can_delete_related = False
        return form

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        return self._put_away(request, [row])

    @admin.action(description="Delete or retire", permissions=["delete"])
    def delete_selected(self, request, queryset):
        rows = list(queryset)
        return (
            None if self.too_many(request, rows) else self._put_away(request, rows, selected=True)
        )

    def _put_away(self, request, rows, *, selected=False):
        """Ask, and when that is the answer, do it: with the rows that the person may put away."""
        own = [row for row in rows if self.has_delete_permission(request, row)]
        away = self.plan_away(own)
        away.keep += [f"{row}: you may not retire or delete it." for row in rows if row not in own]
        if request.POST.get("post") and (away.retire or away.delete):
            self._carry_out(request, away)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(name))
        named = [*away.retire, *away.delete] or rows
        name = (
            f"“{named[0]}”" if len(named) == 1 else f"{len(named)} {self.opts.verbose_name_plural}"
        )
        context = {
            **self.admin_site.each_context(request),
            "title": f"{away.act} {name}?" if away.act else f"Cannot delete {name}",
            "row": None if selected else rows[0],
            "away": away,
            "opts": self.opts,
            "selected": rows if selected else [],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/put_away.html", context)

    @transaction.atomic
    def _carry_out(self, request, away):
        for question in away.retire:
            self.retire(request, question)
        for row in away.delete:
            name = str(row)
            try:
                with transaction.atomic():
                    self.log_deletions(request, [row])
                    row.delete()
            except (ImageIsShown, ProtectedError, PublishedIsFinal):
                away.keep.append(f"{name} stays: something depends on it.")
            else:
                self.message_user(request, f"{name} is deleted.", messages.SUCCESS)
        for sentence in away.keep:
            self.message_user(request, sentence, messages.WARNING)

    def retire(self, request, question):
        """Retire a wording, log it and say so."""
        question.retire()
        self.log_change(request, question, "Retired.")
        self.message_user(request, f"{question} is retired.", messages.SUCCESS)
