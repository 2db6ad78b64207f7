"""The cast: Alice takes quizzes, Bob is the stranger, Staff edits the bank.

`bank` is a small exam to practise; `statements` counts what a request asks of the database.
"""

import datetime
import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from accounts.tests.factories import UserFactory
from billings.management.commands import load_content
from billings.testing import Statements
from gamification.models import UserProfile
from quizzes.tests.factories import ExamFactory, ObjectiveFactory, make_questions


def pytest_collection_modifyitems(items):
    """Mark what asks the database: the others need not run once for each."""
    for item in items:
        is_asking = {"db", "transactional_db"} & set(item.fixturenames)
        if is_asking or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_collection_finish():
    """What is loaded by now stays: to look through it for garbage takes a fifth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Tests race with threads, and threads do not share an SQLite database in memory."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def fast_and_forgetful(settings):
    """Cheap password hashes, and no login limit that an earlier test filled."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def plain_tokens(monkeypatch):
    """Tokens of one letter: any short text that a page must not show may occur in a random one."""
    monkeypatch.setattr(
        "django.middleware.csrf.get_random_string", lambda length, allowed_chars: "q" * length
    )


@pytest.fixture
def now():
    """A Wednesday noon in UTC, for functions that take the time as an argument."""
    return datetime.datetime(2026, 3, 11, 12, tzinfo=datetime.UTC)


@pytest.fixture
def achievements(db):
    """The 27 achievements and 18 avatars, with the exams that they refer to."""
    load_content.load(load_content.read(settings.FIXTURE_DIRS[0], load_content.FILES[:3]))


@pytest.fixture
def alice(db):
    user = UserFactory(username="Alice", time_zone="Europe/Berlin")
    UserProfile.objects.make_for(user)
    return user


@pytest.fixture
def bob(db):
    user = UserFactory(username="Bob")
    UserProfile.objects.make_for(user)
    return user


@pytest.fixture
def staff(db):
    user = UserFactory(username="Staff", is_staff=True, is_superuser=True)
    UserProfile.objects.make_for(user)
    return user


@pytest.fixture
def alice_client(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def staff_client(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def bank(db):
    """An exam (certification slug security-plus) with two domains and 12 published questions."""
    exam = ExamFactory()
    first, second = exam.domains.all()[:2]
    for domain, count in ((first, 8), (second, 4)):
        make_questions(count, ObjectiveFactory(domain=domain))
    return exam


@pytest.fixture
def statements():
    """Counts statements: `with statements() as seen: …; assert seen.total <= 10`."""
    return Statements
