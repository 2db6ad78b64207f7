"""The boards as students see them."""

import re

import pytest
from django.urls import reverse

from gamification.models import UserProfile
from leaderboards.tests.test_boards import ALL_BOARDS, student
from quizzes.tests.factories import CertificationFactory


def url(slug="xp", period=""):
    address = reverse("leaderboards:board", args=[slug])
    return f"{address}?period={period}" if period else address


def page(client, *args):
    response = client.get(url(*args))
    assert response.status_code == 200
    return response.content.decode()


def ranks(html):
    """The (rank, username) pairs of a page, in the order in which it is read."""
    rows = re.findall(r'class="pos num">(\d+)<.*?/people/([^/]+)/', html, re.DOTALL)
    podium = re.findall(r'<li class="p\d.*?/people/([^/]+)/.*?Rank </span>(\d+)', html, re.DOTALL)
    return [(int(rank), name) for name, rank in podium] + [(int(r), name) for r, name in rows]


@pytest.fixture(autouse=True)
def security(db):
    return CertificationFactory()


def test_sends_visitors_to_the_login(client):
    response = client.get(url("streak"))
    assert response.url == f"{reverse('account_login')}?next=/leaderboards/streak/"


def test_starts_with_xp_of_all_time(alice_client):
    student("Ann", 40)
    html = alice_client.get(reverse("leaderboards:boards")).content.decode()
    assert "XP earned since the beginning" in html
    assert ranks(html) == [(1, "Ann")]


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_shows_everybody_in_reading_order(alice_client, slug, period):
    for n in range(5):
        student(f"Student-{n}", 50 - n)
    html = page(alice_client, slug, period)
    assert ranks(html) == [(n + 1, f"Student-{n}") for n in range(5)]
    assert html.count("<h1") == 1
    assert "Level 1" in html


def test_has_no_podium_for_two(alice_client):
    student("Ann", 40)
    student("Ben", 30)
    html = page(alice_client)
    assert "podium" not in html
    assert ranks(html) == [(1, "Ann"), (2, "Ben")]


@pytest.mark.parametrize(
    ("slug", "period"), [("xp", "week"), ("streak", ""), ("security-plus", "")]
)
def test_asks_little_of_the_database_however_many_students(client, statements, slug, period):
    for n in range(102):
        user = student(f"Student-{n}", 1000 - n)
    client.force_login(user)
    with statements() as seen:
        html = page(client, slug, period)
    assert (102, "Student-101") in ranks(html)
    assert seen.total <= 10, seen.data


def test_shows_the_own_place_below_the_hundred(alice_client, alice):
    for n in range(104):
        student(f"Student-{n}", 1000 - n)
    UserProfile.objects.filter(user=alice).update(xp=898)
    html = page(alice_client)
    # Alice is older than the student whose XP she shares, and the one above is the 102nd.
    assert ranks(html)[99:] == [
        (100, "Student-99"),
        (102, "Student-101"),
        (103, "Alice"),
        (103, "Student-102"),
    ]
    assert html.count('aria-current="true"') == 1
    assert "Your place" in html


def test_repeats_nobody_who_stands_next_to_the_hundredth(alice_client, alice):
    for n in range(101):
        student(f"Student-{n}", 1000 - n)
    UserProfile.objects.filter(user=alice).update(xp=900)
    names = [name for _, name in ranks(page(alice_client))]
    assert names[-3:] == ["Student-99", "Alice", "Student-100"]
    assert len(set(names)) == len(names)


def test_marks_the_own_row(alice_client, alice):
    UserProfile.objects.filter(user=alice).update(xp=500)
    html = page(alice_client)
    assert re.search(r'<tr class="me-row" aria-current="true">.*?>Alice<.*?You', html, re.DOTALL)


def test_shows_no_address(alice_client, alice):
    ann = student("Ann", 40)
    UserProfile.objects.filter(user=alice).update(xp=500)
    html = page(alice_client)
    assert ann.email not in html
    assert alice.email not in html


def test_tells_hidden_students_that_they_are_hidden(alice_client, alice):
    student("Ann", 40)
    UserProfile.objects.filter(user=alice).update(xp=500)
    alice.shows_on_boards = False
    alice.save()
    html = page(alice_client)
    assert ranks(html) == [(1, "Ann")]
    assert "You are hidden" in html
    assert f'href="{reverse("accounts:settings")}"' in html


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("accuracy", "3 of 10 quizzes"),
        ("security-plus", "0 of 5 quizzes"),
        ("streak", "no streak now"),
        ("xp", "one right answer is enough"),
        ("quizzes", "one quiz that counts is enough"),
    ],
)
def test_says_what_is_missing(alice_client, alice, slug, words):
    UserProfile.objects.filter(user=alice).update(quizzes=0, ranked_quizzes=0)
    if slug == "accuracy":
        UserProfile.objects.filter(user=alice).update(quizzes=3, ranked_quizzes=3, score_sum=90)
    assert words in page(alice_client, slug)


@pytest.mark.parametrize("period", ["week", "month"])
def test_says_that_periods_are_of_utc(alice_client, period):
    assert "00:00 UTC" in page(alice_client, "quizzes", period)


@pytest.mark.parametrize(
    "address",
    [
        "/leaderboards/nope/",
        "/leaderboards/xp/?period=year",
        "/leaderboards/streak/?period=week",
        "/leaderboards/security-plus/?period=month",
    ],
)
def test_answers_404_for_a_board_that_is_none(alice_client, address):
    assert alice_client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [("/leaderboards/xp/?period=%00", 400), ("/leaderboards/xp/?period=%ff%fe", 404)],
)
def test_refuses_bytes_that_are_no_text(alice_client, address, status):
    assert alice_client.get(address).status_code == status


def test_refuses_to_be_posted_to(alice_client):
    assert alice_client.post(url()).status_code == 405


@pytest.mark.parametrize("rank", [(1, 1, 3), (1, 2, 2)])
def test_shows_shared_ranks_on_the_podium(alice_client, rank):
    for name, place in zip(["Ann", "Ben", "Cas"], rank, strict=True):
        student(name, 50 - place)
    assert [r for r, _ in ranks(page(alice_client))] == list(rank)


@pytest.mark.parametrize(("slug", "words"), [("quizzes", "quiz quizzes"), ("streak", "day days")])
def test_counts_one_quiz_and_one_day_as_one(alice_client, slug, words):
    one, many = words.split()
    for name, count in (("Ann", 2), ("Ben", 1), ("Cem", 1)):
        student(name, count, ranked=0)
    html = page(alice_client, slug)
    assert f"<strong>2</strong> {many}</span>" in html
    assert html.count(f"<strong>1</strong> {one}</span>") == 2
