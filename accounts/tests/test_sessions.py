"""Where one is logged in, and new browsers."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from accounts.devices import describe, sessions_of
from accounts.models import SecurityEvent, User
from accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

SESSIONS = "/settings/security/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def log_in(agent=FIREFOX, client=None, login="Alice"):
    client = client or Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert get_user(client).is_authenticated
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36 Edg/1", "Edge on ChromeOS"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_calls_browsers_by_their_names(agent, words):
    assert describe(agent) == words


def test_lists_every_browser(alice):
    here = log_in()
    log_in(IPHONE)
    page = here.get(SESSIONS).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "127.0.0.1" in page
    assert page.count("This browser") == 1


def test_lists_many_with_few_statements(alice, statements):
    here = log_in()
    for _ in range(12):
        log_in(IPHONE)
    with statements() as seen:
        page = here.get(SESSIONS).content.decode()
    assert page.count("Safari on iPhone") >= 12
    assert seen.total <= 10


def test_ends_one(alice):
    here, there, third = log_in(), log_in(IPHONE), log_in(IPHONE)
    page = here.get(SESSIONS).content.decode()
    keys = {s.session_key: s.pk for s in UserSession.objects.all()}
    assert f'value="{keys[there.session.session_key]}"' in page

    here.post(f"{SESSIONS}end/", {"session": keys[there.session.session_key]})

    assert not get_user(there).is_authenticated
    assert get_user(third).is_authenticated
    assert get_user(here).is_authenticated


def test_ends_all_others(alice):
    here, *others = log_in(), log_in(IPHONE), log_in(IPHONE)
    here.post(f"{SESSIONS}end/")
    assert get_user(here).is_authenticated
    assert not any(get_user(other).is_authenticated for other in others)
    assert SecurityEvent.objects.filter(kind="sessions_ended", user=alice).exists()


def test_ends_nobody_elses(alice, bob):
    hers, his = log_in(), log_in(login="Bob")
    key = UserSession.objects.get(user=bob).pk
    hers.post(f"{SESSIONS}end/", {"session": key})
    hers.post(f"{SESSIONS}end/")
    assert get_user(his).is_authenticated
    assert hers.post(f"{SESSIONS}end/", {"session": "x"}).status_code == 404
    assert hers.get(f"{SESSIONS}end/").status_code == 405


def test_lists_none_that_a_changed_password_ended(alice):
    here, there = log_in(), log_in(IPHONE)
    form = {"oldpassword": PASSWORD, "password1": "another horse battery"}
    here.post("/accounts/password/change/", form)
    assert not get_user(there).is_authenticated
    page = here.get(SESSIONS).content.decode()
    assert "Safari on iPhone" not in page
    assert "This browser" in page


def test_notes_the_use_once_in_ten_minutes(alice, statements):
    client = log_in()
    long_ago = timezone.now() - timezone.timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)
    client.get("/settings/")
    assert UserSession.objects.get().last_seen_at == long_ago  # logged in a moment ago

    session = client.session
    session["used_at"] -= 601
    session.save()
    client.get("/settings/")
    assert UserSession.objects.get().last_seen_at > long_ago
    with statements() as seen:
        client.get("/settings/")
    assert not any("usersession" in sql for sql in seen.data)


def test_ends_with_the_seventh_day_whatever_happens_in_between(alice):
    client = log_in()
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "Alice", "password": PASSWORD, "remember": "on"})
    ends = client.session.get_expiry_date()
    session = client.session
    session["used_at"] -= 601
    session.save()
    client.get("/settings/")
    assert client.session.get_expiry_date() == ends


def test_mails_about_a_browser_that_the_account_has_not_seen(alice, mail):
    confirm_address_of(alice)
    known = log_in()
    assert "Firefox on Windows" in mail[0].body
    assert mail[0].to == ["alice@example.com"]
    known.post("/accounts/logout/")
    log_in(client=known)
    assert len(mail) == 1
    log_in()
    assert len(mail) == 2


def confirm_address_of(user):
    return EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


def test_takes_no_word_of_another_account_for_it(alice, bob, mail):
    """A browser that knows Bob is a new one to Alice."""
    confirm_address_of(alice)
    confirm_address_of(bob)
    client = log_in(login="Bob")
    client.post("/accounts/logout/")
    log_in(client=client)
    assert [message.to for message in mail] == [["bob@example.com"], ["alice@example.com"]]


def test_mails_nothing_about_browsers_to_who_does_not_want_it(alice, mail):
    confirm_address_of(alice)
    User.objects.update(wants_device_mail=False)
    log_in()
    assert len(mail) == 0


def test_mails_nothing_about_the_browser_of_a_sign_up(client, mail, sign_up):
    sign_up()
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail[0].body)[0]
    client.post("/accounts/confirm-email/", {"code": code})
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "Carol", "password": PASSWORD})
    assert get_user(client).is_authenticated
    assert len(mail) == 1


def test_writes_down_who_came_and_who_did_not(alice, client):
    client.post("/accounts/login/", {"login": "Alice", "password": "wrong"})
    client.post("/accounts/login/", {"login": "nobody", "password": "my secret"})
    log_in()
    kinds = [(e.kind, e.user, e.detail) for e in SecurityEvent.objects.order_by("pk")]
    assert kinds == [
        ("login_failed", alice, ""),
        ("login_failed", None, ""),
        ("logged_in", alice, "password"),
    ]
    event = SecurityEvent.objects.first()
    assert (event.address, event.agent) == ("127.0.0.1", FIREFOX)


def test_shows_ones_own_events_and_nobody_elses(alice, bob):
    client = log_in()
    SecurityEvent.objects.create(kind="factor_added", user=bob, detail="of Bob")
    page = client.get("/settings/security/events/").content.decode()
    assert "Logged in" in page
    assert "of Bob" not in page


def test_shows_many_events_page_by_page(alice, statements):
    client = log_in()
    SecurityEvent.objects.bulk_create(
        SecurityEvent(kind="logged_in", user=alice) for _ in range(60)
    )
    with statements() as seen:
        page = client.get("/settings/security/events/?page=2").content.decode()
    assert seen.total <= 10
    assert "Page 2 of 3" in page


def test_forgets_events_after_half_a_year(alice):
    now = timezone.now()
    for days in (179, 181):
        SecurityEvent.objects.create(kind="logged_in", at=now - timezone.timedelta(days=days))
    assert SecurityEvent.objects.forget(now) == 1
    assert SecurityEvent.objects.count() == 1


def test_lets_staff_look_at_events_and_nothing_else(client, staff, alice):
    event = SecurityEvent.objects.create(kind="logged_in", user=alice, address="192.0.2.7")
    client.force_login(staff)
    listed = client.get("/admin/accounts/securityevent/").content.decode()
    assert "192.0.2.7" in listed
    opened = client.get(f"/admin/accounts/securityevent/{event.pk}/change/").content.decode()
    assert 'name="_save"' not in opened
    assert client.get("/admin/accounts/securityevent/add/").status_code == 403
    assert client.post(f"/admin/accounts/securityevent/{event.pk}/delete/").status_code == 403


def test_lists_those_that_began_under_an_earlier_key(alice, settings):
    log_in()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, of which nobody knows anything"
    alice.refresh_from_db()
    assert len(sessions_of(alice)) == 1


def test_ends_a_login_that_is_not_remembered_after_seven_days_too(alice):
    client = log_in()
    session = client.session
    session["ends_at"] -= 7 * 24 * 3600 - 60
    session.save()
    assert client.get("/settings/").status_code == 200
    session["ends_at"] -= 60
    session.save()
    assert client.get("/settings/")["Location"].startswith("/accounts/login/")
    assert not get_user(client).is_authenticated
