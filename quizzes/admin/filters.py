"""Filters by place in the blueprint: certification, then domain, then objective."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters

from quizzes.models import Certification, Domain, Objective


class PlaceFilter(admin.SimpleListFilter):
    """A filter along `model_admin.objective_lookup`, which leads from the rows to objectives."""

    lookup_from_objective = ""

    def __init__(self, request, params, model, model_admin):
        self.lookup = model_admin.objective_lookup + self.lookup_from_objective
        self.certification = request.GET.get("certification", "")
        self.domain = request.GET.get("domain", "")
        super().__init__(request, params, model, model_admin)
        if not (self.value() or "0").isdecimal():
            raise IncorrectLookupParameters(self.parameter_name)

    def queryset(self, request, queryset):
        return queryset.filter(**{f"{self.lookup}__id": self.value()}) if self.value() else queryset


class CertificationFilter(PlaceFilter):
    title = parameter_name = "certification"
    lookup_from_objective = "__domain__exam__certification"

    def lookups(self, request, model_admin):
        return Certification.objects.values_list("pk", "name")


class DomainFilter(PlaceFilter):
    """The domains of the chosen certification, or all, each with the code of its exam."""

    title = parameter_name = "domain"
    lookup_from_objective = "__domain"

    def lookups(self, request, model_admin):
        domains = Domain.objects.select_related("exam")
        if self.certification.isdecimal():
            domains = domains.filter(exam__certification__id=self.certification)
        return [(domain.pk, f"{domain.exam} {domain}") for domain in domains]


class ObjectiveFilter(PlaceFilter):
    """The objectives of the chosen domain; none before a domain is chosen."""

    title = parameter_name = "objective"

    def lookups(self, request, model_admin):
        chosen = request.GET.get("objective", "")
        objectives = Objective.objects.select_related("domain")
        if self.domain.isdecimal():
            objectives = objectives.filter(domain__id=self.domain)
        elif chosen.isdecimal():
            objectives = objectives.filter(domain__objectives__id=chosen)
        else:
            return []
        return [(objective.pk, str(objective)) for objective in objectives]
