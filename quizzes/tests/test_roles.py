"""Roles of staff, and the life of a question between them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.tests.factories import UserFactory
from gamification.models import UserProfile
from quizzes.models import Question, QuestionReport
from quizzes.tests.admin_pages import act, form, save, url
from quizzes.tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

ADD, LIST = url("question", "add"), url("question", "changelist")
Status = Question.Status


@pytest.fixture
def hire(db):
    """Make a staff user with a role; returns a client of theirs, with `user`."""

    def hire(role):
        user = UserFactory(username=f"{role}-{UserFactory._meta.model.objects.count()}")
        user.is_staff = True
        user.save()
        user.groups.add(Group.objects.get(name=role))
        UserProfile.objects.make_for(user)
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return hire


PAGES = {
    LIST: "Author Reviewer Manager",
    ADD: "Author Manager",
    url("item", "changelist"): "Author Reviewer Manager",
    url("questionimage", "changelist"): "Author Reviewer Manager",
    url("questionimage", "add"): "Author Reviewer Manager",
    url("exam", "changelist"): "Author Reviewer Manager",
    url("exam", "add"): "Manager",
    url("questionreport", "changelist"): "Author Reviewer Manager Support",
    url("quizattempt", "changelist"): "Manager Support",
    "/admin/accounts/user/": "Manager Support",
    "/admin/accounts/securityevent/": "",
    "/admin/auth/group/": "",
    "/admin/admin/logentry/": "Manager",
    "/admin/gamification/achievement/": "Manager",
    "/admin/gamification/avatar/": "Manager",
    url("question", "coverage"): "Author Reviewer Manager",
}


@pytest.mark.parametrize("role", ["Author", "Reviewer", "Manager", "Support"])
def test_opens_to_each_role_its_part(hire, role, bank):
    client = hire(role)
    assert client.get("/admin/").status_code == 200
    opened = {address for address in PAGES if client.get(address).status_code == 200}
    assert opened == {address for address, roles in PAGES.items() if role in roles.split()}


def test_lets_authors_write_and_reviewers_publish(hire, bank):
    author, reviewer = hire("Author"), hire("Reviewer")
    draft = QuestionFactory(published=False)
    page = author.get(form(draft)).text
    assert "Save and send to review" in page
    assert "Save and publish" not in page
    save(author, form(draft), "_review")
    draft.refresh_from_db()
    assert draft.status == Status.REVIEW
    assert author.post(form(draft), {"_publish": "1"}).status_code in (200, 403)
    draft.refresh_from_db()
    assert draft.status == Status.REVIEW
    assert "Save and publish" in reviewer.get(form(draft)).text
    save(reviewer, form(draft), "_publish")
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED


@pytest.mark.parametrize("role", ["Author", "Reviewer", "Manager", "Support"])
def test_lets_all_but_support_compare_versions_and_bring_one_back(hire, role, bank):
    old = QuestionFactory()
    new = old.next_version()
    assert new.publish() == []
    client = hire(role)
    may = role != "Support"
    page = client.get(url("question", "compare", new.pk))
    assert page.status_code == (200 if may else 403)
    assert client.post(url("question", "typed", old.pk)).status_code == (200 if may else 403)
    client.post(url("question", "restore", old.pk))
    back = Question.objects.filter(item=old.item, version=3)
    assert [*back.values_list("author", "status")] == ([(client.user.pk, "draft")] if may else [])
    new.refresh_from_db()
    assert new.status == Status.PUBLISHED


def test_refuses_authors_who_press_a_button_that_they_do_not_see(hire, bank):
    author, draft = hire("Author"), QuestionFactory(published=False)
    assert save(author, form(draft), "_publish").status_code == 403
    act(author, LIST, "publish_selected", [draft])
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_leaves_the_published_wording_when_an_author_changes_it(hire, bank):
    author, live = hire("Author"), QuestionFactory()
    save(author, form(live), stem="Which of these deters?")
    live.refresh_from_db()
    assert live.status == Status.PUBLISHED
    draft = live.item.questions.get(version=2)
    assert (draft.status, draft.author) == (Status.DRAFT, author.user)
    for action in ("retire_selected", "delete_selected"):
        act(author, LIST, action, [live], post="yes")
        live.refresh_from_db()
        assert live.status == Status.PUBLISHED


def test_lets_reviewers_answer_reports_and_authors_read_them(hire, bank, alice):
    report = QuestionReport.objects.create(question=QuestionFactory(), user=alice, reason="typo")
    address = url("questionreport", "change", report.pk)
    assert hire("Author").post(address, {"outcome": "fine"}).status_code == 403
    assert hire("Support").post(address, {"outcome": "fine"}).status_code == 403
    hire("Reviewer").post(address, {"outcome": "fine"})
    report.refresh_from_db()
    assert report.outcome == "fine"


@pytest.mark.parametrize("needs_two", [True, False])
def test_asks_for_a_second_person_where_the_site_wants_one(hire, bank, settings, needs_two):
    settings.NEEDS_SECOND_APPROVAL = needs_two
    manager, draft = hire("Manager"), QuestionFactory(published=False)
    save(manager, form(draft), stem="Which of these deters?")
    assert ("Save and publish" in manager.get(form(draft)).text) is not needs_two
    page = act(manager, LIST, "publish_selected", [draft])
    draft.refresh_from_db()
    assert (draft.status == Status.DRAFT) is needs_two
    if needs_two:
        assert "somebody else publishes it" in page.text
        save(hire("Manager"), form(draft), "_publish")
        draft.refresh_from_db()
        assert draft.status == Status.PUBLISHED


def test_takes_who_only_published_for_no_author(hire, bank, settings):
    settings.NEEDS_SECOND_APPROVAL = True
    author, reviewer = hire("Manager"), hire("Reviewer")
    draft = QuestionFactory(published=False)
    save(author, form(draft), "_review", stem="Which of these deters?")
    save(reviewer, form(draft), "_draft")
    draft.refresh_from_db()
    assert draft.edited_by == author.user
