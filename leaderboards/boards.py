"""Boards: who leads in what, and where one student stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from gamification import rules
from gamification.models import CertificationRecord, UserProfile
from quizzes.models import Certification

SIZE = 100
PERIODS = {"": "All time", "month": "This month", "week": "This week"}
NAMES = {"xp": "XP", "quizzes": "Quizzes", "accuracy": "Accuracy", "streak": "Streak"}


class UnknownBoard(LookupError):
    """There is no such board, or it has no such period."""


@dataclass
class Entry:
    """One line of a board."""

    rank: int
    score: int
    text: str  # the score as shown: "1,702" or "84.31%"
    user: User  # with `profile` and its avatar
    quizzes: int  # ranked ones: what a mean score is of


@dataclass
class Standing:
    """Where one student is on a board; `own` is None for somebody who is not on it."""

    board: "Board"
    own: Entry | None = None
    above: Entry | None = None
    below: Entry | None = None
    has: int = 0  # quizzes so far, of the `board.needs`

    @property
    def rank(self):
        return self.own and self.own.rank

    @property
    def entries(self):
        """The one above, the student, the one below: as far as there are such."""
        return [entry for entry in (self.above, self.own, self.below) if entry]

    @property
    def gap(self):
        """How much more the one above has."""
        return self.above.score - self.own.score


@dataclass
class Board:
    """One board in one period: `rows` are those on it, sorted by their column `score`."""

    slug: str
    name: str
    rows: QuerySet
    score: str
    needs: int = 0  # ranked quizzes that it takes to be on it; its score is a mean, then
    period: str = ""
    since: date | None = None
    until: date | None = None  # the day when it starts anew
    certification: Certification | None = None

    @property
    def period_name(self):
        return PERIODS[self.period]

    @property
    def column(self):
        """What the scores are, as the heading of their column."""
        return "Average" if self.needs else {"streak": "Days"}.get(self.slug, self.name)

    def top(self):
        """The first hundred Entries. Equal scores share a rank."""
        entries = []
        for position, row in enumerate(self._with_people(self.rows)[:SIZE], start=1):
            entry = self._entry(position, row)
            if entries and entries[-1].score == entry.score:
                entry.rank = entries[-1].rank
            entries.append(entry)
        return entries

    def standing(self, user):
        """Where `user` stands, with the neighbours: in three statements at most."""
        row = self._row_of(user)
        score = self._score(row)
        standing = Standing(self, has=getattr(row, "ranked_quizzes", 0))
        if not score:
            return standing
        above, below = self._neighbours(user, row)
        # One look over those who are not behind says who leads whom, and whether `user` is there.
        counts = self.rows.filter(**{f"{self.score}__gte": score}).aggregate(
            ahead=Count("user", filter=Q(**{f"{self.score}__gt": score})),
            ahead_of_above=Count("user", filter=Q(**{f"{self.score}__gt": self._score(above)})),
            not_behind=Count("user"),
            is_on=Count("user", filter=Q(user=user)),
        )
        if counts["is_on"]:
            rank = counts["ahead"] + 1
            standing.own = self._entry(rank, row, user)
            if above:
                standing.above = self._entry(counts["ahead_of_above"] + 1, above)
            if below:
                is_level = self._score(below) == score
                standing.below = self._entry(rank if is_level else counts["not_behind"] + 1, below)
        return standing

    def _row_of(self, user):
        if self.certification is None:
            return UserProfile.objects.of(user)
        return CertificationRecord.objects.filter(
            user=user, certification=self.certification
        ).first()

    def _neighbours(self, user, row):
        """The rows just above and just below the row of `user`, or None."""
        score, place = self._score(row), self._place(row)
        level = self.rows.filter(**{self.score: score})
        higher = self.rows.filter(**{f"{self.score}__gt": score})
        lower = self.rows.filter(**{f"{self.score}__lt": score})
        # Four looks into an index, where one with OR would read all that share the score.
        above = Coalesce(
            _first(level.filter(user_id__lt=user.pk), "-user_id"),
            _first(higher, self.score, "-user_id"),
        )
        below = Coalesce(
            _first(level.filter(user_id__gt=user.pk), "user_id"),
            _first(lower, f"-{self.score}", "user_id"),
        )
        near = self._with_people(self.rows.model.objects.filter(Q(pk=above) | Q(pk=below)))
        before = [other for other in near if self._place(other) < place]
        after = [other for other in near if self._place(other) > place]
        return next(iter(before), None), next(iter(after), None)

    def _with_people(self, rows):
        path = "avatar" if self.certification is None else "user__profile__avatar"
        return rows.select_related("user", path).order_by(f"-{self.score}", "user_id")

    def _score(self, row):
        return getattr(row, self.score, 0)

    def _place(self, row):
        return -self._score(row), row.user_id

    def _entry(self, rank, row, user=None):
        score = self._score(row)
        text = f"{score // 100}.{score % 100:02}\xa0%" if self.needs else f"{score:,}"
        return Entry(rank, score, text, user or row.user, row.ranked_quizzes)


def _first(rows, *order):
    """The key of the first of `rows` in that order, as a subquery."""
    return Subquery(rows.order_by(*order).values("pk")[:1])


def board_for(slug, period="", *, now=None):
    """The Board with that slug, as it is at `now`. Raises UnknownBoard."""
    now = now or timezone.now()
    if slug in ("xp", "quizzes") and period in PERIODS:
        return _totals_board(slug, period, now)
    if period:
        raise UnknownBoard(period)
    people = UserProfile.objects.on_boards()
    if slug == "accuracy":
        rows = people.filter(ranked_quizzes__gte=rules.ACCURACY_BOARD_FROM, mean_score__gt=0)
        return Board(slug, NAMES[slug], rows, "mean_score", rules.ACCURACY_BOARD_FROM)
    if slug == "streak":
        # A streak is stored as of its last day; whether it still stands is a matter of time.
        rows = people.filter(streak_lapses_at__gt=now, streak__gt=0)
        return Board(slug, NAMES[slug], rows, "streak")
    certification = Certification.objects.filter(slug=slug).first()
    if certification is None:
        raise UnknownBoard(slug)
    rows = CertificationRecord.objects.on_boards().filter(
        certification=certification,
        ranked_quizzes__gte=rules.CERTIFICATION_BOARD_FROM,
        mean_score__gt=0,
    )
    return Board(
        slug,
        certification.name,
        rows,
        "mean_score",
        rules.CERTIFICATION_BOARD_FROM,
        certification=certification,
    )


def _totals_board(slug, period, now):
    """XP or quizzes, of all time or of the UTC week or month of `now`."""
    since = until = None
    score, rows = slug, UserProfile.objects.on_boards()
    if period == "week":
        since = rules.week_of(now)
        until = since + timedelta(days=7)
    elif period == "month":
        since = rules.month_of(now)
        until = (since + timedelta(days=31)).replace(day=1)
    if period:
        score, rows = f"{period}_{slug}", rows.filter(**{f"{period}_on": since})
    rows = rows.filter(**{f"{score}__gt": 0})
    return Board(slug, NAMES[slug], rows, score, period=period, since=since, until=until)


def board_names():
    """The slug and name of every board, certifications last."""
    return [*NAMES.items(), *Certification.objects.values_list("slug", "name")]


def rank_of(user, slug="xp", period="", *, now=None):
    """The Standing of `user` on that board, in three statements at most. Raises UnknownBoard."""
    return board_for(slug, period, now=now).standing(user)
