"""What staff do to wordings beside writing them: each act is logged."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.html import format_html, format_html_join

from quizzes.admin.away import Away, PutAwayAdmin
from quizzes.models import PublishedIsFinal, Question

Status = Question.Status


class QuestionActs(PutAwayAdmin):
    """Draft, in review, published, retired: the ways between them."""

    actions = [
        "publish_selected",
        "send_to_review",
        "back_to_draft",
        "retire_selected",
        "delete_selected",
    ]

    def log_change(self, request, obj, message):
        """Log a change. A form that was saved without one is no history."""
        return super().log_change(request, obj, message) if message else None

    @transaction.atomic
    def publish(self, request, question):
        """Publish a wording, log it and say so. Returns the faults that bar it.

        Raises PublishedIsFinal.
        """
        before = question.item.questions.published().exclude(pk=question.pk).first()
        if faults := question.publish():
            return faults
        self.log_change(request, question, "Published.")
        if before:
            self.log_change(request, before, f"Retired: version {question.version} is published.")
        self.message_user(request, f"{question} is published.", messages.SUCCESS)
        return []

    @transaction.atomic
    def move(self, request, question, status):
        """Move a wording that is no final one between writing and review, and log it."""
        if question.status != status:
            question.status = status
            question.save(update_fields=["status"])
            self.log_change(request, question, f"{question.get_status_display()}.")

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request, queryset):
        for question in queryset:
            try:
                faults = self.publish(request, question)
            except PublishedIsFinal:
                faults = ["It was published before. To change it, open it and save it."]
            if faults:
                listed = format_html_join("", "<li>{}</li>", ((fault,) for fault in faults))
                words = '{} is not published. <ul class="faults">{}</ul>'
                self.message_user(request, format_html(words, question, listed), messages.ERROR)

    @admin.action(description="Send to review", permissions=["change"])
    def send_to_review(self, request, queryset):
        self._act_on_those(
            request, queryset, Status.DRAFT, lambda each: self.move(request, each, Status.REVIEW)
        )

    @admin.action(description="Back to draft", permissions=["change"])
    def back_to_draft(self, request, queryset):
        self._act_on_those(
            request, queryset, Status.REVIEW, lambda each: self.move(request, each, Status.DRAFT)
        )

    @admin.action(description="Retire", permissions=["change"])
    def retire_selected(self, request, queryset):
        self._act_on_those(
            request, queryset, Status.PUBLISHED, lambda each: self.retire(request, each)
        )

    def _act_on_those(self, request, queryset, status, act):
        """Act on the selected wordings of one status, and say how many were left alone."""
        questions = list(queryset)
        fit = [question for question in questions if question.status == status]
        for question in fit:
            act(question)
        if fit:
            self.message_user(request, f"Done: {len(fit)}.", messages.SUCCESS)
        if left := len(questions) - len(fit):
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
        """To retire a wording is to change it."""
        if obj and obj.is_final:
            return self.has_change_permission(request, obj)
        return super().has_delete_permission(request, obj)
