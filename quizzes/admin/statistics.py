"""How wordings do, beside them in the workshop: columns to sort by, a filter, a table."""

from django.contrib import admin
from django.template.loader import render_to_string

from quizzes.attention import MANY_REPORTS, needing_a_look, reported_often
from quizzes.models.statistics import ENOUGH, QuestionStatistic


class AttentionFilter(admin.SimpleListFilter):
    """Wordings that somebody should look at, by what their statistics or students say."""

    title, parameter_name = "needs a look", "look"

    def lookups(self, request, model_admin):
        return [
            ("all", "For any reason"),
            ("any", "By its statistics"),
            *QuestionStatistic.Flag.choices,
            ("reports", f"{MANY_REPORTS} open reports or more"),
        ]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "all":
            return needing_a_look(queryset)
        if value == "reports":
            return reported_often(queryset)
        if value == "any":
            return queryset.filter(statistic__is_flagged=True)
        if value in QuestionStatistic.Flag.values:
            flagged = queryset.filter(statistic__is_flagged=True)
            return flagged.filter(statistic__flags__icontains=f'"{value}"')
        return queryset


class StatisticsAdmin(admin.ModelAdmin):
    """An admin of questions that shows how they do."""

    @admin.display(description="first tries", ordering="statistic__answers")
    def first_tries(self, question):
        return _of(question).answers if _of(question) else 0

    @admin.display(description="right", ordering="statistic__facility")
    def facility(self, question):
        statistic = _of(question)
        return f"{statistic.percent}\u00a0%" if statistic and statistic.is_enough else "–"

    @admin.display(description="tells apart", ordering="statistic__discrimination")
    def discrimination(self, question):
        statistic = _of(question)
        if not statistic or not statistic.is_enough or statistic.discrimination is None:
            return "–"
        return f"{statistic.discrimination:.2f}"

    @admin.display(description="how it does")
    def statistics(self, question):
        """All figures of a wording, as a table."""
        statistic = _of(question)
        rows = []
        if statistic:
            counted = statistic.choices
            rows = [
                (choice, counted[str(choice.number)])
                for choice in question.choices.all()
                if str(choice.number) in counted
            ]
        context = {"statistic": statistic, "rows": rows, "enough": ENOUGH}
        return render_to_string("admin/quizzes/question/statistics.html", context)


def _of(question):
    return getattr(question, "statistic", None)
