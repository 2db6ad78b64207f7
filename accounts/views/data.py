"""One's data: take it along, or have it deleted. And the way out of mail."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit, post, privacy
from accounts.forms.settings import WithPassword
from accounts.models import User
from accounts.views.settings import has_no_password, known_again


@login_required
@require_safe
def data(request):
    """What one may do with what is kept."""
    return render(request, "accounts/data.html", {"section": "data"})


@login_required
@known_again
@reauthentication_required(app="allauth.mfa")
@never_cache
@require_safe
def download(request):
    """Everything that is kept of the person who asks, as one JSON file."""
    audit.record(audit.Kind.DATA_TAKEN, request.user, request=request)
    text = json.dumps(privacy.everything_of(request.user), cls=DjangoJSONEncoder, indent=1)
    response = HttpResponse(text, "application/json")
    name = f"billings-{request.user.username}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@known_again
@reauthentication_required(app="allauth.mfa", enabled=has_no_password)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request):
    """What goes and what stays; and then, with the password, it goes."""
    data = request.POST if request.method == "POST" else None
    form = WithPassword(data, user=request.user)
    if form.is_valid():
        try:
            privacy.delete_account(request.user)
        except privacy.LastSuperuser:
            messages.error(
                request, "You are the last superuser here. Make somebody else one first."
            )
            return redirect("accounts:delete")
        logout(request)
        return render(request, "accounts/deleted.html")
    context = {"form": form, "losses": privacy.losses_of(request.user), "section": "data"}
    return render(request, "accounts/delete.html", context)


@csrf_exempt  # mail programs press the button as well (RFC 8058), and the token says whose it is
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """No more mail of one kind, without a login."""
    try:
        user, kind = post.read_token(token)
    except (BadSignature, User.DoesNotExist):
        return render(request, "404.html", {"sentence": "This link is not whole."}, status=404)
    if request.method == "POST":
        post.switch_off(user, kind)
    context = {"kind": kind, "token": token, "is_done": request.method == "POST"}
    return render(request, "accounts/unsubscribe.html", context)
