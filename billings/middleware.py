"""What is refused before any view sees it, and what a bare refusal says."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.shortcuts import render


def refuse_null_bytes(get_response):
    """Answer 400 to an address with a NUL byte: PostgreSQL has no text that holds one."""

    def middleware(request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path or b"\0" in query:
            raise BadRequest("The address has a character that no page has.")
        return get_response(request)

    return middleware


def explain_wrong_method(get_response):
    """Give the bare 405 of a page that wants another method our layout and a sentence."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    return middleware
