"""`manage.py rebuild_cards` makes the same cards from the history that submissions made."""

from django.core.management import call_command
from django.forms import model_to_dict

from study.models import Card


def rows():
    return {
        card.item_id: model_to_dict(card, exclude=["id"]) for card in Card.objects.order_by("item")
    }


def test_makes_the_cards_that_submissions_made(sit, bank, alice, bob):
    for day in (0, 1, 5):
        sit(day=day, size=12, correct=12 - 3 * day % 7, confidence=3, seconds=40 + day)
    before = rows()
    Card.objects.filter(pk__in=Card.objects.values("pk")[:7]).delete()
    call_command("rebuild_cards", verbosity=0)
    assert rows() == before
    call_command("rebuild_cards", "ALICE", verbosity=0)
    assert rows() == before


def test_knows_no_pace_from_later_quizzes(sit, bank):
    sit(size=12, correct=12, confidence=3, seconds=60)
    sit(day=1, size=12, correct=12, confidence=3, seconds=20)
    assert {row["rating"] for row in rows().values()} == {Card.Rating.GOOD}
    for day in range(2, 8):
        sit(day=day, size=12, correct=12, confidence=3, seconds=60)
    before = rows()
    call_command("rebuild_cards", verbosity=0)
    assert rows() == before
