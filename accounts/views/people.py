"""Public profiles, what quiet mode hides, and the way back from a form."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.models import User


@require_safe
def person(request, username):
    """The public profile of a person who shows themselves, at the name as they write it."""
    person = get_object_or_404(User.objects.on_boards().named(username))
    if person.username != username:
        return redirect("accounts:person", person.username, permanent=False)
    return render(request, "accounts/person.html", {"person": person})


def unless_quiet(view):
    """The view for people who see the game; a word and the way to the switch for the others."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if getattr(request.user, "is_quiet", False):
            return render(request, "accounts/quiet.html")
        return view(request, *args, **kwargs)

    return wrapper


def back(request, otherwise):
    """To the page that the form names as `next`, if it is one of ours; else `otherwise`."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if is_ours else otherwise)
