"""What students fill in: the picker of a quiz, the report of a question."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import normalize_newlines

from quizzes.blueprints import DEFAULT_TASKS, MOST_TASKS
from quizzes.models import QuestionReport
from quizzes.papers import LARGEST, MODES, SIZES, SMALLEST
from quizzes.pools import POOLS


class StartForm(forms.Form):
    """What to practise. `available` (per domain number) says what the bank can fill."""

    size = forms.IntegerField(
        required=False,
        max_value=LARGEST,
        label="Number of questions",
        error_messages={
            "invalid": "The number of questions is a whole number.",
            "max_value": f"A quiz has at most {LARGEST} questions.",
        },
    )
    preset = forms.IntegerField(required=False, max_value=LARGEST)
    domains = forms.TypedMultipleChoiceField(coerce=int, required=False, label="Domains")
    mode = forms.ChoiceField(
        choices=[(mode, mode) for mode in MODES],
        required=False,
        error_messages={"invalid_choice": "A quiz is for practice or for study."},
    )
    pool = forms.ChoiceField(
        choices=[(pool, pool) for pool in POOLS],
        required=False,
        error_messages={"invalid_choice": "Practise all questions, or those you missed."},
    )

    def __init__(self, *args, domains, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domains"].choices = [(domain.number, str(domain)) for domain in domains]
        self.fields["domains"].error_messages["invalid_choice"] = "This exam has no such domain."

    def clean(self):
        """A pressed size wins over the typed one; what was missed is asked whole."""
        wishes = super().clean()
        wishes["mode"] = wishes.get("mode") or "practice"
        wishes["pool"] = wishes.get("pool") or "all"
        if preset := wishes.pop("preset", None):
            wishes["size"] = preset
        if wishes["pool"] == "missed":
            wishes["size"] = wishes.get("size") or LARGEST
        elif "size" in wishes and (wishes["size"] or 0) < SMALLEST:
            self.add_error("size", f"A quiz has at least {SMALLEST} questions.")
        return wishes


class CustomForm(forms.Form):
    """A quiz to one's own measure. It reads an address, so that a quiz can be bookmarked."""

    domains = forms.TypedMultipleChoiceField(coerce=int, required=False)
    objectives = forms.TypedMultipleChoiceField(coerce=str, required=False)
    size = forms.IntegerField(
        min_value=SMALLEST,
        max_value=LARGEST,
        initial=SIZES[1],
        label="How many questions",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Say how many questions.",
            "invalid": "The number of questions is a whole number.",
            "min_value": f"A quiz has at least {SMALLEST} questions.",
            "max_value": f"A quiz has at most {LARGEST} questions.",
        },
    )
    mode = forms.ChoiceField(
        choices=[("practice", "At the end (practice)"), ("study", "After each answer (study)")],
        initial="practice",
        label="When you read the reasons",
        widget=forms.RadioSelect,
    )
    pool = forms.ChoiceField(initial="all", label="Which of them", widget=forms.RadioSelect)
    timed = forms.BooleanField(
        required=False, label="Against the clock", help_text="At the pace of the real exam."
    )

    def __init__(self, data, *, domains):
        """`domains` of one exam, with their objectives. What `data` leaves out has its default."""
        fields = self.base_fields
        given = {name: data.getlist(name) for name in fields if name in data}
        defaults = {n: [f.initial] for n, f in fields.items() if f.initial is not None}
        super().__init__(MultiValueDict(defaults | given))
        self.objectives = {o.code: o for d in domains for o in d.objectives.all()}
        self.fields["domains"].choices = [(domain.number, str(domain)) for domain in domains]
        self.fields["domains"].error_messages["invalid_choice"] = "This exam has no such domain."
        self.fields["objectives"].choices = [(code, code) for code in self.objectives]
        self.fields["objectives"].error_messages["invalid_choice"] = (
            "This exam has no such objective."
        )
        self.fields["pool"].choices = [(pool.name, pool.label) for pool in POOLS.values()]

    def wishes(self):
        """What `start_quiz` and `drawable` take, of a valid form: how to ask, and which."""
        data = self.cleaned_data
        how = {"size": data["size"], "mode": data["mode"], "is_timed": data["timed"]}
        which = {
            "domains": data["domains"],
            "objectives": [self.objectives[code].pk for code in data["objectives"]],
            "pool": data["pool"],
        }
        return how, which


class ExamForm(forms.Form):
    """What a student may choose of an exam."""

    tasks = forms.IntegerField(
        min_value=0,
        max_value=MOST_TASKS,
        initial=DEFAULT_TASKS,
        label="Tasks",
        help_text="CompTIA calls them performance-based questions. They come first, as in the real "
        f"exam. 0 to {MOST_TASKS}.",
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            f"Choose a whole number from 0 to {MOST_TASKS}.",
        ),
    )
    has_extension = forms.BooleanField(
        required=False,
        label="English is my second language",
        help_text="Adds 30 minutes.",
    )

    def __init__(self, *args, has_clock, **kwargs):
        """`has_clock` is false for who takes exams untimed: nothing can be added to that."""
        super().__init__(*args, **kwargs)
        if not has_clock:
            del self.fields["has_extension"]


class LinesField(forms.CharField):
    """Forms post each new line as two characters; `maxlength` in browsers counts it as one."""

    def to_python(self, value):
        """The text with new lines as the database keeps them."""
        return super().to_python(normalize_newlines(value or ""))


class ReportForm(forms.ModelForm):
    """A word to staff about a question."""

    class Meta:
        model = QuestionReport
        fields = ["reason", "text"]
        field_classes = {"text": LinesField}
        widgets = {
            "reason": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "reason": dict.fromkeys(
                ["required", "invalid_choice"], "Choose what is wrong with it."
            ),
            "text": {"required": "Say in a few words what is wrong."},
        }
        help_texts = {"text": "What is wrong, and where you read it. Staff see your username."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = QuestionReport.Reason.choices
        self.fields["reason"].label = "What is wrong with it?"
