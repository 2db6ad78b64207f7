"""Writing down what matters to the safety of accounts."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import PermissionDenied

from accounts.models import SecurityEvent

Kind = SecurityEvent.Kind


def record(kind, user=None, *, detail="", request=None):
    """Write an event down, with address and browser of the request that caused it, if any."""
    request = request or context.request
    return SecurityEvent.objects.create(
        kind=kind,
        user=user if user and user.pk else None,
        detail=detail[:200],
        address=address_of(request),
        agent=agent_of(request),
    )


def signed_by(staff):
    """How the detail of an event ends that staff caused."""
    return f"by {staff}"


def address_of(request):
    """The visitor's address as the trusted proxies tell it; None where there is none."""
    try:
        return get_adapter().get_client_ip(request) if request else None
    except (PermissionDenied, KeyError):
        return None


def agent_of(request):
    """What the browser says it is, cut at 200 characters; empty where there is none."""
    return request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:200] if request else ""
