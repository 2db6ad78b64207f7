"""Questions: written as drafts, published when nothing bars it, then only followed by versions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.text import Truncator

from quizzes.admin.acts import QuestionActs
from quizzes.admin.coverage import CoverageAdmin
from quizzes.admin.exchange import ExchangeAdmin
from quizzes.admin.exhibits import ExhibitsField
from quizzes.admin.filters import CertificationFilter, DomainFilter, ObjectiveFilter
from quizzes.admin.moving import MoveAdmin
from quizzes.admin.parts import ChoiceInline, PlainText, SlotInline
from quizzes.admin.preview import PreviewAdmin
from quizzes.admin.recipes import RecipeForm, recipe_fieldsets
from quizzes.admin.stale import StaleFilter
from quizzes.admin.statistics import AttentionFilter, StatisticsAdmin
from quizzes.admin.typed import TypedAdmin
from quizzes.admin.versions import VersionsAdmin, form_url
from quizzes.models import Question

Status = Question.Status


class QuestionForm(RecipeForm):
    """The words of a wording, and how it follows the one before it."""

    exhibits = ExhibitsField()
    mends_typo = forms.BooleanField(
        label="Only a typo is mended",
        required=False,
        help_text="The statistics go on. Choices and key are those of the version before.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_final:  # what is said of its successor
            self.initial["corrects_key"] = False
        else:
            self.initial["mends_typo"] = self.instance.statistics_from_id is not None

    def clean(self):
        data = super().clean()
        if data.get("mends_typo") and data.get("corrects_key"):
            self.add_error("mends_typo", "A wrong key is more than a typo: choose one of the two.")
        return data


@admin.register(Question)
class QuestionAdmin(
    TypedAdmin,
    PreviewAdmin,
    VersionsAdmin,
    CoverageAdmin,
    StatisticsAdmin,
    ExchangeAdmin,
    MoveAdmin,
    QuestionActs,
):
    actions = [*QuestionActs.actions, "export_selected"]
    form = QuestionForm
    inlines = [ChoiceInline, SlotInline]
    autocomplete_fields = ["item"]
    formfield_overrides = {
        models.CharField: {"form_class": PlainText, "widget": forms.TextInput({"size": 80})},
        models.TextField: {"form_class": PlainText, "widget": forms.Textarea({"rows": 4})},
    }
    list_display = [
        "code",
        "words",
        "status",
        "place",
        "first_tries",
        "facility",
        "discrimination",
        "difficulty",
        "kind",
    ]
    list_filter = [
        "status",
        AttentionFilter,
        StaleFilter,
        CertificationFilter,
        DomainFilter,
        ObjectiveFilter,
        "difficulty",
        "kind",
    ]
    list_per_page = 50
    objective_lookup = "item__objective"
    ordering = ["item__code", "version"]
    search_fields = ["item__code", "stem", "choices__text", "generator"]
    search_help_text = "Code, stem, the text of a choice, or a generator."
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter

    @admin.display(description="question", ordering="item__code")
    def code(self, question):
        return str(question)

    @admin.display(description="stem")
    def words(self, question):
        return Truncator(question.words).chars(90) or "(no stem yet)"

    @admin.display(description="objective", ordering="item__objective")
    def place(self, question):
        objective = question.item.objective
        return f"{objective.domain.exam} · {objective.code}"

    @admin.display(description="generator")
    def recipe(self, question):
        """What somebody sees who may look only."""
        return question.words if question.is_generated else "none"

    def get_queryset(self, request):
        questions = super().get_queryset(request)
        return questions.select_related("item__objective__domain__exam", "statistic")

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
            "is_markdown",
            "exhibits",
            ("difficulty", "level", "keeps_order"),
            "rationale",
            "reference",
        ]
        if obj is None:
            return ["item", *about]
        shown = ["statistics"] if obj.is_final else []
        follows = [("mends_typo", "corrects_key")] if obj.is_final or obj.version > 1 else []
        return ["item", "versions", "status", *shown, *about, *follows]

    def get_fieldsets(self, request, obj=None):
        may_write = obj is None or self.has_change_permission(request, obj)
        recipe = recipe_fieldsets() if may_write else [(None, {"fields": ["recipe"]})]
        return [*super().get_fieldsets(request, obj), *recipe]

    def get_readonly_fields(self, request, obj=None):
        """The status is moved by the buttons, and a wording never to another item."""
        return ["item", "versions", "status", "statistics", "recipe"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "stem" in form.base_fields:
            # A draft may be incomplete: publication asks for the stem.
            form.base_fields["stem"].required = False
            if "item" in form.base_fields:
                form.base_fields["item"].help_text = "Type its code, or make a new one with +."
        return form

    def _create_formsets(self, *args, **kwargs):
        # Django has no public place where formsets meet before they are validated.
        formsets, inlines = super()._create_formsets(*args, **kwargs)
        choices, slots = formsets
        slots.choices = choices
        return formsets, inlines

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_publish"] = self.has_publish_permission(request, obj)
        context["typed_url"] = self.typed_url(request, obj)
        context["is_nav_sidebar_enabled"] = False  # its room is the preview's
        if obj:
            context.update(
                faults=[] if obj.is_final else obj.faults(),
                next_number=obj.item.next_number(),
                open_reports=obj.reports.open().count(),
                barred=[] if obj.is_final else self.second_pair_of_eyes(request, obj),
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_changeform_initial_data(self, request):
        """What is written from now on is Markdown, unless its author says otherwise."""
        return {"is_markdown": True} | super().get_changeform_initial_data(request)

    # Saving: a draft is written, a final wording is followed by the next version.

    def save_model(self, request, obj, form, change):
        if not change:
            obj.item.lock()
            obj.version, obj.author = obj.item.next_number(), request.user
            obj.written_on = timezone.localdate()
        if not obj.is_final:
            for name, value in form.recipe().items():
                setattr(obj, name, value)
            obj.statistics_from = obj.predecessor if form.cleaned_data.get("mends_typo") else None
            obj.save()

    def save_related(self, request, form, formsets, change):
        question = form.instance
        question.successor = None
        has_changed = any(each.has_changed() for each in (form, *formsets))
        if not question.is_final:
            self._rewrite(question, *formsets)
            if has_changed:
                question.edited_by = request.user
                question.save(update_fields=["edited_by"])
        elif has_changed:
            question.successor = self._next_version(request, form, formsets)

    def _rewrite(self, question, choices, slots):
        question.rewrite_choices(choices.rows())
        question.rewrite_slots(slots.rows())

    def _next_version(self, request, form, formsets):
        """The draft that follows the wording of `form`, with what was changed in it."""
        draft = form.instance.next_version(author=request.user)
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes.pop("mends_typo", False):
            draft.statistics_from = form.instance
        for name, value in (changes | form.recipe()).items():
            setattr(draft, name, value)
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
        if obj.status == Status.PUBLISHED and self.has_publish_permission(request):
            return self._publish(request, obj.successor)
        words = f"{obj.successor} is a draft now: {obj}, which you changed, is retired."
        if obj.status == Status.PUBLISHED:
            words = f"{obj.successor} is a draft now. {obj} stays published until it is."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(form_url(obj.successor))

    def _press(self, request, question):
        """Answer the buttons that Django's form does not have; None when none was pressed."""
        pressed = {"_publish", "_review", "_draft"} & set(request.POST)
        if not pressed:
            return None
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        if "_publish" in pressed and not self.has_publish_permission(request, question):
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
