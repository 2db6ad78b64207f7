"""How forms look and speak: the project's own templates and sentences for every field."""

from django.core import validators
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import fields, models
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class FocusedField(BoundField):
    """A field that has the focus when it is the first thing that a form was refused for.

    Where that is no field but all of them together, as at a login, the first one has it.
    """

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        refused = next(iter(self.form.errors), None) if self.form.is_bound else None
        if refused == NON_FIELD_ERRORS:
            refused = next(iter(self.form.fields))
        if refused == self.name:
            attrs["autofocus"] = True
        return attrs


class Renderer(TemplatesSetting):
    """Django's form renderer with our field template."""

    field_template_name = "_field.html"
    bound_field_class = FocusedField


def speak_plainly():
    """Give Django's fields our sentences, once. It has no setting for them but translations."""
    validators.EmailValidator.message = "That is not an e-mail address."
    validators.MinLengthValidator.message = (
        "At least %(limit_value)d characters, please; it has %(show_value)d."
    )
    validators.MaxLengthValidator.message = (
        "At most %(limit_value)d characters, please; it has %(show_value)d."
    )
    validators.MinValueValidator.message = "At least %(limit_value)s, please."
    validators.MaxValueValidator.message = "At most %(limit_value)s, please."
    for field in (fields.ChoiceField, fields.MultipleChoiceField, models.ModelChoiceField):
        field.default_error_messages["invalid_choice"] = "Choose from the list, please."
