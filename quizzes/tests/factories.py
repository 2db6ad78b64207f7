"""Exams, questions and attempts for tests."""

import factory
from django.utils import timezone

from quizzes.models import Certification, Choice, Domain, Exam, Item, Objective, Question, Slot


class CertificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certification
        django_get_or_create = ["slug"]

    slug = "security-plus"
    name = "Security+"


class ExamFactory(factory.django.DjangoModelFactory):
    """The current exam of Security+, with two domains."""

    class Meta:
        model = Exam
        django_get_or_create = ["code"]
        skip_postgeneration_save = True

    code = "SY0-701"
    certification = factory.SubFactory(CertificationFactory)
    passing_score = 750
    is_current = True

    @factory.post_generation
    def domains(exam, create, extracted, **kwargs):
        if create and not exam.domains.exists():
            Domain.objects.create(exam=exam, number=1, name="General Concepts", weight=60)
            Domain.objects.create(exam=exam, number=2, name="Threats", weight=40)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective
        django_get_or_create = ["domain", "number"]

    domain = factory.LazyFunction(lambda: ExamFactory().domains.first())
    number = 1
    title = "Compare kinds of controls"


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Item

    code = factory.Sequence("SY0-701-{:04}".format)
    objective = factory.SubFactory(ObjectiveFactory)


class QuestionFactory(factory.django.DjangoModelFactory):
    """A published single-answer question with four choices, the second of them the key.

    `choices=[...]` marks other keys (more than one makes it a multiple response, five choices);
    `published=False` leaves a draft.
    """

    class Meta:
        model = Question
        skip_postgeneration_save = True

    item = factory.SubFactory(ItemFactory)
    stem = factory.Sequence("Which control fits case {}?".format)
    reference = "RFC 4949, section 4"
    rationale = "The second fits."

    @factory.post_generation
    def choices(question, create, extracted, **kwargs):
        keys = extracted or [2]
        if len(keys) > 1:
            question.kind = Question.Kind.MULTIPLE
        if create:
            Choice.objects.bulk_create(controls(question, keys))

    @factory.post_generation
    def published(question, create, extracted, **kwargs):
        if create and extracted is not False:
            assert question.publish(now=timezone.now()) == []


def controls(question, keys):
    """Four choices, or five when several are keys."""
    return [
        Choice(
            question=question,
            number=number,
            text=f"Control {number}",
            is_key=number in keys,
            rationale=f"What control {number} is for.",
        )
        for number in range(1, 5 + (len(keys) > 1))
    ]


def make_questions(count, objective):
    """`count` published questions of `objective`, as QuestionFactory makes them, at once."""
    items = Item.objects.bulk_create(ItemFactory.build_batch(count, objective=objective))
    final = {"status": Question.Status.PUBLISHED, "key": [2], "published_at": timezone.now()}
    questions = Question.objects.bulk_create(
        QuestionFactory.build(item=item, **final) for item in items
    )
    Choice.objects.bulk_create(
        choice for question in questions for choice in controls(question, [2])
    )
    return questions


def slot_question(kind, options, slots, *, publish=True, **fields):
    """A question with slots: `options` are `(text, group)` pairs, numbered from 1; `slots` are
    `(row, column, group, number of the right option)` tuples, numbered from 1.
    """
    question = Question.objects.create(
        item=ItemFactory(), kind=kind, stem=f"Fill in the {kind}.", reference="RFC 4949", **fields
    )
    choices = {
        number: Choice.objects.create(question=question, number=number, text=text, group=group)
        for number, (text, group) in enumerate(options, start=1)
    }
    for number, (row, column, group, key) in enumerate(slots, start=1):
        Slot.objects.create(
            question=question,
            number=number,
            row=row,
            column=column,
            group=group,
            key=choices[key],
            rationale=f"Why slot {number} is so.",
        )
    assert not publish or question.publish(now=timezone.now()) == []
    return question


def ordering_question(**fields):
    """Four steps, the right order of which is 3, 1, 4, 2."""
    steps = [("Contain", ""), ("Recover", ""), ("Detect", ""), ("Eradicate", "")]
    order = [("", "", "", number) for number in (3, 1, 4, 2)]
    return slot_question("ordering", steps, order, **fields)


def matching_question(**fields):
    """Three services and four ports; the right ones are 2, 1 and 4."""
    ports = [("TCP 443", ""), ("TCP 22", ""), ("UDP 69", ""), ("UDP 161", "")]
    rows = [("SSH", "", "", 2), ("HTTPS", "", "", 1), ("SNMP", "", "", 4)]
    return slot_question("matching", ports, rows, **fields)


def exhibit_question(**fields):
    """A firewall table: a port and an action for each of two rules."""
    options = [("Allow", "action"), ("Deny", "action"), ("TCP 25", "port"), ("TCP 443", "port")]
    slots = [
        ("Rule 1", "Port", "port", 4),
        ("Rule 1", "Action", "action", 1),
        ("Rule 2", "Port", "port", 3),
        ("Rule 2", "Action", "action", 2),
    ]
    log = [{"title": "show access-lists", "text": "10 permit tcp any host 192.0.2.10 eq 443"}]
    return slot_question("exhibit", options, slots, exhibits=log, **fields)


def generated_question(generator="raid", *, publish=True, params=None, **fields):
    """A question that a generator writes, without choices of its own; by default about RAID."""
    params = params or {"asks": "capacity", "levels": "5-6"}
    question = Question.objects.create(
        item=fields.pop("item", None) or ItemFactory(),
        kind="generated",
        generator=generator,
        params=params,
        **fields,
    )
    assert not publish or question.publish(now=timezone.now()) == []
    return question


def answer(attempt, *, correct, blank=0):
    """Answer `attempt`: the first `correct` right, the last `blank` not at all, the rest wrong."""
    answers = list(attempt.answers.select_related("question"))
    for answer in answers[: len(answers) - blank]:
        key = answer.key
        wrong = [number for number in answer.order if number not in key][: len(key)]
        attempt.save_answer(answer.position, key if answer.position <= correct else wrong)
