"""Wordings of the bank as records, and what a record would change in one."""

import hashlib
from dataclasses import replace

from django.db.models import Exists, OuterRef

from quizzes.exchange.records import CONTROL, Option, Place, Record, clean, cleaned
from quizzes.models import Choice, Question

CHUNK = 500  # questions
PARTS = ["item__objective__domain__exam"]


def record_of(question, *, row=0):
    """The record of a Question, read with its item and parts: asks the database nothing more."""
    choices, objective = list(question.choices.all()), question.item.objective
    number_of = {choice.pk: number for number, choice in enumerate(choices, start=1)}
    record = Record(
        row=row,
        code=question.item.code,
        exam=objective.domain.exam.code,
        objective=objective.code,
        kind=question.kind,
        stem=question.stem,
        options=[Option(c.text, c.is_key, c.group, c.rationale) for c in choices],
        places=[
            Place(number_of.get(slot.key_id, 0), slot.row, slot.column, slot.group, slot.rationale)
            for slot in question.slots.all()
        ],
        exhibits=[_texts(exhibit) for exhibit in question.exhibits],
        difficulty=question.difficulty,
        level=question.level,
        reference=question.reference,
        rationale=question.rationale,
        keeps_order=question.keeps_order,
        is_markdown=question.is_markdown,
        is_sample=question.item.is_sample,
        generator=question.generator,
        params=question.params,
        version=question.version,
        status=question.status,
    )
    for part in (*record.options, *record.places):
        for name in part.__slots__:
            if isinstance(value := getattr(part, name), str):
                setattr(part, name, CONTROL.sub("", value))
    for name in ("stem", "reference", "rationale"):
        setattr(record, name, CONTROL.sub("", getattr(record, name)))
    return cleaned(record)


def _texts(exhibit):
    return {name: CONTROL.sub("", str(exhibit.get(name, ""))) for name in ("title", "text")}


def newest(questions):
    """Of each item the newest wording among `questions`, a queryset."""
    later = questions.order_by().filter(item=OuterRef("item"), version__gt=OuterRef("version"))
    return questions.filter(~Exists(later))


def records(questions):
    """The records of `questions`, a queryset, a chunk at a time, in its order."""
    keys = list(questions.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = _read(Question.objects.filter(pk__in=keys[start : start + CHUNK]))
        by_pk = {question.pk: question for question in chunk}
        for pk in keys[start : start + CHUNK]:
            if pk in by_pk:
                yield record_of(by_pk[pk])


def _read(questions):
    return questions.select_related(*PARTS).prefetch_related("choices", "slots")


class Known:
    """An item of the bank: its newest wording, and the published one when that is another."""

    def __init__(self, newest, published):
        self.newest, self.published = newest, published


def known(codes):
    """{code: Known} of those items of `codes` that have a wording, in four statements."""
    pairs = Question.objects.filter(item__code__in=codes).order_by("version")
    last, live = {}, {}
    for pk, item, status in pairs.values_list("pk", "item_id", "status"):
        last[item] = pk
        if status == Question.Status.PUBLISHED:
            live[item] = pk
    wanted = Question.objects.filter(pk__in={*last.values(), *live.values()})
    by_pk = {question.pk: record_of(question) for question in _read(wanted)}
    return {
        by_pk[pk].code: Known(by_pk[pk], by_pk.get(live.get(item))) for item, pk in last.items()
    }


def fingerprint(exam, record):
    """The same for two questions of an exam that ask the same, whatever their key and reasons."""
    stem, texts = record.stem, [option.text for option in record.options]
    if record.kind == Question.Kind.GENERATED:
        stem = record.generator
        texts = [f"{name}={value}" for name, value in record.params.items()]
    said = "\0".join([exam, record.kind, _bare(stem), *sorted(map(_bare, texts))])
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).digest()


def _bare(text):
    return " ".join(text.casefold().split())


