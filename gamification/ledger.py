"""What the ledger says that a profile should hold: every total folded anew from its lines."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from gamification import rules
from gamification.models import CertificationRecord, UserProfile, XPAward

# The zones of the world lie between UTC-12 and UTC+14.
EARLIEST, LATEST = timedelta(hours=-14), timedelta(hours=12)
RECORD = {"quizzes": 0, "ranked_quizzes": 0, "score_sum": 0, "best_score": 0}
PARTS = ("days", "records")  # fields of Totals that are no columns


@dataclass
class Drift:
    """One number that is not what the ledger says."""

    name: str
    stored: object
    counted: object

    def __str__(self):
        return f"{self.name} is {self.stored}, the ledger says {self.counted}"


@dataclass
class Totals:
    """The totals of one student: columns of the profile, and a record per certification."""

    xp: int = 0
    quizzes: int = 0
    correct_answers: int = 0
    ranked_quizzes: int = 0
    score_sum: int = 0
    perfect_quizzes: int = 0
    high_quizzes: int = 0
    week_on: date | None = None
    week_xp: int = 0
    week_quizzes: int = 0
    month_on: date | None = None
    month_xp: int = 0
    month_quizzes: int = 0
    days: set = field(default_factory=set)
    records: dict = field(default_factory=lambda: defaultdict(RECORD.copy))

    def add(self, line):
        """Fold one XPAward, with its attempt and exam, into the totals."""
        counts = line.counted_on is not None
        self.xp += line.amount
        self._add_to("week", rules.week_of(line.created_at), line.amount, counts)
        self._add_to("month", rules.month_of(line.created_at), line.amount, counts)
        if not counts:
            return
        correct, total, is_ranked = line.attempt.correct, line.attempt.total, int(line.is_ranked)
        score = rules.score_of(correct, total)
        self.quizzes += 1
        self.correct_answers += correct
        self.ranked_quizzes += is_ranked
        self.score_sum += is_ranked * score
        self.perfect_quizzes += is_ranked and correct == total
        self.high_quizzes += is_ranked and 100 * correct >= rules.HIGH_SCORE * total
        self.days.add(line.counted_on)
        record = self.records[line.attempt.exam.certification]
        record["quizzes"] += 1
        record["ranked_quizzes"] += is_ranked
        record["score_sum"] += is_ranked * score
        record["best_score"] = max(record["best_score"], score)

    def _add_to(self, period, begins, amount, counts):
        """Sum the newest week or month; one that begins later replaces it."""
        current = getattr(self, f"{period}_on")
        if current is None or begins > current:
            setattr(self, f"{period}_on", begins)
            setattr(self, f"{period}_xp", 0)
            setattr(self, f"{period}_quizzes", 0)
        elif begins < current:
            return
        setattr(self, f"{period}_xp", getattr(self, f"{period}_xp") + amount)
        setattr(self, f"{period}_quizzes", getattr(self, f"{period}_quizzes") + counts)

    def columns(self):
        """Column → value of the profile, all but the moment when the streak lapses."""
        last = max(self.days, default=None)
        ends = {day for day in self.days if day + timedelta(days=1) not in self.days}
        columns = {name: value for name, value in vars(self).items() if name not in PARTS}
        return columns | {
            "last_counted_on": last,
            "streak": rules.streak_of(self.days, last) if last else 0,
            "longest_streak": max((rules.streak_of(self.days, end) for end in ends), default=0),
        }


def totals_of(user_ids):
    """User id → Totals, folded from the ledger in one statement."""
    totals = {user_id: Totals() for user_id in user_ids}
    lines = XPAward.objects.filter(user__in=user_ids).select_related("attempt__exam__certification")
    for line in lines.order_by("pk").iterator():
        totals[line.user_id].add(line)
    return totals


def drifts(profile, records, totals):
    """Where `profile` and its `records` (by certification) differ from `totals`: Drifts."""
    found = [
        Drift(name, getattr(profile, name), counted)
        for name, counted in totals.columns().items()
        if getattr(profile, name) != counted
    ]
    if not _lapses_plausibly(profile, max(totals.days, default=None)):
        found.append(Drift("streak_lapses_at", profile.streak_lapses_at, "two days after the last"))
    for certification in records.keys() | totals.records.keys():
        record = records.get(certification)
        for name, counted in totals.records[certification].items():
            stored = getattr(record, name, 0)
            if stored != counted:
                found.append(Drift(f"{name} of {certification}", stored, counted))
    return found


def _lapses_plausibly(profile, last):
    """Whether the streak lapses at a midnight two days after `last`, in any zone of the world.

    The zone of that day was the student's; it may have changed since, and recounts nothing.
    """
    if last is None or profile.streak_lapses_at is None:
        return last is None and profile.streak_lapses_at is None
    midnight = datetime.combine(last + timedelta(days=2), time.min, UTC)
    return EARLIEST <= profile.streak_lapses_at - midnight <= LATEST


@transaction.atomic
def examine(user_id, *, fix=False):
    """The Drifts of one student, with the profile locked; `fix` makes them good."""
    profile = UserProfile.objects.lock(user_id)
    records = _records_of([user_id])[user_id]
    totals = totals_of([user_id])[user_id]
    found = drifts(profile, records, totals)
    if fix and found:
        for name, value in totals.columns().items():
            setattr(profile, name, value)
        last = profile.last_counted_on
        if not _lapses_plausibly(profile, last):
            zone = ZoneInfo(profile.user.time_zone)
            profile.streak_lapses_at = last and datetime.combine(
                last + timedelta(days=2), time.min, zone
            )
        profile.save()
        for certification, values in totals.records.items():
            CertificationRecord.objects.update_or_create(
                user_id=user_id, certification=certification, defaults=values
            )
    return found


def suspects(user_ids):
    """Those of `user_ids` whose totals seem to differ from the ledger, read without locks."""
    profiles = UserProfile.objects.in_bulk(user_ids)
    records, counted = _records_of(user_ids), totals_of(user_ids)
    return [pk for pk, profile in profiles.items() if drifts(profile, records[pk], counted[pk])]


def _records_of(user_ids):
    """User id → certification → record."""
    records = defaultdict(dict)
    rows = CertificationRecord.objects.filter(user__in=user_ids).select_related("certification")
    for record in rows:
        records[record.user_id][record.certification] = record
    return records
