"""What staff change of an account, its owner learns, and it is written down."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.models import SecurityEvent, User
from accounts.tests.test_admin import NEW, USERS, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return alice


def set_password(client, user, new):
    form = {"password1": new, "password2": new, "usable_password": "true"}
    return client.post(f"{USERS}{user.pk}/password/", form)


def test_tells_whose_password_was_set(staff_client, alice, mail):
    at_home = Client()
    at_home.force_login(alice)
    set_password(staff_client, alice, NEW)

    event = SecurityEvent.objects.get(user=alice, kind="password_changed")
    assert event.detail == "by Staff"
    assert mail[-1].to == [alice.email]
    assert "Staff" in mail[-1].body
    assert at_home.get("/settings/").status_code == 302


def test_tells_the_time_where_the_owner_lives(staff, staff_client, alice, mail):
    users = type(staff).objects
    users.filter(pk=staff.pk).update(time_zone="Pacific/Kiritimati")  # UTC+14
    users.filter(pk=alice.pk).update(time_zone="America/Lima")
    set_password(staff_client, alice, NEW)
    said = re.search(r"on (.+) \(America/Lima\)", mail[-1].body)[1]
    told = datetime.strptime(said, "%d %B %Y, %H:%M").replace(tzinfo=ZoneInfo("America/Lima"))
    assert timezone.now() - told < timedelta(hours=1)


def test_tells_nothing_of_a_password_that_was_refused(staff_client, alice, mail):
    assert set_password(staff_client, alice, "too short").status_code == 200
    assert not SecurityEvent.objects.filter(user=alice).exists()
    assert len(mail) == 0


def test_tells_both_addresses(staff_client, alice, mail):
    staff_client.post(f"{USERS}{alice.pk}/change/", form_of(alice, email="alice@new.example"))
    assert [message.to for message in mail] == [["alice@example.com"], ["alice@new.example"]]
    event = SecurityEvent.objects.get(user=alice, kind="email_changed")
    assert event.detail == "by Staff"


def test_sends_staff_to_the_page_where_everybody_changes_a_password(staff_client):
    assert staff_client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"


def test_deletes_an_account_with_all_that_names_it(staff_client, staff, alice):
    audit.record(audit.Kind.SIGNED_UP, alice)
    LogEntry.objects.log_actions(staff.pk, User.objects.filter(pk=alice.pk), CHANGE, "")
    page = f"{USERS}{alice.pk}/delete/"
    assert staff_client.get(page).status_code == 200
    staff_client.post(page, {"post": "yes"})
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not LogEntry.objects.filter(object_repr__contains="Alice").exists()
    assert list(SecurityEvent.objects.values_list("kind", flat=True)) == ["account_deleted"]


def test_keeps_the_last_who_can_give_rights(staff, staff_client):
    assert staff_client.post(f"{USERS}{staff.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=staff.pk).exists()


def test_writes_down_for_each_member_what_becomes_of_a_group(staff_client, alice, bob):
    group = Group.objects.create(name="Editors")
    alice.groups.add(group)
    may = Permission.objects.get(codename="delete_user")
    page = f"/admin/auth/group/{group.pk}/"
    staff_client.post(f"{page}change/", {"name": "Editors"})
    assert not SecurityEvent.objects.exists()
    staff_client.post(f"{page}change/", {"name": "Editors", "permissions": [may.pk]})
    staff_client.post(f"{page}delete/", {"post": "yes"})
    events = SecurityEvent.objects.filter(kind="role_changed")
    assert {event.user for event in events} == {alice}
    assert [event.detail for event in events] == ["those of the group Editors, by Staff"] * 2
