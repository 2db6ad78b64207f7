"""Staff import a file after a dry run, and export what a list shows."""

import json
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import UserFactory
from quizzes.models import Item, Question
from quizzes.tests.admin_pages import act, draft, history, said, url
from quizzes.tests.factories import ObjectiveFactory, QuestionFactory, matching_question

pytestmark = pytest.mark.django_db
LIST = url("question", "changelist")
IMPORT, EXPORT = url("question", "import"), url("question", "export")


@pytest.fixture
def objective():
    return ObjectiveFactory()


def row(**more):
    """A question as JSON has it."""
    return {
        "code": "SY0-701-own-x",
        "exam": "SY0-701",
        "objective": "1.1",
        "stem": "Which control deters?",
        "choices": [
            {"text": "A fence", "is_key": True, "rationale": "It deters."},
            {"text": "A log", "rationale": "It detects."},
        ],
        **more,
    }


def upload(client, rows, name="bank.json", **more):
    data = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **more})


def confirm(client, page, **more):
    names = {"token": page.context["token"], "seen": page.context["seen"], "rights": "on"}
    names = {name: value for name, value in (names | more).items() if value is not None}
    return client.post(IMPORT, names, follow=True)


def states(page):
    return [(line.row, line.state.value) for line in page.context["plan"].lines]


def test_tries_shows_and_then_imports_drafts(staff_client, staff, objective):
    page = upload(staff_client, [row(), row(code="SY0-701-own-y", stem="Which detects?")])
    assert states(page) == [(1, "new"), (1, "new")]
    assert Question.objects.count() == Item.objects.count() == 0
    done = confirm(staff_client, page)
    assert "2 drafts made from bank.json." in said(done)
    question = Question.objects.get(item__code="SY0-701-own-x")
    assert (question.status, question.author, question.version) == ("draft", staff, 1)
    assert question.item.objective == objective
    assert history(question) == [("Staff", "Imported from bank.json, row 1.")]
    assert question.publish() == []


def test_says_of_each_row_what_becomes_of_it_and_why(staff_client, objective):
    upload_of = [row(code=f"SY0-701-own-{n}", stem=f"Which of the {n} fits?") for n in range(4)]
    confirm(staff_client, upload(staff_client, upload_of))
    changed = row(code="SY0-701-own-1", stem="Which one fits?")
    broken = row(code="SY0-701-own-2", exam="XX0-001")
    again = row(code="SY0-701-own-9", stem="Which of the 3 fits?")
    text = "\n".join(json.dumps(each) for each in [upload_of[0], changed, broken, again])
    page = upload(staff_client, text.encode())
    assert states(page) == [(1, "unchanged"), (2, "changed"), (3, "error"), (4, "duplicate")]
    shown = unescape(page.text)
    assert "Other than version 1: stem." in shown
    assert "There is no exam “XX0-001”, only SY0-701." in shown
    assert "SY0-701-own-3 in the bank asks the same." in shown
    assert 'name="token"' not in shown  # an error bars all


def test_changes_nothing_when_the_same_file_comes_again(staff_client, objective):
    confirm(staff_client, upload(staff_client, [row()]))
    page = upload(staff_client, [row()])
    assert states(page) == [(1, "unchanged")]
    assert "there is nothing to import" in page.text
    assert Question.objects.count() == 1


def test_makes_the_next_version_a_draft_and_leaves_what_is_published(staff_client):
    before = QuestionFactory(item__code="SY0-701-1001")
    rows = [row(code="SY0-701-1001")]
    confirm(staff_client, upload(staff_client, rows))
    after = Question.objects.get(version=2)
    assert (after.status, after.stem) == ("draft", "Which control deters?")
    before.refresh_from_db()
    assert before.status == "published"


def test_shows_again_what_changed_between_the_dry_run_and_the_import(staff_client, objective):
    page = upload(staff_client, [row()])
    QuestionFactory(item__code="SY0-701-own-x")
    done = confirm(staff_client, page)
    assert "the bank has changed since" in said(done)
    assert states(done) == [(1, "changed")]
    assert Question.objects.count() == 1
    confirm(staff_client, done)
    assert Question.objects.count() == 2


def test_asks_whether_the_texts_may_be_used(staff_client, objective):
    page = upload(staff_client, [row()])
    again = confirm(staff_client, page, rights=None)
    assert "tick that we may use these texts" in said(again)
    assert not Question.objects.exists()
    confirm(staff_client, again)
    assert Question.objects.count() == 1


def test_asks_no_database_for_a_code_that_none_stores(staff_client, objective):
    page = upload(staff_client, b'[{"code": "SY0-701-\\ud800", "stem": "x"}]')
    assert states(page) == [(1, "error")]
    assert "control character (U+D800)" in page.text


