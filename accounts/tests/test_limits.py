"""Wrong passwords are slowed, a classroom behind one address is not."""

import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from accounts.tests.factories import PASSWORD
from accounts.tests.postbox import link_in

WRONG = "a wrong password"
SLOWED_ACCOUNT = "Too many tries for this account. Wait a while, or reset the password."
SLOWED = "Too many tries. Wait a while, then try again."


@pytest.fixture
def database_cache(db):
    """The cache of a site without services: a table, which all workers share."""
    backend = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    with override_settings(CACHES={"default": backend | {"OPTIONS": {"MAX_ENTRIES": 100_000}}}):
        call_command("createcachetable", verbosity=0)
        cache.clear()
        yield
        cache.clear()


def log_in(login, password=PASSWORD, client=None):
    form = {"login": login, "password": password}
    return (client or Client()).post("/accounts/login/", form)


def errors(response):
    return response.context["form"].non_field_errors() if response.context else []


def test_slows_an_account_after_five_wrong_passwords(alice, bob):
    for _ in range(5):
        assert errors(log_in("alice@example.com", WRONG)) != [SLOWED]

    assert errors(log_in("alice@example.com", WRONG)) == [SLOWED]
    assert errors(log_in("alice@example.com")) == [SLOWED]
    assert log_in("bob@example.com").status_code == 302


@pytest.mark.parametrize("last", ["Alice", "alice", "ALICE@example.com", " alice@example.com"])
def test_counts_the_names_of_an_account_together(alice, last):
    for login in ("Alice", "aLICE", "alice@example.com", "Alice@Example.com", "alice"):
        log_in(login, WRONG)
    assert errors(log_in(last)) == [SLOWED]


def test_slows_strangers_just_so(db):
    """Else the limit would tell which accounts there are."""
    for _ in range(5):
        log_in("nobody@example.com", WRONG)
    assert errors(log_in("nobody@example.com", WRONG)) == [SLOWED]


def test_does_not_count_right_passwords(alice):
    for _ in range(12):
        assert log_in("Alice").status_code == 302


def test_lets_in_again_after_five_minutes(alice, monkeypatch):
    for _ in range(5):
        log_in("Alice", WRONG)
    history = next(key for key in cache._cache if ":login_failed:" in key)
    key = history.removeprefix(":1:")
    cache.set(key, [moment - 301 for moment in cache.get(key)])
    assert log_in("Alice").status_code == 302


def test_slows_one_account_from_many_addresses(alice, mail, settings):
    """Twenty an hour, and then a mailed link still works, and the password that it sets."""
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    for number in range(20):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert errors(log_in("Alice", WRONG, client)) != [SLOWED_ACCOUNT]
    home = Client(REMOTE_ADDR="198.51.100.1")
    assert errors(log_in("Alice", WRONG, home)) == [SLOWED_ACCOUNT]
    assert errors(log_in("alice@example.com", PASSWORD, home)) == [SLOWED_ACCOUNT]

    home.post("/accounts/password/reset/", {"email": "alice@example.com"})
    link = link_in(mail[-1].body)
    home.post(home.get(link)["Location"], {"password1": "another horse battery"})
    assert log_in("Alice", "another horse battery", home).status_code == 302


def test_slows_the_pair_and_not_the_account_elsewhere(alice):
    for _ in range(5):
        log_in("Alice", WRONG)
    assert errors(log_in("Alice")) == [SLOWED]
    assert log_in("Alice", PASSWORD, Client(REMOTE_ADDR="192.0.2.9")).status_code == 302


def test_takes_the_addresses_of_a_network_for_one_where_there_are_too_many(alice):
    for number in range(5):
        log_in("Alice", WRONG, Client(REMOTE_ADDR=f"2001:db8::{number}"))
    assert errors(log_in("Alice", PASSWORD, Client(REMOTE_ADDR="2001:db8::9"))) == [SLOWED]
    assert log_in("Alice", PASSWORD, Client(REMOTE_ADDR="2001:db9::9")).status_code == 302


