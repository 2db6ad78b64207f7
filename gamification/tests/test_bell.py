"""The bell in the masthead, and the celebration of a result."""

import re
from datetime import timedelta

from gamification.models import UserProfile
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer


def submitted(student, bank, now, correct=10):
    attempt = start_quiz(student, bank, size=10, now=now)
    answer(attempt, correct=correct)
    attempt.submit(now=now)
    return attempt


def bell_of(client):
    return re.search(r'class="bell".*?</a>', client.get("/").content.decode(), re.DOTALL)[0]


def test_rings_until_the_unlocks_were_looked_at(achievements, alice_client, alice, bank, now):
    assert "nothing new" in bell_of(alice_client)
    submitted(alice, bank, now)  # First Steps, Perfect Score, and an avatar of each
    assert '4</span><span class="vh"> new unlocks' in bell_of(alice_client)
    page = alice_client.get("/bell/")
    text = page.content.decode()
    assert "4 new unlocks" in text
    assert text.count('<span class="tag">New</span>') == 4
    assert "Perfect Scholar" in text
    assert "nothing new" in bell_of(alice_client)
    again = alice_client.get("/bell/").content.decode()
    assert "Perfect Scholar" in again
    assert "New</span>" not in again


def test_rings_no_bell_in_quiet_mode(achievements, alice_client, alice, bank, now):
    submitted(alice, bank, now)
    alice.is_quiet = True
    alice.save()
    assert 'class="bell"' not in alice_client.get("/").content.decode()
    assert "Perfect Scholar" not in alice_client.get("/bell/").content.decode()


def test_leaves_new_what_comes_while_one_looks(achievements, alice, bank, now):
    profile = UserProfile.objects.get(user=alice)
    profile.unread_unlocks = 2
    UserProfile.objects.filter(pk=alice.pk).update(unread_unlocks=5)
    profile.read_unlocks()
    assert UserProfile.objects.get(user=alice).unread_unlocks == 3
    profile.unread_unlocks = 9
    profile.read_unlocks()
    assert UserProfile.objects.get(user=alice).unread_unlocks == 0


def test_celebrates_at_the_first_look_alone(achievements, alice_client, alice, bank, now):
    attempt = submitted(alice, bank, now)
    address = f"/attempts/{attempt.pk}/result/"
    first, second = (alice_client.get(address).content.decode() for _ in range(2))
    assert 'class="gains cheer"' in first
    assert "You reached level" in first
    assert 'class="gains cheer"' not in second
    assert "You reached level" in second


def test_celebrates_nothing_where_nothing_was_won(achievements, alice_client, alice, bank, now):
    submitted(alice, bank, now)
    later = submitted(alice, bank, now + timedelta(hours=1), correct=3)
    page = alice_client.get(f"/attempts/{later.pk}/result/").content.decode()
    assert "cheer" not in page


def test_keeps_the_celebration_for_the_end_of_quiet_mode(
    achievements, alice_client, alice, bank, now
):
    address = f"/attempts/{submitted(alice, bank, now).pk}/result/"
    alice.is_quiet = True
    alice.save()
    assert "cheer" not in alice_client.get(address).content.decode()
    alice.is_quiet = False
    alice.save()
    assert "cheer" in alice_client.get(address).content.decode()
