"""Quiet mode: the game is nowhere to be seen, and goes on being counted."""

import re
from html import unescape

import pytest

from accounts.models import User
from accounts.tests.factories import PASSWORD
from gamification.models import UserProfile
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.models import Bookmark, Plan

pytestmark = pytest.mark.django_db

WORDS = re.compile(
    r"\bXP\b|\blevel\b|streak|\b(?:the|and|on) boards\b|leaderboard|achievement|avatar|\brank\b"
    r"|trophy|celebrat|congratulat|well done|unlock",
    re.I,
)
# Here a quiet person reads what is hidden, what others see, and what deleting takes.
SAYS_WHAT_IS_HIDDEN = (
    "/settings/quiet/",
    "/settings/boards/",
    "/settings/data/delete/",
    "/privacy/",
)


@pytest.fixture
def quiet(alice_client, alice):
    alice_client.post("/settings/quiet/", {"is_quiet": "on"})
    alice.refresh_from_db()
    return alice


@pytest.fixture
def attempt(achievements, quiet, bank, now):
    attempt = start_quiz(quiet, bank, size=10, now=now)
    answer(attempt, correct=10)
    attempt.submit(now=now)
    return attempt


def words_of(html):
    """What a person can meet on a page: its text, labels and links, but no classes."""
    html = re.sub(r"<symbol.*?</symbol>|<script.*?</script>", "", html, flags=re.S)
    html = html.replace('"/settings/boards/"', '""')  # the way to what others see
    said = re.findall(r'(?:alt|title|aria-label|placeholder|content|value)="([^"]*)"', html)
    said += re.findall(r'<a [^>]*href="([^"]*)"', html)
    return re.sub(r"<[^>]*>", " ", html) + " " + " ".join(said)


def seen_on(client, path):
    page = client.get(path)
    assert page.status_code == 200
    return words_of(page.content.decode().split("<body", 1)[1])


STARTS = (
    "/",
    "/try/",
    "/how-scoring-works/",
    "/how-readiness-works/",
    "/how-questions-are-made/",
    "/exams/security-plus/custom/?size=5",
    "/study/bookmarks/",
    "/study/security-plus/confidence/?sure=2",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/3rdparty/",
    "/accounts/inactive/",
    "/no-such-page/",
)


def pages_from(client, starts):
    """Every page that links lead to, as pairs of address and text."""
    todo, seen = list(starts), set(starts)
    while todo:
        path = todo.pop()
        page = client.get(path)
        if 300 <= page.status_code < 400:
            found = [page["Location"]]
        elif page.status_code == 200 and (page.streaming or "html" not in page["Content-Type"]):
            continue
        else:
            html = page.content.decode()
            yield path, words_of(html)
            found = re.findall(r'href="(/[^"#]*)', html)
        for link in (unescape(each) for each in found):
            if link not in seen and not link.startswith(("/static/", "/accounts/logout/")):
                seen.add(link)
                todo.append(link)


@pytest.fixture
def busy(alice_client, quiet, attempt, bank, now):
    """Quizzes of each mode, finished and not, a plan, bookmarks and a mistake."""
    missed = start_quiz(quiet, bank, size=5, mode="study", now=now)
    answer(missed, correct=2)
    missed.submit(now=now)
    studied = start_quiz(quiet, bank, size=3, mode="study", now=now)
    studied.save_answer(1, [studied.answers.first().order[0]], now=now)
    started = start_quiz(quiet, bank, size=3, now=now)
    Plan.objects.create(user=quiet, exam=bank)
    Bookmark.objects.create(user=quiet, item=attempt.answers.first().item, note="look")
    alice_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return [f"/attempts/{one.pk}/submit/" for one in (studied, started)]


def test_shows_nothing_of_the_game_on_any_page(alice_client, busy, bob):
    starts = [*STARTS, *busy, "/people/Alice/", "/people/Bob/"]
    pages = dict(pages_from(alice_client, starts))
    assert len(pages) > 40, sorted(pages)
    found = {path: set(WORDS.findall(text)) for path, text in pages.items()}
    faults = [each for each in found.items() if each[1] and each[0] not in SAYS_WHAT_IS_HIDDEN]
    assert faults == []
    assert not WORDS.findall(words_of(alice_client.post("/try/").content.decode()))


@pytest.mark.parametrize(
    "path",
    ["/leaderboards/", "/leaderboards/streak/", "/achievements/", "/avatars/", "/how-it-works/"],
)
def test_says_why_a_page_of_the_game_is_empty(alice_client, quiet, path):
    assert "Quiet mode is on" in alice_client.get(path).content.decode()


def test_goes_on_counting(alice_client, quiet, attempt, client):
    profile = UserProfile.objects.get(user=quiet)
    assert profile.xp > 0
    assert profile.streak == 1
    alice_client.post("/settings/quiet/", {})
    assert "level" in seen_on(alice_client, f"/attempts/{attempt.pk}/result/")


def test_hides_nothing_from_others(client, bob, quiet, attempt):
    client.force_login(bob)
    assert "Level" in seen_on(client, "/people/Alice/")
    assert "Alice" in seen_on(client, "/leaderboards/")


def test_is_off_until_asked_for(alice_client, alice):
    assert not User.objects.get(pk=alice.pk).is_quiet
    assert "streak" in seen_on(alice_client, "/")