def test_counts_no_try_that_it_refuses(alice, settings):
    """Who hammers on one account does not use up what the class behind the address has."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "8/5m/ip"
    }
    for _ in range(30):
        log_in("Alice", WRONG)
    for number in range(3):
        assert errors(log_in(f"nobody{number}", WRONG)) != [SLOWED]
    assert errors(log_in("nobody3", WRONG)) == [SLOWED]


def test_forgives_the_address_what_a_person_mistyped_before(alice, bob, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "8/5m/ip"
    }
    for _ in range(4):
        for name in ("Alice", "Bob"):
            log_in(name, WRONG)
            log_in(name, WRONG)
            assert log_in(name).status_code == 302


def test_lets_no_right_password_wash_off_guesses_at_others(alice, bob, settings):
    """A spy logs in to an account of their own between guesses at others."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "8/5m/ip"
    }
    refused = []
    for number in range(12):
        refused.append(errors(log_in(f"nobody{number}", WRONG)) == [SLOWED])
        log_in("Bob")
    assert refused == [False] * 8 + [True] * 4


def test_keeps_what_the_account_has_counted_whoever_logs_in(alice, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_account": "6/1h/key"
    }
    for _ in range(3):
        log_in("Alice", WRONG)
        log_in("Alice", WRONG)
        log_in("Alice")
    assert errors(log_in("Alice")) == [SLOWED_ACCOUNT]


def test_slows_who_tries_one_password_on_many_accounts(db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "10/5m/ip"
    }
    for number in range(10):
        assert errors(log_in(f"nobody{number}@example.com", WRONG)) != [SLOWED]
    assert errors(log_in("somebody@example.com", WRONG)) == [SLOWED]


def test_lets_sixty_students_in_from_one_address(sign_up, database_cache):
    """Each signs up after one fault, logs out, mistypes the password once, logs in."""
    for number in range(60):
        client, email = Client(), f"s{number}@example.com"
        fields = {"email": email, "username": f"class-{number}"}
        assert sign_up(client, **fields, password1="too short").status_code == 200
        assert sign_up(client, **fields).status_code == 302
        assert get_user(client).email == email
        client.post("/accounts/logout/")
        assert log_in(email, WRONG, client).status_code == 200
        assert log_in(email, PASSWORD, client).status_code == 302
        assert get_user(client).email == email
    assert User.objects.count() == 60


def test_slows_an_account_across_workers(db, alice, database_cache):
    for _ in range(5):
        log_in("Alice", WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 3  # what another worker reads: pair, address, account
    assert errors(log_in("Alice")) == [SLOWED]


@pytest.mark.django_db(transaction=True)
def test_lets_no_sixth_guess_slip_through_in_a_race(alice, database_cache, monkeypatch):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share an in-memory database's one connection")
    guesses = []
    monkeypatch.setattr(User, "check_password", lambda *args: guesses.append(1) and False)
    start = threading.Barrier(12, timeout=20)

    def guess():
        start.wait()
        try:
            log_in("Alice", WRONG)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= len(guesses) <= 5


def test_queues_the_threads_of_a_process_at_a_counter(monkeypatch):
    """With nothing but allauth's lock, who finds it taken for too long would be refused."""
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0)
    let_in = []

    def count():
        with ratelimit.cache_lock("one-classroom") as is_locked:
            let_in.append(is_locked)

    second = threading.Thread(target=count)
    with ratelimit.cache_lock("one-classroom") as is_locked:
        let_in.append(is_locked)
        second.start()
        second.join(timeout=0.2)
        assert let_in == [True]
    second.join()
    assert let_in == [True, True]


def test_has_a_page_for_too_many_sign_ups(db, settings, sign_up):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/5m/ip"}
    sign_up(username="x")
    response = sign_up(username="x")
    assert response.status_code == 429
    assert "Too many tries in a short time" in response.content.decode()
