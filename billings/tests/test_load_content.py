"""What `manage.py load_content` adds, and what it leaves alone."""

import io
import json
import threading

import pytest
from django.conf import settings
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection

from billings.management.commands import load_content
from billings.management.commands.load_content import FILES
from gamification.models import Achievement, Avatar
from quizzes.models import (
    Certification,
    Choice,
    Domain,
    Exam,
    Item,
    Objective,
    Question,
    Slot,
)

Status = Question.Status
FIXTURES = settings.FIXTURE_DIRS[0]


def load(folder=FIXTURES):
    """Run the command on `folder` and return what it prints."""
    out = io.StringIO()
    call_command("load_content", folder, stdout=out)
    return out.getvalue()


def dump():
    """Every row of content, with its primary key, as JSON."""
    models = [Certification, Exam, Domain, Objective, Achievement, Avatar]
    models += [Item, Question, Choice, Slot]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def exam_rows(code="SY0-801", **fields):
    """An exam version of Security+ with one domain and one objective."""
    return [
        row("certification", slug="security-plus", name="Security+", order=1),
        row(
            "exam",
            code=code,
            certification=["security-plus"],
            passing_score=750,
            is_current=True,
            **fields,
        ),
        row("domain", exam=[code], number=1, name="General Concepts", weight=100),
        row("objective", domain=[code, 1], number=1, title="Compare controls"),
    ]


def wording_rows(item="SY0-801-1001", version=1, **fields):
    """An item with one published wording."""
    wording = {
        "status": "published",
        "stem": f"Which control fits {item}, version {version}?",
        "key": [2],
        "published_at": "2026-01-01T00:00:00Z",
    } | fields
    return [
        row("item", code=item, objective=[item[:7], 1, 1]),
        row("question", item=[item], version=version, **wording),
        *(
            row(
                "choice",
                question=[item, version],
                number=number,
                text=f"Control {number}",
                is_key=number == 2,
                rationale="What it is for.",
            )
            for number in (1, 2, 3)
        ),
    ]


def row(model, **fields):
    return {"model": f"quizzes.{model}", "fields": fields}


@pytest.fixture
def write(tmp_path):
    """Write rows as a folder of fixtures: `write(exam_rows(), wording_rows(), …)`."""

    def write(exams, *wordings):
        (tmp_path / "questions" / "new").mkdir(parents=True, exist_ok=True)
        (tmp_path / "exams.json").write_text(json.dumps(exams))
        rows = [row for rows in wordings for row in rows]
        (tmp_path / "questions" / "new" / "domain-1.json").write_text(json.dumps(rows))
        return tmp_path

    return write


def test_fills_an_empty_database(db):
    said = load()

    assert Achievement.objects.count() == 27
    assert Avatar.objects.count() == 18
    for exam in Exam.objects.all():
        assert Question.objects.published().of_exam(exam).count() >= 30
    assert "Added 4 certifications, 4 exams" in said


def test_adds_nothing_the_second_time(db, statements):
    load()
    before = dump()

    with statements() as seen:
        assert load() == "The content is complete.\n"

    assert dump() == before
    assert seen.total <= 12


def test_asks_the_database_as_often_for_many_items_as_for_few(write, db, statements):
    def cost(count):
        items = [f"SY0-8{count:02}-{number}" for number in range(1000, 1000 + count)]
        with statements() as seen:
            load(write(exam_rows(items[0][:7]), *map(wording_rows, items)))
        assert Item.objects.filter(code__in=items).count() == count
        return seen.total

    assert cost(5) >= cost(60)


def test_leaves_what_staff_edited(db, staff):
    load()
    Achievement.objects.filter(slug="beginner").update(value=6, name="Six Steps")
    Avatar.objects.filter(slug="study-buddy").update(name="Owl", image="img/avatars/owl.svg")
    first = Question.objects.published().order_by("item__code")[0]
    second = first.next_version(author=staff)
    second.stem = "Which control did staff ask about?"
    second.save()
    assert second.publish() == []
    before = dump()

    load()

    assert dump() == before
    assert first.item.questions.published().get() == second


def test_brings_back_only_what_is_gone(db):
    load()
    Avatar.objects.filter(slug="quiz-legend").delete()

    assert load() == "Added 1 avatar.\n"


def test_lets_a_new_wording_retire_the_one_before(write, db):
    load(write(exam_rows(), wording_rows(version=1)))

    said = load(write(exam_rows(), wording_rows(version=2)))

    assert said == "Added 1 question, 3 choices.\n"
    assert statuses() == {1: Status.RETIRED, 2: Status.PUBLISHED}
    assert Question.objects.get(version=2).choices.count() == 3


