"""Each request in its visitor's time zone."""

from django.utils import timezone


def use_time_zone(get_response):
    """Show dates and times where the student lives; visitors see UTC."""

    def middleware(request):
        zone = request.user.time_zone if request.user.is_authenticated else "UTC"
        with timezone.override(zone):
            return get_response(request)

    return middleware
