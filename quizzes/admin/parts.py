"""The choices and slots of a question, as rows of its form."""

from django import forms
from django.contrib import admin
from django.db import models

from quizzes.models import Choice, Slot


class PlainText(forms.CharField):
    """Text that is unchanged when only the line ends and the margins differ.

    A browser sends CR LF for the LF that is stored.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def has_changed(self, initial, data):
        return super().has_changed(self.to_python(initial), data)


class PartForm(forms.ModelForm):
    number = forms.IntegerField(
        min_value=1,
        max_value=99,
        required=False,
        help_text="Left empty: the next number.",
    )

    # Two rows may swap their numbers; that all differ is seen by the formset.
    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


class ChoiceForm(PartForm):
    class Meta:
        model = Choice
        fields = ["number", "text", "is_key", "group", "rationale"]
        widgets = {"group": forms.TextInput}


class SlotForm(PartForm):
    """A slot, its key by number: the choice may be written in the same submission."""

    right = forms.IntegerField(
        label="key",
        min_value=1,
        max_value=99,
        help_text="The number of its right choice.",
        error_messages={"required": "Type the number of the right choice."},
    )

    class Meta:
        model = Slot
        fields = ["number", "row", "column", "group", "right", "rationale"]
        widgets = {"group": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["right"] = self.instance.key.number


class PartFormSet(forms.BaseInlineFormSet):
    """Rows that are written to a draft together, by `Question.rewrite_choices` or its twin."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        latest = max([form.cleaned_data["number"] or 0 for form in self.kept_forms], default=0)
        for form in self.kept_forms:
            if form.cleaned_data["number"] is None:
                latest += 1
                form.cleaned_data["number"] = form.instance.number = latest

    @property
    def kept_forms(self):
        """The rows that stay or come: neither removed nor left empty."""
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]

    # What the history says of them.
    @property
    def new_objects(self):
        return [form.instance for form in self.kept_forms if not form.instance.pk]

    @property
    def changed_objects(self):
        return [
            (form.instance, form.changed_data)
            for form in self.kept_forms
            if form.instance.pk and form.has_changed()
        ]

    @property
    def deleted_objects(self):
        return [form.instance for form in self.deleted_forms if form.instance.pk]


class ChoiceFormSet(PartFormSet):
    def rows(self):
        """The choices to write, unsaved."""
        names = ChoiceForm.Meta.fields
        return [
            Choice(**{name: form.cleaned_data[name] for name in names}) for form in self.kept_forms
        ]


class SlotFormSet(PartFormSet):
    """`choices`, the formset of the same submission, says which keys there are."""

    choices = None

    def clean(self):
        super().clean()
        if not self.choices.is_valid():
            return
        numbers = {form.cleaned_data["number"] for form in self.choices.kept_forms}
        for form in self.kept_forms:
            right = form.cleaned_data.get("right")
            if right and right not in numbers:
                form.add_error("right", f"No choice has the number {right}.")

    def rows(self):
        """The slots to write, unsaved, each with the number of its key."""
        names = [name for name in SlotForm.Meta.fields if name != "right"]
        return [
            (
                Slot(**{name: form.cleaned_data[name] for name in names}),
                form.cleaned_data["right"],
            )
            for form in self.kept_forms
        ]


class PartInline(admin.TabularInline):
    """Who may change a question may change what it consists of."""

    max_num = 20
    formfield_overrides = {
        models.CharField: {"form_class": PlainText, "widget": forms.Textarea({"rows": 2})},
        models.TextField: {"form_class": PlainText, "widget": forms.Textarea({"rows": 3})},
    }

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj and obj.pk else 4

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("quizzes.view_question") or self.has_add_permission(request)

    def has_add_permission(self, request, obj=None):
        action = "change" if obj and obj.pk else "add"
        return request.user.has_perm(f"quizzes.{action}_question")

    has_change_permission = has_delete_permission = has_add_permission


class ChoiceInline(PartInline):
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet


class SlotInline(PartInline):
    """The form hides it from kinds that have no slots: static/css/admin.css."""

    model = Slot
    form = SlotForm
    formset = SlotFormSet
    verbose_name_plural = "slots: the places to fill in"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("key")

    @admin.display(description="key")
    def right(self, slot):
        """What somebody sees who may look only."""
        return f"{slot.key.number}. {slot.key}"
