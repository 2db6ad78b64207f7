"""Accounts in admin."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import SecurityEvent, User
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.postbox import link_in

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"
NEW = "another horse battery"


@pytest.fixture
def clerk(db):
    """Staff who may look after accounts, and nothing else."""
    user = UserFactory(username="Clerk", is_staff=True)
    for act in ("view", "change", "delete", "add"):
        user.user_permissions.add(Permission.objects.get(codename=f"{act}_user"))
    return user


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


def form_of(user, **changes):
    form = {"username": user.username, "email": user.email, "is_active": "on"}
    form |= {"time_zone": "UTC", "theme": "system", "shows_on_boards": "on"}
    form |= {"exam_time": "100"}
    form |= {"emailaddress_set-TOTAL_FORMS": 0, "emailaddress_set-INITIAL_FORMS": 0}
    form |= {"authenticator_set-TOTAL_FORMS": 0, "authenticator_set-INITIAL_FORMS": 0}
    return form | changes


def make_link(client, user):
    return client.post(f"{USERS}{user.pk}/reset-link/")


def test_lists_searches_and_filters_with_few_statements(staff_client, statements):
    UserFactory.create_batch(30)
    with statements() as seen:
        page = staff_client.get(f"{USERS}?q=student&is_active__exact=1").content.decode()
    assert seen.total <= 15
    assert "@example.com" in page
    assert "first_name" not in page


def test_opens_an_account_with_few_statements(staff_client, alice, statements):
    with statements() as seen:
        page = staff_client.get(f"{USERS}{alice.pk}/change/").content.decode()
    assert seen.total <= 15
    assert "Make a reset link" in page


def test_makes_a_link_that_sets_a_new_password(staff_client, alice):
    response = make_link(staff_client, alice)
    assert "no-store" in response["Cache-Control"]

    student = Client()
    form = student.get(link_in(response.text))["Location"]
    student.post(form, {"password1": "too short"})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    student.post(form, {"password1": NEW})
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert (
        Client().get(link_in(response.text)).status_code == 200
    )  # and not on to the form: used up


def test_names_each_way_to_a_new_password_once(staff_client, alice):
    form = staff_client.get(f"{USERS}{alice.pk}/change/").text
    assert "Change password</a>" in form
    assert "Reset password" not in form
    assert "bcrypt" not in form
    page = staff_client.get(f"{USERS}{alice.pk}/password/").text
    assert "<h1>Change password: Alice</h1>" in page
    assert "<h1>Reset link for Alice</h1>" in make_link(staff_client, alice).text
    alice.set_unusable_password()
    alice.save()
    assert "Set password</a>" in staff_client.get(f"{USERS}{alice.pk}/change/").text
    assert "<h1>Set password: Alice</h1>" in staff_client.get(f"{USERS}{alice.pk}/password/").text


@pytest.mark.parametrize("page", ["add/", "{}/password/"])
def test_asks_staff_for_a_password_in_words_about_this_site(staff_client, alice, page):
    form = staff_client.get(USERS + page.format(alice.pk)).text
    assert "Log in by password" in form
    assert "The same password again" in form
    assert "Your password" not in form
    assert "Single Sign-On" not in form


def test_shows_nothing_of_the_password_to_those_who_may_only_look(client, alice):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_user"))
    client.force_login(reader)
    page = client.get(f"{USERS}{alice.pk}/change/").text
    assert "alice@example.com" in page
    assert "bcrypt" not in page


def test_speaks_to_staff_in_the_form_of_somebody_else(staff_client, alice):
    page = staff_client.get(f"{USERS}{alice.pk}/change/").text
    assert "English is their second language" in page
    assert "my " not in page.partition('id="user_form"')[2]
    for form in ("add", f"{alice.pk}/password"):
        assert "LDAP" not in staff_client.get(f"{USERS}{form}/").text


def test_writes_down_who_made_a_link(staff_client, staff, alice):
    make_link(staff_client, alice)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (staff, str(alice.pk))
    assert entry.get_change_message() == "Made a password reset link."


def test_makes_links_by_post_alone(staff_client, alice):
    assert staff_client.get(f"{USERS}{alice.pk}/reset-link/").status_code == 405
    assert not LogEntry.objects.exists()


def test_makes_no_link_without_a_token_against_forgery(staff, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert make_link(client, alice).status_code == 403


def test_makes_links_for_students_by_who_may_change_accounts(clerk_client, alice):
    assert make_link(clerk_client, alice).status_code == 200


def test_makes_no_link_to_an_account_of_staff_but_for_superusers(clerk_client, staff):
    other = UserFactory(username="Other", is_staff=True)
    owner = UserFactory(username="Owner", is_superuser=True)
    for each in (staff, other, owner):
        assert make_link(clerk_client, each).status_code == 403
    assert not LogEntry.objects.exists()
    clerk_client.force_login(staff)
    assert make_link(clerk_client, owner).status_code == 200


def test_makes_no_link_for_students_nor_for_staff_without_the_permission(alice_client, bob):
    assert make_link(alice_client, bob).status_code == 302
    alice_client.force_login(UserFactory(username="Editor", is_staff=True))
    assert make_link(alice_client, bob).status_code == 403
    assert not LogEntry.objects.exists()


def test_makes_no_link_to_nobody_or_to_a_closed_account(staff_client, alice):
    assert staff_client.post(f"{USERS}9999/reset-link/").status_code == 404
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert make_link(staff_client, alice).status_code == 403
    assert "reset link" not in staff_client.get(f"{USERS}{alice.pk}/change/").content.decode()


def test_switches_an_account_off(staff_client, alice):
    student = Client()
    student.force_login(alice)
    form = form_of(alice)
    del form["is_active"]
    assert staff_client.post(f"{USERS}{alice.pk}/change/", form).status_code == 302
    assert not get_user(student).is_authenticated


def test_gives_nobody_rights_but_by_superusers(clerk_client, alice):
    form = form_of(alice, bio="Changed", is_staff="on", is_superuser="on")
    assert clerk_client.post(f"{USERS}{alice.pk}/change/", form).status_code == 302
    alice.refresh_from_db()
    assert alice.bio == "Changed"
    assert not alice.is_staff
    assert not alice.is_superuser


@pytest.mark.parametrize("form", ["change", "password"])
def test_keeps_accounts_of_staff_from_other_staff(clerk_client, staff, form):
    clerk_client.post(f"{USERS}{staff.pk}/{form}/", form_of(staff, email="taken@example.com"))
    before = staff.password
    staff.refresh_from_db()
    assert (staff.email, staff.password) == ("staff@example.com", before)


def test_replaces_an_address(staff_client, client, alice):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    form = form_of(alice, email="Alice@New.example")
    assert staff_client.post(f"{USERS}{alice.pk}/change/", form).status_code == 302

    student = Client()
    student.post("/accounts/login/", {"login": "alice@example.com", "password": PASSWORD})
    assert not get_user(student).is_authenticated
    student.post("/accounts/login/", {"login": "alice@new.example", "password": PASSWORD})
    assert get_user(student) == alice


def test_vouches_for_an_address(staff_client, alice):
    address = EmailAddress.objects.create(user=alice, email=alice.email, primary=True)
    form = form_of(alice) | {
        "emailaddress_set-TOTAL_FORMS": 1,
        "emailaddress_set-INITIAL_FORMS": 1,
        "emailaddress_set-0-id": address.pk,
        "emailaddress_set-0-user": alice.pk,
        "emailaddress_set-0-verified": "on",
    }
    assert staff_client.post(f"{USERS}{alice.pk}/change/", form).status_code == 302
    address.refresh_from_db()
    assert address.verified


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "bob"}, "That username is taken."),
        ({"email": "BOB@example.com"}, "That e-mail address has an account already."),
        ({"username": "admin"}, "kept for the site"),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone"),
        ({"username": "a\0b"}, "Null characters"),
    ],
)
def test_refuses_faults(staff_client, alice, bob, changes, said):
    response = staff_client.post(f"{USERS}{alice.pk}/change/", form_of(alice, **changes))
    assert response.status_code == 200
    assert said in response.content.decode()


def test_makes_accounts_under_the_same_rules(staff_client, alice):
    form = {"username": "Dora", "email": "Dora@Example.com", "usable_password": "true"}
    assert staff_client.get(f"{USERS}add/").status_code == 200
    weak = form | {"password1": "short", "password2": "short"}
    assert staff_client.post(f"{USERS}add/", weak).status_code == 200
    taken = form | {"username": "ALICE", "password1": NEW, "password2": NEW}
    assert staff_client.post(f"{USERS}add/", taken).status_code == 200

    good = form | {"password1": NEW, "password2": NEW}
    assert staff_client.post(f"{USERS}add/", good).status_code == 302

    student = Client()
    student.post("/accounts/login/", {"login": "dora@example.com", "password": NEW})
    assert get_user(student).username == "Dora"
    assert student.get("/people/Dora/").status_code == 200


def test_sends_strangers_to_the_login_and_students_away(client, alice):
    page = client.get(USERS, follow=True)
    assert page.redirect_chain[-1][0] == f"/accounts/login/?next={USERS.replace('/', '%2F')}"
    client.force_login(alice)
    assert client.get(USERS, follow=True).status_code == 403


def test_writes_down_who_gave_whom_which_rights(staff_client, alice):
    staff_client.post(f"{USERS}{alice.pk}/change/", form_of(alice, bio="Hello"))
    assert not SecurityEvent.objects.filter(kind="role_changed").exists()
    staff_client.post(f"{USERS}{alice.pk}/change/", form_of(alice, is_staff="on"))
    event = SecurityEvent.objects.get(kind="role_changed")
    assert (event.user, event.detail) == (alice, "now staff, by Staff")

    permission = Permission.objects.get(codename="view_user")
    form = form_of(alice, is_staff="on", user_permissions=[permission.pk])
    staff_client.post(f"{USERS}{alice.pk}/change/", form)
    assert SecurityEvent.objects.filter(kind="role_changed").count() == 2


def test_removes_the_second_factor_of_somebody_who_lost_it(staff_client, alice):
    app = totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP").instance
    RecoveryCodes.activate(alice)
    form = form_of(alice) | {
        "authenticator_set-TOTAL_FORMS": 2,
        "authenticator_set-INITIAL_FORMS": 2,
        "authenticator_set-0-id": app.pk,
        "authenticator_set-0-user": alice.pk,
        "authenticator_set-0-DELETE": "on",
        "authenticator_set-1-id": Authenticator.objects.get(type="recovery_codes").pk,
        "authenticator_set-1-user": alice.pk,
    }
    assert staff_client.post(f"{USERS}{alice.pk}/change/", form).status_code == 302
    assert not Authenticator.objects.exists()
    event = SecurityEvent.objects.get(kind="factor_removed")
    assert (event.user, event.detail) == (alice, "TOTP Authenticator, by Staff")
    assert "JBSWY3" not in staff_client.get(f"{USERS}{alice.pk}/change/").content.decode()


def test_keeps_the_factors_of_staff_from_other_staff(clerk_client, staff):
    app = totp.TOTP.activate(staff, "JBSWY3DPEHPK3PXP").instance
    form = form_of(staff) | {
        "authenticator_set-TOTAL_FORMS": 1,
        "authenticator_set-INITIAL_FORMS": 1,
        "authenticator_set-0-id": app.pk,
        "authenticator_set-0-user": staff.pk,
        "authenticator_set-0-DELETE": "on",
    }
    clerk_client.post(f"{USERS}{staff.pk}/change/", form)
    assert Authenticator.objects.filter(user=staff).exists()


def test_names_list_and_filters_by_what_they_show(staff_client):
    page = staff_client.get("/admin/accounts/user/").text
    assert "<title>Users · Billings</title>" in page
    assert "<summary>On boards</summary>" in page


def test_leads_on_from_a_list_with_nothing_in_it(staff_client):
    page = staff_client.get(f"{USERS}?q=nobody").text
    assert 'Nothing fits what you look for. <a href="?">Show all users</a>' in page
    Group.objects.all().delete()
    page = staff_client.get("/admin/auth/group/").text
    assert 'No groups yet. <a href="/admin/auth/group/add/">Add the first</a>' in page
    assert "Select an option" not in page


def test_says_before_a_deletion_what_goes(staff_client, alice):
    page = staff_client.get(f"{USERS}{alice.pk}/delete/").text
    assert "<h1>Delete “Alice”?</h1>" in page
    assert "<li>Users <b>1</b></li>" in page
    Group.objects.create(name="Guests")
    chosen = Group.objects.values_list("pk", flat=True)
    form = {"action": "delete_selected", "_selected_action": list(chosen)}
    page = staff_client.post("/admin/auth/group/", form).text
    assert f"<h1>Delete {len(chosen)} groups?</h1>" in page
    form |= {"post": "yes"}
    assert staff_client.post("/admin/auth/group/", form).status_code == 302
    assert not Group.objects.exists()


def test_says_nothing_of_the_control_key(staff_client, alice):
    page = staff_client.get(f"{USERS}{alice.pk}/change/").text
    assert 'name="user_permissions"' in page
    assert "Hold down" not in page
