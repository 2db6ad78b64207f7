"""The generator of a question and its parameters, as fields of its form."""

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst

from quizzes.generators import GENERATORS
from quizzes.models import Question


def field_name(generator, param):
    return f"{generator.name}_{param.name}".replace("-", "_")


def recipe_fieldsets():
    """The fieldsets of the form: which generator, then one for the parameters of each."""
    chooser = {"fields": ["made_by"], "classes": ["generator"]}
    return [
        ("What is generated", chooser),
        *(
            (
                generator.title,
                {
                    "fields": [field_name(generator, param) for param in generator.params],
                    "classes": ["generator", generator.name],
                },
            )
            for generator in GENERATORS.values()
        ),
    ]


def _select(generator, param):
    wrong = f"{generator.title}: “{param.label}” cannot be “%(value)s”."
    return forms.ChoiceField(
        label=capfirst(param.label),
        required=False,
        choices=[("", "choose"), *param.choices.items()],
        help_text=param.help,
        error_messages={"invalid_choice": wrong},
    )


# The fields of a form are declared before it is made: the admin looks them up by name.
ParamFields = type(
    "ParamFields",
    (forms.Form,),
    {
        field_name(generator, param): _select(generator, param)
        for generator in GENERATORS.values()
        for param in generator.params
    },
)


class RecipeForm(ParamFields, forms.ModelForm):
    """A form of questions that reads and writes `generator` and `params` with plain selects.

    static/css/admin.css shows those of the chosen generator alone.
    """

    made_by = forms.ChoiceField(
        label="Generator",
        required=False,
        choices=[("", "choose one"), *((g.name, g.title) for g in GENERATORS.values())],
        help_text="It writes stem, choices and reasons, with other numbers for each student.",
        error_messages={"invalid_choice": "There is no generator “%(value)s”."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["made_by"] = self.instance.generator
        if generator := GENERATORS.get(self.instance.generator):
            for param in generator.params:
                value = self.instance.params.get(param.name, "")
                self.initial[field_name(generator, param)] = value

    @cached_property
    def changed_data(self):
        """What was changed, without the parameters of generators that are not chosen."""
        chosen = GENERATORS.get(self["made_by"].data)
        idle = {
            field_name(generator, param)
            for generator in GENERATORS.values()
            if generator is not chosen
            for param in generator.params
        }
        return [name for name in super().changed_data if name not in idle]

    def recipe(self):
        """The `generator` and `params` that were chosen; a draft may leave some open."""
        kind = self.cleaned_data.get("kind", self.instance.kind)
        generator = GENERATORS.get(self.cleaned_data.get("made_by"))
        if generator is None or kind != Question.Kind.GENERATED:
            return {"generator": "", "params": {}}
        values = {p.name: self.cleaned_data.get(field_name(generator, p)) for p in generator.params}
        params = {name: value for name, value in values.items() if value}
        return {"generator": generator.name, "params": params}
