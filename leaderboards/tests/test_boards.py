"""Who is on a board, in which order, and where somebody stands."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from gamification import rules
from gamification.models import CertificationRecord, UserProfile
from leaderboards.boards import SIZE, UnknownBoard, board_for, board_names, rank_of
from quizzes.tests.factories import CertificationFactory

ALL_BOARDS = [
    ("xp", ""),
    ("xp", "month"),
    ("xp", "week"),
    ("quizzes", ""),
    ("quizzes", "month"),
    ("quizzes", "week"),
    ("accuracy", ""),
    ("streak", ""),
    ("security-plus", ""),
]


def student(username, score=0, *, now=None, ranked=10, **columns):
    """A student whom every board would sort by `score`."""
    now = now or timezone.now()
    user = UserFactory(username=username)
    profile = UserProfile.objects.make_for(user)
    values = {
        "xp": score,
        "quizzes": score + ranked,
        "ranked_quizzes": ranked,
        "score_sum": score * ranked,
        "streak": score,
        "longest_streak": score,
        "streak_lapses_at": now + datetime.timedelta(hours=1),
        "week_on": rules.week_of(now),
        "week_xp": score,
        "week_quizzes": score,
        "month_on": rules.month_of(now),
        "month_xp": score,
        "month_quizzes": score,
    }
    UserProfile.objects.filter(pk=profile.pk).update(**values | columns)
    CertificationRecord.objects.update_or_create(
        user=user,
        certification=CertificationFactory(),
        defaults={"quizzes": ranked, "ranked_quizzes": ranked, "score_sum": score * ranked},
    )
    return user


def names(board):
    return [(entry.rank, entry.user.username) for entry in board.top()]


@pytest.fixture
def security(db):
    return CertificationFactory()


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_puts_the_highest_first_and_lets_equals_share_a_rank(security, now, slug, period):
    for username, score in (("Ann", 30), ("Ben", 50), ("Cas", 30), ("Dee", 10)):
        student(username, score, now=now, quizzes=score)
    board = board_for(slug, period, now=now)
    assert names(board) == [(1, "Ben"), (2, "Ann"), (2, "Cas"), (4, "Dee")]


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_leaves_hidden_and_deactivated_people_off_at_once(security, now, slug, period):
    people = [student(name, 40, now=now) for name in ("Shown", "Hidden", "Gone")]
    assert len(board_for(slug, period, now=now).top()) == 3
    people[1].shows_on_boards = False
    people[2].is_active = False
    for user in people:
        user.save()
    board = board_for(slug, period, now=now)
    assert names(board) == [(1, "Shown")]
    assert [board.standing(user).rank for user in people] == [1, None, None]


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_shows_no_zeros(security, now, slug, period):
    nobody = student("Nobody", 0, now=now, ranked=10, quizzes=10)
    if slug == "quizzes" and not period:
        UserProfile.objects.filter(pk=nobody.pk).update(quizzes=0, ranked_quizzes=0)
    board = board_for(slug, period, now=now)
    assert (board.top(), board.standing(nobody).rank) == ([], None)


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_finds_for_everybody_the_rank_that_the_board_shows(security, now, slug, period):
    # Ties at the top, in the middle and at the end, and ids that do not follow the scores.
    scores = [7, 9, 9, 3, 7, 7, 1, 5, 1, 8, 3, 1]
    people = [student(f"Student-{n}", score, now=now) for n, score in enumerate(scores)]
    people[4].shows_on_boards = False
    people[4].save()
    board = board_for(slug, period, now=now)
    top = board.top()
    assert len(top) == 11
    for place, entry in enumerate(top):
        standing = board.standing(entry.user)
        near = top[max(place - 1, 0) : place + 2]
        assert [(e.rank, e.text, e.user) for e in standing.entries] == [
            (e.rank, e.text, e.user) for e in near
        ]
        assert standing.own.user == entry.user
        assert (standing.above is None) == (place == 0)
        assert (standing.below is None) == (place == 10)


@pytest.mark.parametrize(("slug", "period"), ALL_BOARDS)
def test_finds_a_rank_in_three_statements(security, now, statements, slug, period):
    for n in range(9):
        student(f"Student-{n}", 10 + n, now=now)
    user = student("Middle", 14, now=now)
    user.refresh_from_db()
    with statements() as seen:
        standing = rank_of(user, slug, period, now=now)
        assert [entry.user.profile.avatar for entry in standing.entries] == [None] * 3
    allowed = 3 if slug != "security-plus" else 5  # its certification; the student's own profile
    assert (standing.rank, seen.total <= allowed) == (5, True)


def test_shows_a_hundred(security, now):
    for n in range(SIZE + 3):
        student(f"Student-{n}", 1000 - n, now=now)
    board = board_for("xp", now=now)
    assert [entry.rank for entry in board.top()] == list(range(1, SIZE + 1))


def test_counts_only_this_week_and_month(security, now):
    monday = datetime.date(2026, 3, 9)
    student("Now", 5, now=now)
    student("Last-week", 9, now=now, week_on=monday - datetime.timedelta(days=7))
    student("Last-month", 9, now=now, week_on=monday, month_on=datetime.date(2026, 2, 1))
    assert names(board_for("xp", "week", now=now)) == [(1, "Last-month"), (2, "Now")]
    assert names(board_for("quizzes", "month", now=now)) == [(1, "Last-week"), (2, "Now")]


@pytest.mark.parametrize(
    ("period", "moment", "since", "until"),
    [
        ("week", "2026-03-15T23:59:59", "2026-03-09", "2026-03-16"),
        ("week", "2026-03-16T00:00:00", "2026-03-16", "2026-03-23"),
        ("month", "2026-12-31T23:59:59", "2026-12-01", "2027-01-01"),
        ("month", "2027-02-01T00:00:00", "2027-02-01", "2027-03-01"),
    ],
)
def test_begins_weeks_and_months_in_utc(db, period, moment, since, until):
    moment = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    # Whatever the clock on the wall says: this is the same moment, elsewhere.
    elsewhere = moment.astimezone(datetime.timezone(datetime.timedelta(hours=13)))
    board = board_for("xp", period, now=elsewhere)
    assert (str(board.since), str(board.until)) == (since, until)


def test_knows_only_streaks_that_stand(security, now):
    user = student("Ann", 9, now=now, streak_lapses_at=now)
    assert names(board_for("streak", now=now)) == []
    assert rank_of(user, "streak", now=now).rank is None
    just_before = now - datetime.timedelta(microseconds=1)
    assert names(board_for("streak", now=just_before)) == [(1, "Ann")]


def test_asks_for_ten_quizzes_before_accuracy_is_ranked(security, now):
    nine, ten = student("Nine", 9000, now=now, ranked=9), student("Ten", 8431, now=now)
    board = board_for("accuracy", now=now)
    assert [(entry.user, entry.text) for entry in board.top()] == [
        (ten, "84.31\N{NO-BREAK SPACE}%")
    ]
    standing = board.standing(nine)
    assert (standing.rank, standing.has, board.needs) == (None, 9, 10)


def test_asks_for_five_quizzes_of_a_certification(security, now):
    four, five = student("Four", 90, now=now, ranked=4), student("Five", 80, now=now, ranked=5)
    board = board_for("security-plus", now=now)
    assert [entry.user for entry in board.top()] == [five]
    standing = board.standing(four)
    assert (standing.rank, standing.has, board.needs) == (None, 4, 5)


def test_keeps_the_certifications_apart(security, now):
    CertificationFactory(slug="network-plus", name="Network+")
    user = student("Ann", 80, now=now)
    assert rank_of(user, "security-plus", now=now).rank == 1
    assert rank_of(user, "network-plus", now=now).rank is None


def test_has_a_board_for_each_certification(security):
    assert board_names() == [
        ("xp", "XP"),
        ("quizzes", "Quizzes"),
        ("accuracy", "Accuracy"),
        ("streak", "Streak"),
        ("security-plus", "Security+"),
    ]


@pytest.mark.parametrize(
    ("slug", "period"),
    [("nope", ""), ("xp", "year"), ("streak", "week"), ("security-plus", "month")],
)
def test_knows_no_other_board(security, slug, period):
    with pytest.raises(UnknownBoard):
        board_for(slug, period)


def test_gives_somebody_without_a_profile_a_place_to_start_from(security, now):
    assert rank_of(UserFactory(), "xp", "week", now=now).rank is None
