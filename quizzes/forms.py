"""What students fill in: the picker of a quiz, the report of a question."""

from django import forms

from quizzes.blueprints import DEFAULT_TASKS, MOST_TASKS
from quizzes.models import QuestionReport
from quizzes.papers import LARGEST, MODES, POOLS, SMALLEST


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


class ExamForm(forms.Form):
    """What a student may choose of an exam."""

    tasks = forms.IntegerField(
        min_value=0,
        max_value=MOST_TASKS,
        initial=DEFAULT_TASKS,
        label="Performance-based tasks",
        help_text=f"They come first, as in the real exam. 0 to {MOST_TASKS}.",
    )
    has_extension = forms.BooleanField(
        required=False,
        label="English is my second language",
        help_text="Adds 30 minutes.",
    )


class ReportForm(forms.ModelForm):
    """A word to staff about a question."""

    class Meta:
        model = QuestionReport
        fields = ["reason", "text"]
        widgets = {
            "reason": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"text": "What is wrong, and where you read it. Staff see your username."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = QuestionReport.Reason.choices
        self.fields["reason"].label = "What is wrong with it?"
