"""Questions: written as drafts, published when nothing bars it, then only followed by versions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import Truncator

from quizzes.admin.acts import QuestionActs
from quizzes.admin.exhibits import ExhibitsField
from quizzes.admin.filters import CertificationFilter, DomainFilter, ObjectiveFilter
from quizzes.admin.parts import ChoiceInline, PlainText, SlotInline
from quizzes.admin.preview import PreviewAdmin
from quizzes.models import Question

Status = Question.Status


def links(questions):
    """Wordings as links with their status: v1 retired · v2 published."""
    return format_html_join(
        " · ",
        '<a href="{}">v{}</a> {}',
        ((form_url(each), each.version, each.get_status_display().lower()) for each in questions),
    )


def form_url(question):
    return reverse("admin:quizzes_question_change", args=[question.pk])


class QuestionForm(forms.ModelForm):
    exhibits = ExhibitsField()


@admin.register(Question)
class QuestionAdmin(PreviewAdmin, QuestionActs):
    form = QuestionForm
    inlines = [ChoiceInline, SlotInline]
    autocomplete_fields = ["item"]
    formfield_overrides = {
        models.CharField: {"form_class": PlainText, "widget": forms.TextInput({"size": 80})},
        models.TextField: {"form_class": PlainText, "widget": forms.Textarea({"rows": 4})},
    }
    list_display = ["code", "words", "status", "place", "difficulty", "kind"]
    list_filter = [
        "status",
        CertificationFilter,
        DomainFilter,
        ObjectiveFilter,
        "difficulty",
        "kind",
    ]
    list_per_page = 50
    objective_lookup = "item__objective"
    ordering = ["item__code", "version"]
    search_fields = ["item__code", "stem", "choices__text"]
    search_help_text = "Code, stem or the text of a choice."
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter

    @admin.display(description="question", ordering="item__code")
    def code(self, question):
        return str(question)

    @admin.display(description="stem")
    def words(self, question):
        return Truncator(question.stem).chars(90) or "(no stem yet)"

    @admin.display(description="objective", ordering="item__objective")
    def place(self, question):
        objective = question.item.objective
        return f"{objective.domain.exam} · {objective.code}"

    @admin.display(description="versions")
    def versions(self, question):
        return links(question.item.questions.all())

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item__objective__domain__exam")

    def get_object(self, request, object_id, from_field=None):
        """The wording; to change it, held and as it is now: somebody may just have published it."""
        question = super().get_object(request, object_id, from_field)
        if question and request.method == "POST":
            question.item.lock()
            question.refresh_from_db()
        return question

    # The form

    def get_fields(self, request, obj=None):
        about = [
            "kind",
            "stem",
            "exhibits",
            ("difficulty", "level", "keeps_order"),
            "rationale",
            "reference",
        ]
        return ["item", "versions", "status", *about] if obj else ["item", *about]

    def get_readonly_fields(self, request, obj=None):
        """The status is moved by the buttons, and a wording never to another item."""
        return ["item", "versions", "status"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "stem" in form.base_fields:
            # A draft may be incomplete: publication asks for the stem.
            form.base_fields["stem"].required = False
            if "item" in form.base_fields:
                form.base_fields["item"].help_text = "Type its code, or make a new one with +."
            kinds = [*Question.ANSWERABLE_KINDS, *([obj.kind] if obj else [])]
            form.base_fields["kind"].choices = [
                choice for choice in Question.Kind.choices if choice[0] in kinds
            ]
        return form

    def _create_formsets(self, *args, **kwargs):
        # Django has no public place where formsets meet before they are validated.
        formsets, inlines = super()._create_formsets(*args, **kwargs)
        choices, slots = formsets
        slots.choices = choices
        return formsets, inlines

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context.update(
                faults=[] if obj.is_final else obj.faults(),
                next_number=obj.item.next_number(),
                open_reports=obj.reports.filter(resolved_at=None).count(),
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # Saving: a draft is written, a final wording is followed by the next version.

    def save_model(self, request, obj, form, change):
        if not change:
            obj.item.lock()
            obj.version, obj.author = obj.item.next_number(), request.user
        if not obj.is_final:
            obj.save()

    def save_related(self, request, form, formsets, change):
        question = form.instance
        question.successor = None
        if not question.is_final:
            self._rewrite(question, *formsets)
        elif any(each.has_changed() for each in (form, *formsets)):
            question.successor = self._next_version(request, form, formsets)

    def _rewrite(self, question, choices, slots):
        question.rewrite_choices(choices.rows())
        question.rewrite_slots(slots.rows())

    def _next_version(self, request, form, formsets):
        """The draft that follows the wording of `form`, with what was changed in it."""
        draft = form.instance.next_version(author=request.user)
        for name in form.changed_data:
            setattr(draft, name, form.cleaned_data[name])
        draft.save()
        self._rewrite(draft, *formsets)
        self.log_addition(request, draft, f"Made from version {form.instance.version}.")
        return draft

    def construct_change_message(self, request, form, formsets, add=False):
        """What was changed: of a final wording nothing, whatever was typed."""
        if form.instance.is_final:
            return ""
        return super().construct_change_message(request, form, formsets, add)

    # What the buttons of the form do

    def response_add(self, request, obj, post_url_continue=None):
        return self._press(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if not obj.is_final:
            return self._press(request, obj) or super().response_change(request, obj)
        if obj.successor is None:
            words = f"Nothing was changed, so there is no version after {obj}."
            self.message_user(request, words, messages.WARNING)
            return self.response_post_save_change(request, obj)
        if obj.status == Status.PUBLISHED:
            return self._publish(request, obj.successor)
        words = f"{obj.successor} is a draft now: {obj}, which you changed, is retired."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(form_url(obj.successor))

    def _press(self, request, question):
        """Answer the buttons that Django's form does not have; None when none was pressed."""
        pressed = {"_publish", "_review", "_draft"} & set(request.POST)
        if not pressed:
            return None
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        if "_publish" in pressed:
            return self._publish(request, question)
        self.move(request, question, Status.REVIEW if "_review" in pressed else Status.DRAFT)
        words = f"{question} is saved: {question.get_status_display().lower()}."
        self.message_user(request, words, messages.SUCCESS)
        return self.response_post_save_change(request, question)

    def _publish(self, request, question):
        """Publish, or go to the form, which lists what bars it."""
        if self.publish(request, question):
            words = f"{question} is saved as a draft and not published. See below what bars it."
            if live := question.item.questions.published().first():
                words += f" Version {live.version} stays published."
            self.message_user(request, words, messages.ERROR)
        elif "_continue" not in request.POST:
            return self.response_post_save_change(request, question)
        return HttpResponseRedirect(form_url(question))
