"""What pages of other rooms ask of study."""

from django import template
from django.utils import timezone

from study.mix import room_in
from study.models import Bookmark, Card, Plan

register = template.Library()


@register.simple_tag
def bookmark_of(user, item_id):
    """The student's bookmark of an item, or None."""
    return Bookmark.objects.filter(user=user, item=item_id).first()


@register.simple_tag
def bookmarks_among(user, answers):
    """The student's bookmarks of the items of these answers, keyed by the item's id."""
    items = [answer.item_id for answer in answers]
    return {mark.item_id: mark for mark in Bookmark.objects.filter(user=user, item__in=items)}


@register.simple_tag
def still_missed(user, answers):
    """Those of these answers whose item was missed the last time, too."""
    items = [answer.item_id for answer in answers]
    missed = set(Card.objects.missed_last(user, items).values_list("item", flat=True))
    return [answer for answer in answers if answer.item_id in missed]


@register.simple_tag
def study_days(user):
    """Exam id → how much `room` the student's day has and whether the exam `is_today`, of exams
    begun. After a break that is what a day may have, never a backlog.
    """
    today = user.local_day(timezone.now())
    days = {}
    for exam, row in Card.objects.days_by_exam(user, today).items():
        plan = Plan(most_a_day=row["most"] or Plan.MOST_A_DAY, exam_on=row["exam_on"])
        room = room_in(plan, today, row["done"])
        days[exam] = {"room": room, "is_today": plan.days_left(today) == 0}
    return days


@register.filter
def at(mapping, key):
    """The value at `key`, or None."""
    return mapping.get(key)
