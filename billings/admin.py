"""The admin site: staff sign in where everybody does, with the same limits."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin


class BillingsAdminSite(admin.AdminSite):
    """Django's admin under the project's name."""

    site_header = "Billings, for staff"
    site_title = "Billings"
    index_title = "The workshop"

    def login(self, request, extra_context=None):
        """Send strangers to the site's login, and students who are no staff away."""
        return secure_admin_login(super().login)(request, extra_context)
