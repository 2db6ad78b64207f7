"""What is examined: certifications, exams, domains, objectives. A new exam needs no code."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.template.defaultfilters import pluralize

from quizzes.admin.away import Away, PutAwayAdmin
from quizzes.models import Certification, Domain, Exam, Item, Objective, Question, QuizAttempt


def plan_by_content(rows, contents):
    """An `Away` that keeps each row with content. `contents(row)` are {noun: number}."""
    away = Away()
    for row in rows:
        held = [
            f"{number} {noun}{pluralize(number)}"
            for noun, number in contents(row).items()
            if number
        ]
        if held:
            away.keep.append(f"{row} stays: it has {' and '.join(held)}.")
        else:
            away.delete.append(row)
    return away


@admin.register(Certification)
class CertificationAdmin(PutAwayAdmin):
    list_display = ["name", "slug", "order"]

    def get_readonly_fields(self, request, obj=None):
        """Pages and boards are addressed by the slug."""
        return ["slug"] if obj else []

    def plan_away(self, rows):
        return plan_by_content(rows, lambda row: {"exam": row.exams.count()})


class DomainInline(admin.TabularInline):
    model = Domain
    can_delete = False  # a domain takes its objectives along: its own page asks
    show_change_link = True

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 5


@admin.register(Exam)
class ExamAdmin(PutAwayAdmin):
    actions = ["make_current", "delete_selected"]
    fields = [
        "certification",
        "code",
        "is_current",
        "max_questions",
        "minutes",
        "passing_score",
        "retires_on",
    ]
    inlines = [DomainInline]
    list_display = [
        "code",
        "certification",
        "is_current",
        "published",
        "max_questions",
        "minutes",
        "passing_score",
        "retires_on",
    ]
    list_select_related = ["certification"]

    def get_queryset(self, request):
        live = Q(domains__objectives__items__questions__status=Question.Status.PUBLISHED)
        number = Count("domains__objectives__items__questions", filter=live)
        return super().get_queryset(request).annotate(published=number)

    @admin.display(description="published questions", ordering="published")
    def published(self, exam):
        return exam.published

    def get_readonly_fields(self, request, obj=None):
        """Attempts and items are of an exam by its code; current is made by a button."""
        return ["certification", "code", "is_current"] if obj else ["is_current"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        weights = sum(form.instance.domains.values_list("weight", flat=True))
        if weights not in (0, 100):
            words = f"The weights of the domains add up to {weights} percent, not to 100."
            self.message_user(request, words, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        self._press(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._press(request, obj)
        return super().response_change(request, obj)

    def _press(self, request, exam):
        if "_make_current" in request.POST and self.has_change_permission(request, exam):
            self._make_current(request, exam)

    @transaction.atomic
    def _make_current(self, request, exam):
        """Make `exam` the one that its certification is practised with, log it and say so."""
        if exam.is_current:
            self.message_user(request, f"{exam} is current already.", messages.WARNING)
            return
        for before in exam.certification.exams.filter(is_current=True):
            self.log_change(request, before, f"No longer current: {exam} is.")
        exam.make_current()
        self.log_change(request, exam, "Made current.")
        self.message_user(request, f"{exam} is current now.", messages.SUCCESS)
        if not Question.objects.published().of_exam(exam).exists():
            words = f"{exam} has no published question yet, so nobody can practise it."
            self.message_user(request, words, messages.WARNING)

    @admin.action(description="Make current", permissions=["change"])
    def make_current(self, request, queryset):
        exams = list(queryset)
        if len({exam.certification_id for exam in exams}) < len(exams):
            words = "Choose one exam of a certification: it has one current exam."
            self.message_user(request, words, messages.ERROR)
            return
        for exam in exams:
            self._make_current(request, exam)

    def plan_away(self, rows):
        return plan_by_content(
            rows,
            lambda exam: {
                "item": Item.objects.filter(objective__domain__exam=exam).count(),
                "attempt": QuizAttempt.objects.filter(exam=exam).count(),
            },
        )


class ObjectiveInline(admin.TabularInline):
    model = Objective
    fields = ["number", "title"]
    can_delete = False
    show_change_link = True

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj else 5


@admin.register(Domain)
class DomainAdmin(PutAwayAdmin):
    inlines = [ObjectiveInline]
    list_display = ["__str__", "exam", "weight"]
    list_filter = ["exam"]
    list_select_related = ["exam"]

    def get_readonly_fields(self, request, obj=None):
        return ["exam"] if obj else []

    def plan_away(self, rows):
        return plan_by_content(
            rows,
            lambda domain: {"item": Item.objects.filter(objective__domain=domain).count()},
        )


class LinesField(forms.Field):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value if isinstance(value, list) else (value or "").splitlines()
        if any("\0" in line for line in lines):
            raise forms.ValidationError("A topic has a character that no text has.")
        return [line.strip() for line in lines if line.strip()]


class ObjectiveForm(forms.ModelForm):
    topics = LinesField(required=False, help_text="One a line.")

    class Meta:
        model = Objective
        fields = ["domain", "number", "title", "topics"]


class DomainChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, domain):
        return f"{domain.exam} {domain}"


@admin.register(Objective)
class ObjectiveAdmin(PutAwayAdmin):
    form = ObjectiveForm
    list_display = ["__str__", "domain", "exam"]
    list_filter = ["domain__exam"]
    search_fields = ["title", "domain__name", "domain__exam__code"]

    @admin.display(ordering="domain__exam__code")
    def exam(self, objective):
        return objective.domain.exam

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("domain__exam")

    def get_readonly_fields(self, request, obj=None):
        return ["domain"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.update(form_class=DomainChoiceField, queryset=Domain.objects.select_related("exam"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def plan_away(self, rows):
        return plan_by_content(rows, lambda objective: {"item": objective.items.count()})
