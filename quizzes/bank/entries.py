"""The live wordings of the bank, read from fixture files or from the database."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from quizzes.models import Certification, Choice, Domain, Exam, Item, Objective, Question, Slot

PUBLISHED = Question.Status.PUBLISHED


@dataclass(frozen=True)
class Blueprint:
    """What one exam version is to have."""

    exam: str  # its code
    certification: str
    size: int  # questions of an exam
    weights: dict  # {domain number: percent}
    objectives: dict  # {(domain number, number): title}, in order


@dataclass(frozen=True)
class Entry:
    """An item with its published wording. Nothing of it is saved, or asks the database."""

    exam: str
    domain: int
    objective: int
    code: str
    question: Question
    choices: tuple
    slots: tuple
    slot_keys: dict  # {slot number: number of the right choice}

    @property
    def is_generated(self):
        return self.question.kind == Question.Kind.GENERATED

    @property
    def keys(self):
        """The right choices, of a question that is answered by choosing."""
        return [choice for choice in self.choices if choice.is_key]

    @property
    def wrong(self):
        return [choice for choice in self.choices if not choice.is_key]

    def asked(self):
        """Every text that is shown before the answer."""
        yield self.question.stem
        for exhibit in self.question.exhibits:
            yield from (str(exhibit.get("title", "")), str(exhibit.get("text", "")))
        yield from (choice.text for choice in self.choices)
        for slot in self.slots:
            yield from (slot.row, slot.column)

    def explained(self):
        """Every text that is shown after the answer, but for the reference."""
        yield self.question.rationale
        yield from (part.rationale for part in (*self.choices, *self.slots) if part.rationale)


def from_database(exams):
    """Blueprints of `exams` (a queryset) and the entries of each, by code, in six statements."""
    blueprints, entries = {}, {}
    exams = exams.select_related("certification").prefetch_related("domains__objectives")
    for exam in exams:
        blueprints[exam.code] = Blueprint(
            exam.code,
            exam.certification.name,
            exam.max_questions,
            {domain.number: domain.weight for domain in exam.domains.all()},
            {
                (domain.number, objective.number): objective.title
                for domain in exam.domains.all()
                for objective in domain.objectives.all()
            },
        )
        entries[exam.code] = []
    questions = (
        Question.objects.published()
        .filter(item__objective__domain__exam__in=exams)
        .select_related("item__objective__domain__exam")
        .prefetch_related("choices", "slots")
    )
    for question in questions:
        objective = question.item.objective
        choices, slots = tuple(question.choices.all()), tuple(question.slots.all())
        numbers = {choice.pk: choice.number for choice in choices}
        code = objective.domain.exam.code
        entries[code].append(
            Entry(
                code,
                objective.domain.number,
                objective.number,
                question.item.code,
                question,
                choices,
                slots,
                {slot.number: numbers.get(slot.key_id) for slot in slots},
            )
        )
    return blueprints, entries


def from_rows(rows):
    """The same of fixtures, {model: [fields, …]}, and what their form makes unreadable.

    Returns blueprints and entries by exam code, and sentences.
    """
    faults = [
        fault for model in (Item, Question, Choice, Slot) for fault in form_faults(model, rows)
    ]
    if faults:
        return {}, {}, faults
    blueprints = _blueprints(rows)
    entries = {code: [] for code in blueprints}
    parts = {model: _parts_of(model, rows) for model in (Choice, Slot)}
    places = {fields["code"]: fields["objective"] for fields in rows.get(Item, [])}
    wordings = {(*f["item"], f["version"]) for f in rows.get(Question, [])}
    for model, of in parts.items():
        faults += [
            f"{code} v{version}: a {model._meta.verbose_name} of a wording that is not there."
            for code, version in of.keys() - wordings
        ]
    for fields in rows.get(Question, []):
        (code,), version = fields["item"], fields["version"]
        exam, domain, objective = places.get(code, (None, None, None))
        if exam not in entries or (domain, objective) not in blueprints[exam].objectives:
            faults.append(f"{code} v{version}: no item with an objective of an exam.")
        elif fields["status"] == PUBLISHED:
            choices, slots = parts[Choice][code, version], parts[Slot][code, version]
            own = [code, version]
            keys = {each["number"]: each["key"] for each in slots}
            entries[exam].append(
                Entry(
                    exam,
                    domain,
                    objective,
                    code,
                    _instance(Question, fields),
                    tuple(_instance(Choice, each) for each in choices),
                    tuple(_instance(Slot, each) for each in slots),
                    {slot: key[2] if key[:2] == own else None for slot, key in keys.items()},
                )
            )
    return blueprints, entries, faults


def form_faults(model, rows):
    """A sentence for each row of `model` that its fields do not take."""
    fields_of = {field.name: field for field in model._meta.fields}
    links = [name for name, field in fields_of.items() if isinstance(field, ForeignKey)]
    for fields in rows.get(model, []):
        name = _name(model, fields)
        if unknown := sorted(fields.keys() - fields_of.keys()):
            yield f"{name}: {model.__name__} has no field {', '.join(unknown)}."
            continue
        needed = {"item", "question", "objective", "key"} & set(links)
        needed |= {"code", "version", "kind", "status", "number"} & fields_of.keys()
        if missing := sorted(needed - fields.keys()):
            yield f"{name}: {model.__name__} without {', '.join(missing)}."
            continue
        try:
            # What a generated question says, its generator writes.
            own = ["stem"] if fields.get("kind") == Question.Kind.GENERATED else []
            _instance(model, fields).clean_fields(exclude=[*links, *own])
        except (ValidationError, TypeError, ValueError) as error:
            said = getattr(error, "message_dict", None) or error
            yield f"{name}: {model.__name__} cannot be: {said}."


def _name(model, fields):
    of = fields.get("item") or fields.get("question") or [fields.get("code", "?")]
    version = of[1] if len(of) > 1 else fields.get("version")
    return f"{of[0]} v{version}" if version else str(of[0])


def _instance(model, fields):
    """An unsaved row of `model`, without what it points at."""
    links = {field.name for field in model._meta.fields if isinstance(field, ForeignKey)}
    return model(**{name: value for name, value in fields.items() if name not in links})


def _parts_of(model, rows):
    parts = defaultdict(list)
    for fields in sorted(rows.get(model, []), key=lambda fields: fields["number"]):
        parts[tuple(fields["question"])].append(fields)
    return parts


def _blueprints(rows):
    names = {fields["slug"]: fields["name"] for fields in rows.get(Certification, [])}
    blueprints = {}
    for fields in rows.get(Exam, []):
        code = fields["code"]
        domains = [each for each in rows.get(Domain, []) if each["exam"] == [code]]
        objectives = [each for each in rows.get(Objective, []) if each["domain"][0] == code]
        blueprints[code] = Blueprint(
            code,
            names.get(fields["certification"][0], code),
            fields.get("max_questions", 90),
            {domain["number"]: domain["weight"] for domain in domains},
            {(each["domain"][1], each["number"]): each["title"] for each in objectives},
        )
    return blueprints
