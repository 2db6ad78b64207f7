"""How forms look: the project's own templates for every field."""

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class FocusedField(BoundField):
    """A field that has the focus when it is the first thing that a form was refused for."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if self.form.is_bound and next(iter(self.form.errors), None) == self.name:
            attrs["autofocus"] = True
        return attrs


class Renderer(TemplatesSetting):
    """Django's form renderer with our field template."""

    field_template_name = "_field.html"
    bound_field_class = FocusedField