def asked_in_bank():
    """Fingerprints of the newest wordings, {fingerprint: code}, and their stems, {code: stem}."""
    exam = "item__objective__domain__exam__code"
    names = ["item_id", "pk", "item__code", exam, "kind", "stem", "generator", "params"]
    rows = Question.objects.order_by("item_id", "version").values_list(*names)
    # Whole tables in their order, sorted out here: while a bank is being filled, PostgreSQL knows
    # nothing of its size, and a join of the newest with their choices may take it minutes.
    last = {item: row for item, *row in rows.iterator()}
    texts = {pk: [] for pk, *_ in last.values()}
    parts = Choice.objects.order_by("question", "number").values_list("question_id", "text")
    for question, text in parts.iterator():
        if question in texts:
            texts[question].append(clean(text))
    prints, stems = {}, {}
    for pk, code, exam, kind, stem, generator, params in last.values():
        asked = Record(row=0, kind=kind, generator=generator, params=params, stem=clean(stem))
        asked.options = [Option(text) for text in texts.pop(pk)]
        prints[fingerprint(exam, asked)] = code
        prints.setdefault(fingerprint("", asked), code)  # for files that name no exam
        if stem:
            stems[code] = asked.stem
    return prints, stems


DEFAULTS = {
    "exhibits": [],
    "difficulty": Question.Difficulty.MEDIUM.value,
    "level": Question.Level.APPLY.value,
    "reference": "",
    "rationale": "",
    "keeps_order": False,
    "is_markdown": False,
}


def completed(record, base=None):
    """A copy of `record` in which `base`, the bank's wording, says what the file does not."""
    whole = replace(record, options=list(record.options), places=list(record.places))
    for name, default in DEFAULTS.items():
        if getattr(whole, name) is None:
            setattr(whole, name, getattr(base, name) if base else default)
    if record.is_packed and base:
        _keep_order(whole, base)
    reasons = {(each.group, each.text): each.rationale for each in base.options} if base else {}
    whole.options = [
        replace(each, rationale=reasons.get((each.group, each.text), ""))
        if each.rationale is None
        else each
        for each in whole.options
    ]
    reasons = {_asked(each, base): each.rationale for each in base.places} if base else {}
    whole.places = [
        replace(each, rationale=reasons.get(_asked(each, whole), ""))
        if each.rationale is None
        else each
        for each in whole.places
    ]
    return whole


def _asked(place, record):
    """A slot with its answer: what a rationale is about."""
    right = record.options[place.key - 1].text if 0 < place.key <= len(record.options) else ""
    return place.row, place.column, right


def _keep_order(whole, base):
    """Give options of a packed record the order that they have in the bank, new ones last."""
    places = {option.text: number for number, option in enumerate(base.options)}
    numbered = list(enumerate(whole.options, start=1))
    numbered.sort(key=lambda pair: places.get(pair[1].text, len(places)))
    moved = {old: new for new, (old, _) in enumerate(numbered, start=1)}
    whole.options = [option for _, option in numbered]
    whole.places = [replace(each, key=moved.get(each.key, each.key)) for each in whole.places]


COMPARED = {
    "kind": "type",
    "stem": "stem",
    "exhibits": "exhibits",
    "difficulty": "difficulty",
    "level": "level",
    "keeps_order": "order of choices kept",
    "is_markdown": "Markdown",
    "rationale": "rationale",
    "reference": "reference",
    "generator": "generator",
    "params": "parameters",
}


def differences(whole, base):
    """What the record `whole` says otherwise than `base`, as names."""
    found = [said for name, said in COMPARED.items() if getattr(whole, name) != getattr(base, name)]
    slots = bool(base.places or whole.places)
    for name, said in _OPTIONS.items():
        if slots and name == "is_key":
            continue  # slots say what is right
        if [getattr(o, name) for o in whole.options] != [getattr(o, name) for o in base.options]:
            found.append(said)
    if [(p.row, p.column, p.group) for p in whole.places] != [
        (p.row, p.column, p.group) for p in base.places
    ]:
        found.append("slots")
    if [p.key for p in whole.places] != [p.key for p in base.places]:
        found.append("key")
    if [p.rationale for p in whole.places] != [p.rationale for p in base.places]:
        found.append("rationales of slots")
    return found


_OPTIONS = {
    "text": "choices",
    "is_key": "key",
    "group": "groups",
    "rationale": "rationales of choices",
}
