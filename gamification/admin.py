"""The workshop's game: achievements and avatars to edit, what students have to look at."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from gamification.models import (
    Achievement,
    Avatar,
    CertificationRecord,
    UserAchievement,
    UserAvatar,
    UserProfile,
    XPAward,
)

# More than all achievements of the fixtures together: a slip of the finger, not a reward.
MOST_XP = 100_000


def motifs():
    """The drawings that there are, as choices."""
    folder = Path(settings.BASE_DIR, "templates/gamification/motifs")
    names = sorted(path.stem for path in folder.glob("*.svg"))
    return [(name, name) for name in names if name != "secret"]


class KeptWhenUsed(admin.ModelAdmin):
    """What a student has cannot be deleted, and what is named in fixtures keeps its slug."""

    def keepers(self, row):
        """The queryset of what holds `row`, and a sentence that says so."""
        raise NotImplementedError

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # Certifications and achievements have pages of their own, that say what is wrong.
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = False
        return field

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location=action_location)
        actions.pop("delete_selected", None)  # one at a time, so that what stays says why
        return actions

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row and self.has_delete_permission(request, row):
            holders, sentence = self.keepers(row)
            if holders.exists():
                self.message_user(request, sentence, messages.WARNING)
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(name, args=[row.pk]))
        return super().delete_view(request, object_id, extra_context)


class AchievementForm(forms.ModelForm):
    value = forms.IntegerField(min_value=1, help_text="The criterion has to reach it.")
    xp = forms.IntegerField(label="XP", min_value=0, max_value=MOST_XP)
    motif = forms.ChoiceField(choices=motifs, initial="first-steps", label="Drawing")


@admin.register(Achievement)
class AchievementAdmin(KeptWhenUsed):
    form = AchievementForm
    fields = [
        ("name", "slug"),
        "description",
        ("category", "order"),
        ("criterion", "certification", "value"),
        ("xp", "rarity"),
        "motif",
        ("is_hidden", "is_active"),
    ]
    list_display = [
        "name",
        "category",
        "criterion",
        "certification",
        "value",
        "xp",
        "rarity",
        "is_hidden",
        "is_active",
    ]
    list_filter = ["is_active", "is_hidden", "category", "criterion", "rarity"]
    list_select_related = ["certification"]
    search_fields = ["name", "description"]
    actions = ["switch_off", "switch_on"]

    def keepers(self, row):
        sentence = f"{row} was earned and stays. Switch it off instead: nobody earns it, then."
        return UserAchievement.objects.filter(achievement=row), sentence

    @admin.action(description="Switch off: nobody earns them any more", permissions=["change"])
    def switch_off(self, request, queryset):
        self._switch(request, queryset, is_active=False, word="off")

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request, queryset):
        self._switch(request, queryset, is_active=True, word="on")

    def _switch(self, request, queryset, *, is_active, word):
        changed = list(queryset.exclude(is_active=is_active))
        for achievement in changed:
            achievement.is_active = is_active
            achievement.save(update_fields=["is_active"])
            self.log_change(request, achievement, f"Switched {word}.")
        self.message_user(request, f"Switched {word}: {len(changed)}.", messages.SUCCESS)


class AvatarForm(forms.ModelForm):
    def clean_image(self):
        """Refuse a drawing that pages could not load."""
        image = self.cleaned_data["image"]
        Avatar._meta.get_field("image").run_validators(image)
        try:
            is_there = finders.find(image) and staticfiles_storage.url(image)
        except ValueError:  # there, but not among the files that were collected
            is_there = False
        if not is_there:
            raise ValidationError(f"There is no file static/{image}.")
        return image


@admin.register(Avatar)
class AvatarAdmin(KeptWhenUsed):
    form = AvatarForm
    fields = [
        ("name", "slug"),
        "description",
        ("rarity", "order"),
        "image",
        "achievement",
    ]
    list_display = ["drawing", "name", "rarity", "achievement", "order"]
    list_display_links = ["name"]
    list_filter = ["rarity"]
    list_select_related = ["achievement"]
    search_fields = ["name", "description"]

    def keepers(self, row):
        sentence = f"{row} stays: there are students who may wear it."
        return UserAvatar.objects.filter(avatar=row), sentence

    @admin.display(description="drawing")
    def drawing(self, avatar):
        if not finders.find(avatar.image):
            return "–"
        url = staticfiles_storage.url(avatar.image)
        return format_html('<img src="{}" alt="" width="32" height="32">', url)


class Kept(admin.ModelAdmin):
    """What the game writes: to look at only. It goes when its student goes."""

    list_per_page = 50
    ordering = ["-pk"]
    search_fields = ["user__username"]
    search_help_text = "Username."
    show_full_result_count = False
    labels = {}  # of fields whose own name says too little to staff

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, labels=self.labels, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # Asked, too, when staff delete an account: what is personal goes with it.
        match = request.resolver_match
        return bool(match and match.url_name and match.url_name.startswith("accounts_user_"))


@admin.register(XPAward)
class XPAwardAdmin(Kept):
    comes = "What students earn for quizzes and achievements is booked here."
    fieldsets = [
        (None, {"fields": ["user", ("reason", "attempt", "achievement")]}),
        ("XP", {"fields": [("amount", "balance"), ("paid", "unpaid", "bonus")]}),
        ("When", {"fields": [("created_at", "counted_on"), "is_ranked"]}),
    ]
    labels = {"created_at": "Booked", "counted_on": "Day that counts", "is_ranked": "Ranked"}
    list_display = ["booked", "user", "amount", "balance", "reason", "achievement", "attempt"]
    list_filter = ["reason"]
    list_select_related = ["user", "attempt", "achievement"]

    @admin.display(description="booked", ordering="created_at")
    def booked(self, award):
        return award.created_at


@admin.register(UserAchievement)
class UserAchievementAdmin(Kept):
    comes = "Each achievement that a student earns is listed here."
    list_display = ["user", "achievement", "attempt", "earned_at"]
    list_filter = ["achievement"]
    list_select_related = ["user", "achievement", "attempt"]


@admin.register(UserAvatar)
class UserAvatarAdmin(Kept):
    comes = "Each avatar that a student gets is listed here."
    list_display = ["user", "avatar", "attempt", "unlocked_at"]
    list_filter = ["avatar"]
    list_select_related = ["user", "avatar", "attempt"]


@admin.register(UserProfile)
class UserProfileAdmin(Kept):
    comes = "Whoever makes an account has one."
    fieldsets = [
        (None, {"fields": ["user", "avatar", ("xp", "level")]}),
        (
            "Quizzes",
            {
                "fields": [
                    ("quizzes", "ranked_quizzes", "correct_answers"),
                    ("perfect_quizzes", "high_quizzes"),
                ]
            },
        ),
        (
            "Streak",
            {"fields": [("streak", "longest_streak"), ("last_counted_on", "streak_lapses_at")]},
        ),
        ("Week", {"fields": [("week_on", "week_xp", "week_quizzes")]}),
        ("Month", {"fields": [("month_on", "month_xp", "month_quizzes")]}),
        ("Seen", {"fields": [("unread_unlocks", "celebrated_award")]}),
    ]
    readonly_fields = ["level"]
    labels = {
        "correct_answers": "Right answers",
        "high_quizzes": "Quizzes at 90\u00a0% or more",
        "last_counted_on": "Last day that counted",
        "streak_lapses_at": "Lapses",
        "week_on": "Since",
        "week_xp": "XP",
        "week_quizzes": "Quizzes",
        "month_on": "Since",
        "month_xp": "XP",
        "month_quizzes": "Quizzes",
    }
    list_display = ["user", "xp", "level", "quizzes", "ranked_quizzes", "streak", "avatar"]
    list_select_related = ["user", "avatar"]


@admin.register(CertificationRecord)
class CertificationRecordAdmin(Kept):
    comes = "Who completes a quiz has one for its certification."
    list_display = ["user", "certification", "quizzes", "ranked_quizzes", "mean_score"]
    list_filter = ["certification"]
    list_select_related = ["user", "certification"]
