"""What pages ask of accounts."""

from django import template

from accounts.devices import describe
from accounts.social import is_on

register = template.Library()


@register.filter
def device(agent):
    """A browser's description of itself in words."""
    return describe(agent)


@register.filter
def is_switched_on(account):
    """Whether one can still log in from the site of a connected account."""
    return is_on(account)
