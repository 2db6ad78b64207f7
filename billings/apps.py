"""The roof as an app, and the admin site behind the project's own login."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.auth import apps as auth

from billings.forms import speak_plainly

# Before the first form is defined: its fields take their sentences along.
speak_plainly()


class BillingsConfig(AppConfig):
    """The commands that touch every room."""

    name = "billings"
    default = True


class BillingsAdminConfig(admin.AdminConfig):
    """Django's admin with our site class."""

    default = False
    default_site = "billings.admin.BillingsAdminSite"
    verbose_name = "What staff did"


class RightsConfig(auth.AuthConfig):
    """Django's groups and permissions, in the workshop's words."""

    default = False
    verbose_name = "Rights"