def test_keeps_an_upload_for_its_uploader_and_for_a_while(staff_client, client, objective):
    page = upload(staff_client, [row()])
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "not kept any more" in said(confirm(client, page))
    cache.clear()
    assert "not kept any more" in said(confirm(staff_client, page))
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("bank.json", b"", "empty"),
        ("bank.json", b"[{", "Line 1 is not JSON"),
        ("bank.json", b"[" * 100_000, "nested too deeply"),
        ("bank.json", b'{"a": ' * 100_000, "nested too deeply"),
        ("bank.json", b'[{"stem": "\xff"}]', "Line 1 is not UTF-8"),
        ("bank.json", '[{"stem": "é"}]'.encode("utf-16"), "UTF-16"),
        ("bank.json", b'[{"stem": "a\0"}]', "control character (U+0000)"),
        ("bank.json", b"PK\x03\x04", "an archive or a workbook"),
        ("bank.json", b'<?xml version="1.0"?><quiz/>', "XML or a web page"),
        ("bank.pdf", b"%PDF-1.7", "This is a PDF."),
        ("bank.exe", b"MZ", "ends in “.exe”"),
        ("bank.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ("bank", b"[]", "ends in “bank”"),
        ("bank.json", b'[{"difficulty": NaN}]', "NaN is no number"),
        ("bank.json", b'[{"difficulty": ' + b"9" * 5000 + b"}]", "is not JSON"),
        ("bank.json", b'[{"stem": "a", "stem": "b"}]', "stands twice"),
        ("bank.json", b"[{}] more", "after the end of the list"),
        ("bank.json", b"[{} {}]", "no comma"),
        ("bank.json", b"[{},", "cut off"),
    ],
)
def test_refuses_what_cannot_be_read_with_a_sentence(staff_client, name, data, sentence):
    page = upload(staff_client, data, name)
    assert page.status_code == 422
    assert sentence in unescape(page.text)
    assert not Question.objects.exists()


def test_refuses_more_than_a_browser_can_wait_for(staff_client, monkeypatch):
    monkeypatch.setattr("quizzes.admin.exchange.MOST_ROWS", 2)
    assert "more than 2 questions" in upload(staff_client, [row()] * 3).text
    monkeypatch.setattr("quizzes.admin.exchange.MOST_BYTES", 100)
    assert "at most 0 are read" in upload(staff_client, [row()] * 3).text


def test_asks_for_the_permissions(client, objective):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    assert client.get(IMPORT).status_code == client.get(EXPORT).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_question"))
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"token": "x"}).status_code == 403
    assert client.get(EXPORT).status_code == 200
    assert IMPORT not in client.get(LIST).text
    user.user_permissions.add(Permission.objects.get(codename="add_question"))
    assert client.get(IMPORT).status_code == 200


# Export


def exported(client, query="", form="json"):
    response = client.post(EXPORT + query, {"format": form})
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def test_exports_what_the_list_is_filtered_to(staff_client, bank):
    draft(item__code="SY0-701-9001")
    page = staff_client.get(LIST + "?status__exact=published")
    assert EXPORT + "?status__exact=published" in page.text
    rows = json.loads(exported(staff_client, "?status__exact=published"))
    assert len(rows) == 12
    assert {each["status"] for each in rows} == {"published"}
    assert len(json.loads(exported(staff_client))) == 13
    assert len(json.loads(exported(staff_client, "?q=9001"))) == 1


def test_exports_of_each_item_the_newest_wording(staff_client):
    question = QuestionFactory()
    question.next_version()
    assert [each["version"] for each in json.loads(exported(staff_client))] == [2]
    published = json.loads(exported(staff_client, "?status__exact=published"))
    assert [each["version"] for each in published] == [1]


def test_exports_the_selected(staff_client, bank):
    chosen = list(Question.objects.all()[:3])
    page = act(staff_client, LIST, "export_selected", chosen)
    assert page.context["count"] == 3
    query = page.request["QUERY_STRING"]
    assert len(json.loads(exported(staff_client, f"?{query}"))) == 3
    across = act(staff_client, LIST + "?q=SY0", "export_selected", chosen, select_across="1")
    assert across.context["count"] == 12


def test_imports_what_it_exported_without_a_change(staff_client):
    QuestionFactory(), QuestionFactory(choices=[1, 3]), matching_question()
    page = upload(staff_client, exported(staff_client))
    assert [line.state.value for line in page.context["plan"].lines] == ["unchanged"] * 3


@pytest.mark.parametrize("query", ["?nonsense=1", "?domain=x", "?id__in=x"])
def test_answers_a_bad_filter_without_an_error(staff_client, query):
    assert staff_client.get(EXPORT + query).status_code in (302, 400)


def test_answers_a_bad_format_without_an_error(staff_client):
    assert staff_client.post(EXPORT, {"format": "exe"}).status_code == 400


def test_asks_no_more_for_more_rows(staff_client, bank, statements, objective):
    upload(staff_client, [row()])  # Django reads its kinds of rows once
    with statements() as few:
        upload(staff_client, [row()])
    with statements() as many:
        upload(staff_client, [row(code=f"SY0-701-own-{n}", stem=f"What {n}?") for n in range(99)])
    assert few.total == many.total <= 30
    with statements() as listed:
        staff_client.get(EXPORT)
    assert listed.total <= 15
