"""Items: the places of the bank, each with its wordings."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html

from quizzes.admin.away import Away, PutAwayAdmin
from quizzes.admin.filters import CertificationFilter, DomainFilter, ObjectiveFilter
from quizzes.admin.moving import ObjectiveChoiceField
from quizzes.admin.versions import links
from quizzes.models import Item, Objective, Question


@admin.register(Item)
class ItemAdmin(PutAwayAdmin):
    fields = ["code", "objective", "is_sample", "wordings"]
    list_display = ["code", "objective", "exam", "live_version", "is_sample"]
    list_filter = [CertificationFilter, DomainFilter, ObjectiveFilter, "is_sample"]
    list_per_page = 50
    list_select_related = ["objective__domain__exam"]
    objective_lookup = "objective"
    ordering = ["code"]
    search_fields = ["code"]
    show_facets = admin.ShowFacets.NEVER  # one statement and more for each filter

    def get_queryset(self, request):
        live = Question.objects.published().filter(item=OuterRef("pk")).values("version")
        return super().get_queryset(request).annotate(live=Subquery(live))

    @admin.display(ordering="objective__domain__exam__code")
    def exam(self, item):
        return item.objective.domain.exam

    @admin.display(description="published version", empty_value="none")
    def live_version(self, item):
        return item.live

    @admin.display(description="wordings")
    def wordings(self, item):
        if item.pk is None:
            return "After saving, “Add a wording” stands here."
        url = reverse("admin:quizzes_question_add", query={"item": item.pk})
        return format_html(
            '{} · <a href="{}">Add a wording</a>', links(item.questions.all()) or "none yet", url
        )

    def get_readonly_fields(self, request, obj=None):
        """The code names the item for good once it has a wording."""
        named = obj is not None and obj.questions.exists()
        return ["code", "wordings"] if named else ["wordings"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Once published, an item stays in its exam: its answers are of that exam's attempts."""
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("objective")
        if field and obj and obj.questions.final().exists():
            exam = obj.objective.domain.exam_id
            field.queryset = field.queryset.filter(domain__exam=exam)
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        objectives = Objective.objects.select_related("domain__exam")
        kwargs.update(form_class=ObjectiveChoiceField, queryset=objectives)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def plan_away(self, rows):
        away = Away()
        for item in rows:
            wordings = list(item.questions.all())
            published = [each for each in wordings if each.status == Question.Status.PUBLISHED]
            away.retire += published
            if not wordings:
                away.delete.append(item)
            elif not published and any(each.is_final for each in wordings):
                away.keep.append(f"{item} is retired. It stays for the results that show it.")
            elif not published:
                away.keep.append(f"{item} has drafts. Delete them first, or publish one.")
        return away