def test_keeps_a_new_wording_for_review_when_staff_wrote_the_live_one(write, db, staff):
    load(write(exam_rows(), wording_rows(version=1)))
    assert Question.objects.get().next_version(author=staff).publish() == []

    said = load(write(exam_rows(), wording_rows(version=3)))

    assert statuses() == {1: Status.RETIRED, 2: Status.PUBLISHED, 3: Status.REVIEW}
    assert "SY0-801-1001 v3 waits in review" in said
    assert Question.objects.get(version=3).publish() == []


def test_keeps_a_new_wording_for_review_when_staff_retired_the_item(write, db):
    load(write(exam_rows(), wording_rows(version=1)))
    Question.objects.get().retire()

    load(write(exam_rows(), wording_rows(version=2)))

    assert statuses() == {1: Status.RETIRED, 2: Status.REVIEW}


def test_never_goes_back_to_an_older_wording(write, db):
    load(write(exam_rows(), wording_rows(version=2)))

    load(write(exam_rows(), wording_rows(version=1)))

    assert statuses() == {1: Status.REVIEW, 2: Status.PUBLISHED}


def test_adds_no_choice_to_a_wording_that_is_there(write, db):
    load(write(exam_rows(), wording_rows(status="draft", published_at=None)))
    Choice.objects.get(number=3).delete()

    assert load() and Choice.objects.filter(question__item__code="SY0-801-1001").count() == 2
    assert "complete" in load(write(exam_rows(), wording_rows()))
    assert Question.objects.get(item__code="SY0-801-1001").status == Status.DRAFT


def test_takes_the_next_exam_version_beside_the_present_one(write, db):
    load()
    bank = [wording_rows(f"SY0-801-{number}") for number in range(1001, 1006)]

    said = load(write(exam_rows("SY0-801"), *bank))

    new = Exam.objects.get(code="SY0-801")
    assert "SY0-801 waits: SY0-701 is the current exam of Security+" in said
    assert Exam.objects.current().get(certification__slug="security-plus").code == "SY0-701"
    assert Question.objects.published().of_exam(new).count() == 5
    new.make_current()
    assert load(write(exam_rows("SY0-801"), *bank)) == "The content is complete.\n"
    assert Exam.objects.current().get(certification__slug="security-plus") == new


def test_saves_nothing_of_a_bad_bank(write, db):
    broken = wording_rows(item="SY0-999-1001")

    with pytest.raises(CommandError, match="objective makes no sense"):
        load(write(exam_rows(), wording_rows(), broken))

    assert not Item.objects.filter(code__startswith="SY0-801").exists()
    assert not Exam.objects.filter(code="SY0-801").exists()


def test_names_a_file_that_is_no_fixture(write, db):
    folder = write(exam_rows())
    (folder / "avatars.json").write_text('[{"model": "quizzes.avatar"}]')

    with pytest.raises(CommandError, match=r"avatars\.json is not a fixture"):
        load(folder)


@pytest.mark.django_db(transaction=True)
def test_loads_once_when_two_processes_start_together():
    barrier, faults = threading.Barrier(2, timeout=20), []

    def start():
        try:
            barrier.wait()
            load()
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert Achievement.objects.count() == 27


EXAMS = [path.name for path in sorted((FIXTURES / "questions").iterdir())]


@pytest.mark.parametrize("exam", EXAMS)
def test_loaddata_reads_the_same_files(db, exam):
    # loaddata asks about each row by itself, which takes long on PostgreSQL.
    if connection.vendor == "postgresql" and exam != EXAMS[0]:
        pytest.skip("One exam has rows of every model.")
    call_command("loaddata", *files_of(exam), verbosity=0)

    assert Item.objects.filter(code__startswith=exam.upper()).count() >= 200
    patterns = [*FILES[:3], f"questions/{exam}/*.json"]
    _, added = load_content.load(load_content.read(FIXTURES, patterns))
    assert not any(added.values())


def test_loaddata_changes_nothing_the_second_time(db):
    paths = files_of("sy0-701", "domain-1*.json")
    call_command("loaddata", *paths, verbosity=0)
    once = dump()
    assert Slot.objects.exists()

    call_command("loaddata", *paths, verbosity=0)

    assert dump() == once


def files_of(exam, pattern="*.json"):
    """The fixtures that do not belong to an exam, and those of `exam`, parents first."""
    others = [FIXTURES / name for name in FILES[:3]]
    return [*others, *sorted((FIXTURES / "questions" / exam).glob(pattern))]


def test_loads_published_wordings_that_admin_would_publish(db):
    load()

    for question in Question.objects.published().prefetch_related("choices", "slots"):
        assert question.faults() == [], question
        assert question.key == question.canonical_key(), question


def statuses():
    """The status of each version of the one item, by version."""
    return dict(Question.objects.values_list("version", "status"))
