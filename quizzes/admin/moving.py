"""Moving items to another objective, those of many questions at once."""

from itertools import groupby

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from quizzes.admin.base import WorkshopAdmin
from quizzes.models import Item, Objective, Question


class ObjectiveChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, objective):
        return f"{objective.domain.exam} {objective}"


class MoveForm(forms.Form):
    """Where to: to any objective, or to one of the exam that the items have to stay in."""

    objective = ObjectiveChoiceField(
        Objective.objects.select_related("domain__exam"),
        empty_label="choose one",
        error_messages={
            "required": "Choose an objective.",
            "invalid_choice": "Choose one of the objectives in the list.",
        },
    )

    def __init__(self, *args, exam, **kwargs):
        super().__init__(*args, **kwargs)
        if exam:
            field = self.fields["objective"]
            field.queryset = field.queryset.filter(domain__exam=exam)


class MoveAdmin(WorkshopAdmin):
    """An admin of questions that moves their items to another objective."""

    def has_move_permission(self, request):
        """Whoever may change items: it is the item that moves, with all of its wordings."""
        return self.admin_site.get_model_admin(Item).has_change_permission(request)

    @admin.action(description="Move to another objective", permissions=["move"])
    @transaction.atomic
    def move_selected(self, request, queryset):
        questions = list(queryset.order_by("item__code", "version"))
        if self.too_many(request, questions):
            return None
        items = _held(questions)
        exams = _exams_to_stay_in(items)
        if len(exams) > 1:
            listed = " and ".join(sorted(exam.code for exam in exams))
            words = (
                f"These are questions of {listed}. Once published, a question stays in its exam: "
                "move those of one exam at a time."
            )
            self.message_user(request, words, messages.ERROR)
            return None
        sent = request.POST if "objective" in request.POST else None
        form = MoveForm(sent, exam=next(iter(exams), None))
        if form.is_valid():
            self._move(request, items, questions, form.cleaned_data["objective"])
            return HttpResponseRedirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "title": "Move to another objective",
            "opts": self.opts,
            "questions": questions,
            "exams": exams,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/quizzes/question/move.html", context)

    def _move(self, request, items, questions, objective):
        """Move `items`, log it for each and for those wordings that were chosen, and say so."""
        moving = [item for item in items if item.objective_id != objective.pk]
        Item.objects.filter(pk__in=[item.pk for item in moving]).update(objective=objective)
        moving.sort(key=lambda item: item.objective_id)
        for _, group in groupby(moving, lambda item: item.objective_id):
            group = list(group)
            pks = {item.pk for item in group}
            rows = [*group, *(each for each in questions if each.item_id in pks)]
            words = f"Moved from {_named(group[0].objective)} to {_named(objective)}."
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, words)
        if moving:
            words = f"Moved to {_named(objective)}: {len(moving)}."
            self.message_user(request, words, messages.SUCCESS)
        if left := len(items) - len(moving):
            self.message_user(request, f"Were there already: {left}.", messages.WARNING)


def _held(questions):
    """The items of `questions`, held: nobody publishes or moves them meanwhile."""
    pks = {question.item_id for question in questions}
    list(Item.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    items = Item.objects.filter(pk__in=pks)
    return list(items.select_related("objective__domain__exam").order_by("code"))


def _exams_to_stay_in(items):
    """The exams of those of `items` that were ever published: attempts of the exam asked them."""
    asked = Question.objects.final().filter(item__in=items).values_list("item", flat=True)
    asked = set(asked)
    return {item.objective.domain.exam for item in items if item.pk in asked}


def _named(objective):
    return f"{objective.domain.exam} {objective}"
