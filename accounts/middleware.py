"""Each request in its visitor's time zone, and each session's last use."""

from django.utils import timezone

from accounts import devices


def use_time_zone(get_response):
    """Show dates and times where the student lives; visitors see UTC."""

    def middleware(request):
        zone = request.user.time_zone if request.user.is_authenticated else "UTC"
        with timezone.override(zone):
            return get_response(request)

    return middleware


def note_use(get_response):
    """Remember when a session was last used."""

    def middleware(request):
        if request.user.is_authenticated:
            devices.note_use(request)
        return get_response(request)

    return middleware
