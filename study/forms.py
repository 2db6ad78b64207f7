"""What students fill in: the plan for an exam, and notes."""

from datetime import timedelta

from django import forms

from quizzes.forms import LinesField
from quizzes.papers import LARGEST, SMALLEST
from study.models import Bookmark, Plan

FURTHEST = timedelta(days=2 * 365)


class PlanForm(forms.ModelForm):
    """When the exam is, and how many questions a day. `today` is the student's local day."""

    class Meta:
        model = Plan
        fields = ["exam_on", "most_a_day"]
        widgets = {
            "exam_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "most_a_day": forms.NumberInput(attrs={"max": LARGEST}),
        }
        error_messages = {
            "exam_on": {"invalid": "Write the day as year-month-day: 2027-03-12."},
            "most_a_day": {"invalid": "The number of questions is a whole number."},
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["exam_on"].help_text = "Leave it empty when you do not know yet."
        self.fields["most_a_day"].help_text = f"{SMALLEST} to {LARGEST}."
        # The model's own minimum, 0, came over the one of the widget.
        self.fields["most_a_day"].widget.attrs["min"] = SMALLEST

    def clean_exam_on(self):
        """A day that is ahead, and not years ahead."""
        day = self.cleaned_data["exam_on"]
        if day and day != self.initial.get("exam_on") and day < self.today:
            raise forms.ValidationError("That day is over. Choose today or a later one.")
        if day and day > self.today + FURTHEST:
            raise forms.ValidationError("That is more than two years ahead.")
        return day

    def clean_most_a_day(self):
        """Between the smallest quiz that counts and the largest there is."""
        most = self.cleaned_data["most_a_day"]
        if not SMALLEST <= most <= LARGEST:
            raise forms.ValidationError(f"Choose {SMALLEST} to {LARGEST} questions a day.")
        return most


class NoteForm(forms.ModelForm):
    """The private note of a bookmark."""

    class Meta:
        model = Bookmark
        fields = ["note"]
        field_classes = {"note": LinesField}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"note": {"max_length": "A note has at most 2,000 characters."}}
