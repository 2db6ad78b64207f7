"""Mail: what is sent, when, to whom, and what happens when the mail server is away."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import post
from accounts.models import User, WaitingMail
from accounts.tests.factories import PASSWORD
from accounts.tests.postbox import Postbox
from accounts.tests.test_factors import code_of

RESET = "/accounts/password/reset/"


@pytest.fixture
def alice(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return alice


def bodies(message):
    return [part.get_content() for part in message.walk() if not part.is_multipart()]


def test_sends_text_and_html_to_a_real_server(smtp, alice, client):
    client.post(RESET, {"email": "alice@example.com"})
    ((to, message),) = smtp.messages
    assert to == ["alice@example.com"]
    assert message["Subject"] == "Choose a new password for Billings"
    text, html = bodies(message)
    assert "/password/reset/key/" in text
    assert "/password/reset/key/" in html
    assert "<html" in html
    assert not WaitingMail.objects.exists()


def test_sends_after_the_commit_and_nothing_of_what_is_undone(smtp, alice):
    with transaction.atomic():
        post.send("account/email/account_deleted", "a@example.com", {"username": "A"})
        assert smtp.messages == []
    assert len(smtp.messages) == 1

    with pytest.raises(RuntimeError), transaction.atomic():
        post.send("account/email/account_deleted", "b@example.com", {"username": "B"})
        raise RuntimeError
    assert len(smtp.messages) == 1
    assert not WaitingMail.objects.exists()


def test_breaks_no_page_when_the_server_is_away(away, alice, client, sign_up):
    assert sign_up().status_code == 302
    assert client.get("/accounts/confirm-email/").status_code == 200
    assert client.post(RESET, {"email": "alice@example.com"}).status_code == 302
    assert WaitingMail.objects.count() == 2


def test_waits_for_an_absent_server_once_a_minute(away, alice, client):
    for _ in range(3):
        client.post(RESET, {"email": "alice@example.com"})
    assert [mail.tries for mail in WaitingMail.objects.all()] == [1, 0, 0]


def test_sends_what_waited(away, alice, client, settings, request):
    client.post(RESET, {"email": "alice@example.com"})
    smtp = request.getfixturevalue("smtp")
    call_command("send_waiting_mail", verbosity=0)
    assert [to for to, _ in smtp.messages] == [["alice@example.com"]]
    assert not WaitingMail.objects.exists()
    call_command("send_waiting_mail", verbosity=0)
    assert len(smtp.messages) == 1


def test_keeps_what_the_server_does_not_take_now(smtp, alice, client, capsys):
    smtp.refuses = True
    client.post(RESET, {"email": "alice@example.com"})
    call_command("send_waiting_mail")
    assert "1 left waiting" in capsys.readouterr().out
    smtp.refuses = False
    call_command("send_waiting_mail", verbosity=0)
    assert len(smtp.messages) == 1


def test_sends_no_code_that_is_too_late(away, sign_up, request):
    sign_up()
    WaitingMail.objects.update(expires_at=timezone.now() - timezone.timedelta(seconds=1))
    smtp = request.getfixturevalue("smtp")
    call_command("send_waiting_mail", verbosity=0)
    assert smtp.messages == []
    assert not WaitingMail.objects.exists()


@pytest.mark.django_db
def test_sends_once_when_two_send_at_once(mailoutbox):
    mail = WaitingMail.objects.create(to="a@example.com", subject="A", text="A")
    twin = WaitingMail.objects.get(pk=mail.pk)
    WaitingMail.objects.update(claimed_at=timezone.now())
    assert twin.deliver()
    assert mailoutbox == []
    WaitingMail.objects.update(claimed_at=timezone.now() - timezone.timedelta(minutes=6))
    assert mail.deliver()
    assert len(mailoutbox) == 1


def test_mails_about_a_changed_password(smtp, alice, client):
    client.force_login(alice)
    form = {"oldpassword": PASSWORD, "password1": "another horse battery"}
    client.post("/accounts/password/change/", form)
    ((to, message),) = smtp.messages
    assert to == ["alice@example.com"]
    assert message["Subject"] == "Your password at Billings has changed"
    assert "List-Unsubscribe" not in message


def test_mails_about_a_new_factor_and_a_new_passkey_alike(smtp, alice, client):
    client.force_login(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    ((_, message),) = smtp.messages
    assert message["Subject"] == "Your account at Billings has an authenticator app"
    assert "If it was not you" in bodies(message)[0]


def log_in_anew():
    client = Client()
    client.post("/accounts/login/", {"login": "Alice", "password": PASSWORD})


def way_out(message):
    return re.search(r"<https?://[^/]+(/\S+)>", message["List-Unsubscribe"])[1]


def test_stops_a_kind_of_mail_by_one_click_of_a_mail_program(smtp, alice):
    log_in_anew()
    ((_, message),) = smtp.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(way_out(message), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    alice.refresh_from_db()
    assert not alice.wants_device_mail
    log_in_anew()
    assert len(smtp.messages) == 1


def test_asks_people_before_it_stops_mail(smtp, alice, client):
    log_in_anew()
    link = way_out(smtp.messages[0][1])
    assert link in bodies(smtp.messages[0][1])[0].replace("\n", "")
    page = client.get(link).content.decode()
    assert "No more mail about new devices?" in page
    alice.refresh_from_db()
    assert alice.wants_device_mail
    assert "Done" in client.post(link).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é" * 500])
def test_knows_no_forged_way_out(client, token):
    assert client.post(f"/mail/off/{token}/").status_code in (400, 404)


@pytest.mark.django_db
def test_takes_a_way_out_for_no_other_kind_or_person(client, alice, bob):
    token = post.token_for(alice, "weekly")
    User.objects.update(wants_weekly_report=True)
    client.post(f"/mail/off/{token}/")
    alice.refresh_from_db(), bob.refresh_from_db()
    assert (alice.wants_weekly_report, alice.wants_device_mail) == (False, True)
    assert bob.wants_weekly_report


@pytest.mark.django_db
def test_sends_nothing_on_a_site_without_mail(alice, client, mailoutbox):
    client.force_login(alice)
    form = {"oldpassword": PASSWORD, "password1": "another horse battery"}
    client.post("/accounts/password/change/", form)
    assert not WaitingMail.objects.exists()
    assert mailoutbox == []


def queue(*addresses):
    for each in addresses:
        WaitingMail.objects.create(to=each, subject="A", text="A")


def test_lets_one_refused_mail_hold_up_no_other(smtp, monkeypatch):
    """For now or for good: what is refused for good is dropped, the rest waits."""

    async def judge(server, session, envelope, address, options):
        if address.startswith("later"):
            return "450 Greylisted, try again later"
        if address.startswith("never"):
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    monkeypatch.setattr(Postbox, "handle_RCPT", staticmethod(judge), raising=False)
    queue("later@example.com", "never@example.com", "bob@example.com")
    assert post.send_waiting() == 1
    assert [to for to, _ in smtp.messages] == [["bob@example.com"]]
    assert WaitingMail.objects.get().to == "later@example.com"
    assert not WaitingMail.objects.is_server_away(timezone.now())


def test_drops_what_no_mail_can_be_made_of(smtp):
    WaitingMail.objects.create(to="a@example.com", subject="two\nlines", text="A")
    queue("bob@example.com")
    assert post.send_waiting() == 0
    assert [to for to, _ in smtp.messages] == [["bob@example.com"]]
