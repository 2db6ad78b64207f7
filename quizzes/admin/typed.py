"""A question as a student sees it while it is written: what the form says, saved or not."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from quizzes.admin.parts import ChoiceForm, SlotForm
from quizzes.admin.preview import sample_answer
from quizzes.generators import faults_in
from quizzes.models import Choice, Question, Slot


class TypedAdmin(admin.ModelAdmin):
    """An admin of questions with a page that takes their form and saves nothing."""

    def get_urls(self):
        typed = self.admin_site.admin_view(self.typed)
        return [
            path("typed/", typed, name="quizzes_question_typed_new"),
            path("<path:object_id>/typed/", typed, name="quizzes_question_typed"),
            *super().get_urls(),
        ]

    def typed_url(self, request, question):
        """Where the form of a wording, or of a new one, is shown; None to those who only read."""
        if question is None:
            return reverse("admin:quizzes_question_typed_new")
        if not self.has_change_permission(request, question):
            return None
        return reverse("admin:quizzes_question_typed", args=[question.pk])

    @method_decorator(require_POST)
    def typed(self, request, object_id=None):
        """The question in the form that was posted, as far as it can be read.

        `?framed` leaves out what does not belong beside a form.
        """
        saved = self._to_change(request, object_id)
        form = self.get_form(request, saved, change=saved is not None)(
            request.POST, instance=saved or Question()
        )
        formsets, _ = self._create_formsets(request, form.instance, change=saved is not None)
        # Read all of it: what is wrong in one field says nothing of the others.
        wrong = list(_errors(form))
        for formset in formsets:
            formset.is_valid()
            for number, row in enumerate(formset.forms, start=1):
                wrong += _errors(row, f"{capfirst(formset.model._meta.verbose_name)} {number}")
        question = _question(form, *formsets)
        # What stands in for a missing key is no choice, but is in the way of counting them.
        is_whole = all(choice.number for choice in question.choices.all())
        faults = wrong + (question.faults() if is_whole else [])
        context = {
            "question": question,
            "name": str(saved) if saved else "A new question",
            "faults": faults,
            "seed": 1,
            "is_typed": True,
            "is_framed": "framed" in request.GET,
        }
        if not (question.is_generated and faults_in(question.generator, question.params)):
            context["asked"] = sample_answer(question, 1)
            context["explained"] = sample_answer(question, 1, is_right=True)
        return render(request, "admin/quizzes/question/preview.html", context)

    def _to_change(self, request, object_id):
        """The saved wording that the form is of, None for that of a new one."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        # Not held, as `get_object` of what follows would: nothing is written.
        question = super().get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        return question


def _errors(form, before=""):
    """What is wrong in a form, as sentences that name the field."""
    for name, errors in form.errors.items():
        label = form[name].label if name in form.fields else ""
        label = f"{before}, {label.lower()}" if before and label else before or label
        yield from (f"{label}: {error}" if label else error for error in errors)


def _question(form, choices, slots):
    """The wording that a form describes, unsaved, with its choices and slots at hand."""
    question = form.instance
    for name, value in form.recipe().items():
        setattr(question, name, value)
    question.pk = question.pk or 0  # relations are asked of rows that have a number
    parts = _parts(choices, Choice, ChoiceForm)
    rows = _parts(slots, Slot, SlotForm)
    by_number = {choice.number: choice for choice in parts}
    for slot in rows:
        slot.key = by_number.get(slot.right) or _no_key(parts)
    question._prefetched_objects_cache = {"choices": parts, "slots": rows}
    return question


def _no_key(choices):
    """What stands for the key of a slot that has none yet: a choice that nobody is offered."""
    if not choices or choices[-1].number:
        choices.append(Choice(pk=0, number=0, text="(no key yet)"))
    return choices[-1]


def _parts(formset, model, form_class):
    """The rows of a formset as unsaved parts, numbered anew where a number is missing or taken.

    Each has what was typed, and for `right`, which is no field of a slot, a number or None.
    """
    parts = {}
    for form in formset.forms:
        cleaned = form.cleaned_data
        if cleaned.get("DELETE") or not (form.instance.pk or form.has_changed()):
            continue
        number = cleaned.get("number")
        if number is None or number in parts:
            number = max(parts, default=0) + 1
        names = [name for name in form_class.Meta.fields if name != "number"]
        typed = {name: cleaned.get(name, form[name].value() or "") for name in names}
        part = parts[number] = model(pk=number, number=number)
        part.right = typed.pop("right", cleaned.get("right"))
        for name, value in typed.items():
            setattr(part, name, value)
    return [parts[number] for number in sorted(parts)]
