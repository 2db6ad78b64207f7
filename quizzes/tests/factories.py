"""Exams, questions and attempts for tests."""

import factory
from django.utils import timezone

from quizzes.models import Certification, Choice, Domain, Exam, Item, Objective, Question


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
        for number in range(1, 5 + (len(keys) > 1)):
            Choice.objects.create(
                question=question,
                number=number,
                text=f"Control {number}",
                is_key=number in keys,
                rationale=f"What control {number} is for.",
            )

    @factory.post_generation
    def published(question, create, extracted, **kwargs):
        if extracted is not False:
            assert question.publish(now=timezone.now()) == []


def answer(attempt, *, correct, blank=0):
    """Answer `attempt`: the first `correct` right, the last `blank` not at all, the rest wrong."""
    answers = list(attempt.answers.select_related("question"))
    for answer in answers[: len(answers) - blank]:
        key = answer.question.key
        wrong = [number for number in answer.order if number not in key][: len(key)]
        attempt.save_answer(answer.position, key if answer.position <= correct else wrong)
