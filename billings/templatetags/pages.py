"""What the head of a page asks."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_block_tag
def words(content):
    """What a page says once, to be used twice: `{% words as title %}…{% endwords %}`."""
    return content


@register.simple_tag
def absolute(path):
    """The address of `path` (or of the start) as visitors type it, scheme and host included."""
    return settings.SITE_URL + (path or "/")
