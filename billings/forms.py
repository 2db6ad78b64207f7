"""How forms look: the project's own templates for every field."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's form renderer with our field template."""

    field_template_name = "_field.html"
