"""What is refused before any view sees it."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest


def refuse_null_bytes(get_response):
    """Answer 400 to an address with a NUL byte: PostgreSQL has no text that holds one."""

    def middleware(request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path or b"\0" in query:
            raise BadRequest("The address has a character that no page has.")
        return get_response(request)

    return middleware
