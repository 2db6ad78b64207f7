"""The admin site: staff log in where everybody does, with the same limits."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils import timezone

from accounts.factors import lacks_needed_factor
from billings.workshop import panels


class BillingsAdminSite(admin.AdminSite):
    """Django's admin under the project's name."""

    site_header = "Billings, for staff"
    site_title = "Billings"
    index_title = "The workshop"
    index_template = "admin/workshop.html"

    def has_permission(self, request):
        """Staff, with a second factor where the site wants one."""
        return super().has_permission(request) and not lacks_needed_factor(request.user)

    def index(self, request, extra_context=None):
        """The lists, and before them what they have to say to the one who asks."""
        shown = panels(request, self, timezone.now())
        return super().index(request, (extra_context or {}) | {"panels": shown})

    def app_index(self, request, app_label, extra_context=None):
        """Its lists under the name that the menu gives it."""
        response = super().app_index(request, app_label, extra_context)
        response.context_data["title"] = response.context_data["app_list"][0]["name"]
        return response

    def password_change(self, request, extra_context=None):
        """Where everybody changes it: its owner is told, and it is written down."""
        return redirect("account_change_password")

    def login(self, request, extra_context=None):
        """Send strangers to the site's login, students who are no staff away, and staff who lack
        a second factor to where they add one.
        """
        if request.user.is_authenticated and lacks_needed_factor(request.user):
            messages.warning(
                request, "The workshop opens when your account has a second factor. Add one here."
            )
            return redirect("mfa_index")
        return secure_admin_login(super().login)(request, extra_context)
