"""Accounts, for staff: find, correct, switch off, hand out reset links; and what happened."""

from allauth.account import admin as allauth_admin  # noqa: F401 (registers what we unregister)
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa import admin as mfa_admin  # noqa: F401 (the same)
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin  # noqa: F401 (the same)
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as sessions_admin  # noqa: F401 (the same)
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import audit, devices, post
from accounts.addresses import tell_both
from accounts.forms.staff import AccountForm, PasswordForm
from accounts.models import SecurityEvent, User
from accounts.privacy import LastSuperuser, delete_account

for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)


class AddressInline(admin.TabularInline):
    """Whether the address is confirmed: staff may vouch for it when a code does not arrive."""

    model = EmailAddress
    fields = ["address", "verified"]
    readonly_fields = ["address"]
    verbose_name_plural = "Whether the e-mail address is confirmed"
    can_delete = False
    max_num = 0

    @admin.display(description="e-mail address")
    def address(self, row):
        return row.email

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, labels={"verified": "Confirmed"}, **kwargs)


class FactorInline(admin.TabularInline):
    """Second factors: staff remove those of somebody who lost phone and recovery codes."""

    model = Authenticator
    fields = readonly_fields = ["type", "created_at", "last_used_at"]
    verbose_name = "second factor"
    verbose_name_plural = "Second factors"
    max_num = 0

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("accounts.view_user")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("accounts.change_user") and _may_touch(request, obj)

    has_delete_permission = has_change_permission


def titled(title, kind):
    """A filter of that kind, a FieldListFilter, named as its column and not as its field."""

    class Titled(kind):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            self.title = title

    return Titled


class TwoBoxes:
    """Choices in two boxes with buttons between them, which need no word about the Control key."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = kwargs.get("help_text", db_field.help_text)
        return field


@admin.register(User)
class UserAdmin(TwoBoxes, DjangoUserAdmin):
    """Students are for staff with the permission; accounts of staff only for superusers."""

    change_form_template = "accounts/admin_user.html"
    list_display = ["username", "email", "is_active", "on_boards", "is_staff", "date_joined"]
    list_filter = [
        "is_active",
        "is_staff",
        ("shows_on_boards", titled("on boards", admin.BooleanFieldListFilter)),
        "date_joined",
        "last_login",
    ]
    search_fields = ["username", "email"]
    ordering = ["-date_joined", "-pk"]
    show_full_result_count = False
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password", "is_active"]}),
        ("Settings", {"fields": ["bio", "time_zone", "theme", "shows_on_boards"]}),
        ("Exams", {"fields": ["exam_time", "has_extension", "has_shortcuts"]}),
        ("Staff", {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_form = AccountForm
    change_password_form = PasswordForm
    add_fieldsets = [
        (None, {"fields": ["username", "email", "usable_password", "password1", "password2"]})
    ]

    @admin.display(description="on boards", boolean=True, ordering="shows_on_boards")
    def on_boards(self, user):
        return user.shows_on_boards

    def get_form(self, request, obj=None, change=False, **kwargs):
        """In words to staff: those of the fields are to the one whose account it is."""
        labels = {
            "shows_on_boards": "On boards",
            "has_extension": "English is their second language",
        }
        helps = {
            "is_active": "Off: they cannot log in, and nothing is lost. Deleting is for good.",
            "shows_on_boards": "Off: they are on no board and have no public profile.",
            "has_extension": "Offers the 30 minutes more whenever they start an exam.",
            "is_staff": "They may come in here, and do what their groups may.",
            "is_superuser": "They may do everything, and give rights to others.",
            "groups": "They may do what each of these may.",
            "user_permissions": "What they may do beside what their groups may.",
        }
        return super().get_form(
            request, obj, change=change, labels=labels, help_texts=helps, **kwargs
        )

    def get_fieldsets(self, request, obj=None):
        """To those who may only look Django would show how the password is stored."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        (_, first), *others = fieldsets
        shown = [name for name in first["fields"] if name != "password"]
        return [(None, {"fields": shown}), *others]

    def get_readonly_fields(self, request, obj=None):
        rights = ["is_staff", "is_superuser", "groups", "user_permissions"]
        return [*self.readonly_fields, *([] if request.user.is_superuser else rights)]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def delete_model(self, request, obj):
        """As the person would: no trace of the name stays, and somebody can still give rights."""
        try:
            delete_account(obj)
        except LastSuperuser:
            raise PermissionDenied("Nobody else could give rights.") from None

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for user in queryset:
            self.delete_model(request, user)

    def get_inlines(self, request, obj):
        return [AddressInline, FactorInline] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "bio":
            kwargs["widget"] = admin.widgets.AdminTextareaWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Write down changed rights and lost factors; a changed address replaces the old one,
        which then opens the account no more.
        """
        user, before = form.instance, _rights_of(form.instance.pk)
        super().save_related(request, form, formsets, change)
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        if "email" in form.changed_data and change:
            self._tell_both(request, user, form.initial["email"])
        for formset in formsets:
            if formset.model is Authenticator and formset.deleted_objects:
                self._note_lost_factors(request, user, formset.deleted_objects)
        flags = {"is_staff", "is_superuser"} & set(form.changed_data)
        if flags or _rights_of(user.pk) != before:
            names = [name for name in ("staff", "superuser") if getattr(user, f"is_{name}")]
            rights = " and ".join(names) or "no staff"
            detail = f"now {rights}, {audit.signed_by(request.user)}"
            audit.record(audit.Kind.ROLE_CHANGED, user, detail=detail, request=request)

    def _tell_both(self, request, user, old):
        detail = audit.signed_by(request.user)
        audit.record(audit.Kind.EMAIL_CHANGED, user, detail=detail, request=request)
        tell_both(user, old)

    def _note_lost_factors(self, request, user, lost):
        """Also put away the recovery codes that would be left alone."""
        factors = Authenticator.objects.filter(user=user)
        if not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            factors.delete()
        for factor in lost:
            detail = f"{factor.get_type_display()}, {audit.signed_by(request.user)}"
            audit.record(audit.Kind.FACTOR_REMOVED, user, detail=detail, request=request)

    def user_change_password(self, request, id, form_url=""):
        """Django's, which also tells the owner and writes it down."""
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, unquote(id))
        if before and user.password != before.password:
            detail = audit.signed_by(request.user)
            audit.record(audit.Kind.PASSWORD_CHANGED, user, detail=detail, request=request)
            context = {"user": user, "staff": request.user, "at": timezone.now()}
            post.send("account/email/password_set_by_staff", user.email, context)
        return response

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
        detail = audit.signed_by(request.user)
        audit.record(audit.Kind.RESET_LINK, user, detail=detail, request=request)
        title = f"Reset link for {user}"
        context = {"person": user, "link": link, "opts": self.opts, "title": title}
        context |= self.admin_site.each_context(request)
        response = TemplateResponse(request, "accounts/admin_reset_link.html", context)
        add_never_cache_headers(response)
        return response


