"""Accounts, for staff: find, correct, switch off, and hand out reset links."""

from allauth.account import admin as allauth_admin  # noqa: F401 (registers what we unregister)
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.cache import add_never_cache_headers

from accounts.models import User

admin.site.unregister(EmailAddress)


class AddressInline(admin.TabularInline):
    """Whether the address is proven: staff may vouch for it when a code does not arrive."""

    model = EmailAddress
    fields = ["email", "verified"]
    readonly_fields = ["email"]
    verbose_name_plural = "Proof of the address"
    can_delete = False
    max_num = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Students are for staff with the permission; accounts of staff only for superusers."""

    change_form_template = "accounts/admin_user.html"
    list_display = ["username", "email", "is_active", "on_boards", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "shows_on_boards", "date_joined", "last_login"]
    search_fields = ["username", "email"]
    ordering = ["-date_joined", "-pk"]
    show_full_result_count = False
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password", "is_active"]}),
        ("Settings", {"fields": ["bio", "time_zone", "theme", "shows_on_boards"]}),
        ("Staff", {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_form = AdminUserCreationForm
    add_fieldsets = [
        (None, {"fields": ["username", "email", "usable_password", "password1", "password2"]})
    ]

    @admin.display(description="on boards", boolean=True, ordering="shows_on_boards")
    def on_boards(self, user):
        return user.shows_on_boards

    def get_readonly_fields(self, request, obj=None):
        rights = ["is_staff", "is_superuser", "groups", "user_permissions"]
        return [*self.readonly_fields, *([] if request.user.is_superuser else rights)]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_inlines(self, request, obj):
        return [AddressInline] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "bio":
            kwargs["widget"] = admin.widgets.AdminTextareaWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """A changed address replaces the old one, which then opens the account no more."""
        super().save_related(request, form, formsets, change)
        EmailAddress.objects.filter(user=form.instance).exclude(email=form.instance.email).delete()

    def get_urls(self):
        view = self.admin_site.admin_view(self.make_reset_link)
        name = "accounts_user_reset_link"
        return [path("<int:pk>/reset-link/", view, name=name), *super().get_urls()]

    def make_reset_link(self, request, pk):
        """Show, once, a link to choose a new password: the same that allauth would mail."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user) or not user.is_active:
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])

        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        link = get_adapter(request).get_reset_password_from_key_url(key)
        self.log_change(request, user, "Made a password reset link.")
        context = {"person": user, "link": link, "opts": self.opts, "title": "Reset link"}
        context |= self.admin_site.each_context(request)
        response = TemplateResponse(request, "accounts/admin_reset_link.html", context)
        add_never_cache_headers(response)
        return response


def _may_touch(request, user):
    return user is None or request.user.is_superuser or not user.is_staff
