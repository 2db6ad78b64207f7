"""What staff do to wordings beside writing them: each act is logged."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts import audit
from quizzes.admin.away import Away, PutAwayAdmin
from quizzes.models import PublishedIsFinal, Question

Status = Question.Status
NAMED = 10  # so many messages somebody may read, before they are summed up


class QuestionActs(PutAwayAdmin):
    """Draft, in review, published, retired: the ways between them."""

    actions = [
        "publish_selected",
        "send_to_review",
        "back_to_draft",
        "mark_reviewed",
        "retire_selected",
        "move_selected",
        "delete_selected",
    ]

    def log_change(self, request, obj, message):
        """Log a change. A form that was saved without one is no history."""
        return super().log_change(request, obj, message) if message else None

    def has_publish_permission(self, request, obj=None):
        """Whether somebody may publish and retire wordings."""
        return request.user.has_perm("quizzes.publish_question")

    def second_pair_of_eyes(self, request, question):
        """What bars this person, as sentences: where two are needed, who wrote cannot publish."""
        own = {question.author_id, question.edited_by_id}
        if settings.NEEDS_SECOND_APPROVAL and request.user.pk in own:
            return [f"You wrote {question}, or changed it last: somebody else publishes it."]
        return []

    @transaction.atomic
    def publish(self, request, question, *, says_so=True):
        """Publish a wording, log it and, if asked, say so. Returns the faults that bar it.

        Raises PublishedIsFinal.
        """
        before = question.item.questions.published().exclude(pk=question.pk).first()
        if faults := self.second_pair_of_eyes(request, question) or question.publish():
            return faults
        self.log_change(request, question, "Published.")
        audit.record(audit.Kind.PUBLISHED, request.user, detail=str(question), request=request)
        if before:
            self.log_change(request, before, f"Retired: version {question.version} is published.")
        if says_so:
            self.message_user(request, f"{question} is published.", messages.SUCCESS)
        return []

    @transaction.atomic
    def move(self, request, question, status):
        """Move a wording that is no final one between writing and review, and log it."""
        if question.status != status:
            question.status = status
            question.save(update_fields=["status"])
            self.log_change(request, question, f"{question.get_status_display()}.")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_selected(self, request, queryset):
        """Publish one after the other: each is published, or barred, for itself."""
        chosen, barred = list(queryset), []
        for question in chosen:
            try:
                faults = self.publish(request, question, says_so=len(chosen) <= NAMED)
            except PublishedIsFinal:
                faults = ["It was published before. To change it, open it and save it."]
            if faults:
                barred.append((question, faults))
        done = len(chosen) - len(barred)
        if done and len(chosen) > NAMED:
            self.message_user(request, f"Published: {done}.", messages.SUCCESS)
        for question, faults in barred[:NAMED]:
            listed = format_html_join("", "<li>{}</li>", ((fault,) for fault in faults))
            words = '{} is not published. <ul class="faults">{}</ul>'
            self.message_user(request, format_html(words, question, listed), messages.ERROR)
        if len(barred) > NAMED:
            words = f"And {len(barred) - NAMED} more are not published: each says why on its page."
            self.message_user(request, words, messages.ERROR)

    @admin.action(description="Send to review", permissions=["change"])
    def send_to_review(self, request, queryset):
        self._move_those(request, queryset, Status.DRAFT, Status.REVIEW, "In review.")

    @admin.action(description="Back to draft", permissions=["change"])
    def back_to_draft(self, request, queryset):
        self._move_those(request, queryset, Status.REVIEW, Status.DRAFT, "Draft.")

    @admin.action(description="Retire", permissions=["publish"])
    def retire_selected(self, request, queryset):
        self._move_those(request, queryset, Status.PUBLISHED, Status.RETIRED, "Retired.")

    @admin.action(description="Mark as reviewed", permissions=["publish"])
    def mark_reviewed(self, request, queryset):
        """Find published wordings good as they are, so that they are not stale for a year."""
        self._update_those(
            request, queryset, Status.PUBLISHED, {"reviewed_at": timezone.now()}, "Reviewed."
        )

    def _move_those(self, request, queryset, before, after, words):
        self._update_those(request, queryset, before, {"status": after}, words)

    @transaction.atomic
    def _update_those(self, request, queryset, status, changes, words):
        """Change the selected wordings of one status, log `words` for each, and say how many were
        changed and how many left alone. As many statements for many as for one.
        """
        chosen = list(queryset)
        # Read again and held: of two who change the same one the second finds it changed.
        held = Question.objects.select_for_update(of=("self",), no_key=True).filter(status=status)
        fit = list(
            held.filter(pk__in=[each.pk for each in chosen]).select_related("item").order_by("pk")
        )
        Question.objects.filter(pk__in=[each.pk for each in fit]).update(**changes)
        LogEntry.objects.log_actions(request.user.pk, fit, CHANGE, words)
        if fit:
            self.message_user(request, f"{words[:-1]}: {len(fit)}.", messages.SUCCESS)
        if left := len(chosen) - len(fit):
            words = f"Left as they are, for they are not “{status.label.lower()}”: {left}."
            self.message_user(request, words, messages.WARNING)

    def plan_away(self, rows):
        away = Away()
        for question in rows:
            if question.status == Status.PUBLISHED:
                away.retire.append(question)
            elif question.is_final:
                away.keep.append(f"{question} is retired. It stays for the results that show it.")
            else:
                away.delete.append(question)
        return away

    def has_delete_permission(self, request, obj=None):
        """A published wording is retired instead."""
        if obj and obj.is_final:
            return self.has_publish_permission(request, obj)
        return super().has_delete_permission(request, obj)