def _may_touch(request, user):
    return user is None or request.user.is_superuser or not (user.is_staff or user.is_superuser)


def _rights_of(pk):
    """The groups and permissions that are stored for the user of this id."""
    groups = User.groups.through.objects.filter(user=pk).values_list("group", flat=True)
    permissions = User.user_permissions.through.objects.filter(user=pk)
    return {*groups}, {*permissions.values_list("permission", flat=True)}


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(TwoBoxes, DjangoGroupAdmin):
    """Groups: what their permissions become is written down for each member."""

    def save_related(self, request, form, formsets, change):
        before = _permissions_of(form.instance)
        super().save_related(request, form, formsets, change)
        if _permissions_of(form.instance) != before:
            self._note(request, form.instance)

    def delete_model(self, request, obj):
        self._note(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for group in queryset:
            self._note(request, group)
        super().delete_queryset(request, queryset)

    def _note(self, request, group):
        detail = f"those of the group {group}, {audit.signed_by(request.user)}"
        for member in group.user_set.all():
            audit.record(audit.Kind.ROLE_CHANGED, member, detail=detail, request=request)


def _permissions_of(group):
    return set(group.permissions.values_list("pk", flat=True)) if group.pk else set()


@admin.register(SecurityEvent)
class SecurityEventAdmin(admin.ModelAdmin):
    """What happened to accounts, to look at only; kept for 180 days."""

    comes = "Logins, changed passwords and the like are written down here."
    list_display = ["at", "kind", "user", "detail", "address", "browser"]
    list_filter = ["kind", "at"]
    list_select_related = ["user"]
    list_per_page = 50
    search_fields = ["user__username", "address"]
    search_help_text = "Username or address."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="browser")
    def browser(self, event):
        return devices.describe(event.agent) if event.agent else ""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # Asked, too, when staff delete an account: its events go with it.
        match = request.resolver_match
        return bool(match and match.url_name and match.url_name.startswith("accounts_user_"))
