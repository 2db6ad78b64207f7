"""The gamified side of a user, and the ledger it is the sum of."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from gamification import rules
from gamification.models.unlocks import Achievement, Avatar, UserAvatar
from quizzes.models import Certification, QuizAttempt


def mean_score_field():
    """Mean of the ranked quizzes' scores in hundredths of a percent, kept by the database."""
    return models.GeneratedField(
        expression=Case(
            When(ranked_quizzes__gt=0, then=F("score_sum") / F("ranked_quizzes")), default=0
        ),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )


class BoardQuerySet(models.QuerySet):
    def on_boards(self):
        """The rows of people who may appear on boards."""
        # Leaving out the few takes a third of the time of joining the many.
        return self.filter(~Exists(User.objects.off_boards().filter(pk=OuterRef("user"))))


class UserProfileManager(models.Manager.from_queryset(BoardQuerySet)):
    @transaction.atomic
    def make_for(self, user):
        """Make the profile of a new account: 0 XP, level 1, the default avatars, one equipped."""
        avatars = list(Avatar.objects.defaults())
        profile = self.create(user_id=user.pk, avatar=avatars[0] if avatars else None)
        UserAvatar.objects.bulk_create(
            (UserAvatar(user_id=user.pk, avatar=avatar) for avatar in avatars),
            ignore_conflicts=True,  # a profile may be made anew for rows that stayed
        )
        CertificationRecord.objects.bulk_create(
            (
                CertificationRecord(user_id=user.pk, certification=certification)
                for certification in Certification.objects.all()
            ),
            ignore_conflicts=True,
        )
        return profile

    def of(self, user):
        """The profile of `user` with its avatar, read once and then kept on `user.profile`.

        Made now for an account that did not come through sign-up.
        """
        relation = self.model._meta.get_field("user").remote_field
        if not relation.is_cached(user):
            relation.set_cached_value(user, self._get_or_make(user))
        return user.profile

    def lock(self, user_id):
        """The profile row, locked for the rest of the transaction. The attempt is locked first."""
        locked = self.select_for_update()
        try:
            return locked.get(user_id=user_id)
        except self.model.DoesNotExist:
            self._get_or_make(User(pk=user_id))
            return locked.get(user_id=user_id)

    def _get_or_make(self, user):
        with_avatar = self.select_related("avatar")
        try:
            return with_avatar.get(user_id=user.pk)
        except self.model.DoesNotExist:
            try:
                return self.make_for(user)
            except IntegrityError:  # two first needs at once: the other one made it
                return with_avatar.get(user_id=user.pk)


class UserProfile(models.Model):
    """A student's running totals. `xp` is the sum of the ledger, kept in the same transaction."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile"
    )
    avatar = models.ForeignKey(
        Avatar, models.PROTECT, null=True, blank=True, related_name="+", help_text="Equipped now."
    )
    xp = models.PositiveIntegerField("XP", default=0)
    quizzes = models.PositiveIntegerField(default=0, help_text="Quizzes that count.")
    correct_answers = models.PositiveIntegerField(default=0)
    ranked_quizzes = models.PositiveIntegerField(default=0)
    score_sum = models.PositiveBigIntegerField(default=0)
    mean_score = mean_score_field()
    perfect_quizzes = models.PositiveIntegerField(default=0)
    high_quizzes = models.PositiveIntegerField(default=0, help_text="Ranked quizzes at 90 %+.")
    streak = models.PositiveIntegerField(default=0, help_text="As of the last day that counted.")
    longest_streak = models.PositiveIntegerField(default=0)
    last_counted_on = models.DateField(null=True, blank=True)
    streak_lapses_at = models.DateTimeField(null=True, blank=True)
    week_on = models.DateField(null=True, blank=True, help_text="Monday of the week summed below.")
    week_xp = models.PositiveIntegerField(default=0)
    week_quizzes = models.PositiveIntegerField(default=0)
    month_on = models.DateField(null=True, blank=True, help_text="First of the month summed below.")
    month_xp = models.PositiveIntegerField(default=0)
    month_quizzes = models.PositiveIntegerField(default=0)
    unread_unlocks = models.PositiveIntegerField(
        default=0, help_text="Achievements and avatars since the bell was last opened."
    )
    celebrated_award = models.PositiveBigIntegerField(
        default=0, help_text="The newest quiz line of the ledger whose result was celebrated."
    )

    objects = UserProfileManager()

    class Meta:
        indexes = [
            models.Index(F("xp").desc(), "user", name="profile_xp"),
            models.Index(F("quizzes").desc(), "user", name="profile_quizzes"),
            models.Index(
                F("mean_score").desc(),
                "user",
                condition=Q(ranked_quizzes__gte=rules.ACCURACY_BOARD_FROM),
                name="profile_mean_score",
            ),
            models.Index(F("streak").desc(), "user", "streak_lapses_at", name="profile_streak"),
            models.Index("week_on", F("week_xp").desc(), "user", name="profile_week_xp"),
            models.Index("week_on", F("week_quizzes").desc(), "user", name="profile_week_quizzes"),
            models.Index("month_on", F("month_xp").desc(), "user", name="profile_month_xp"),
            models.Index(
                "month_on", F("month_quizzes").desc(), "user", name="profile_month_quizzes"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(streak__lte=F("longest_streak")), name="profile_streak_le_longest"
            ),
            models.CheckConstraint(
                condition=Q(perfect_quizzes__lte=F("high_quizzes"))
                & Q(high_quizzes__lte=F("ranked_quizzes"))
                & Q(ranked_quizzes__lte=F("quizzes")),
                name="profile_quizzes_nest",
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def level(self):
        return rules.level_for(self.xp)

    @property
    def xp_in_level(self):
        """XP since the present level began."""
        return self.xp - rules.xp_of_level(self.level)

    @property
    def xp_of_level(self):
        """XP between the beginning of the present level and of the next."""
        return rules.xp_of_level(self.level + 1) - rules.xp_of_level(self.level)

    @property
    def level_percent(self):
        return 100 * self.xp_in_level // self.xp_of_level

    def current_streak(self, now=None):
        """Days in a row as seen at `now`: 0 once a day was missed, also without a new quiz."""
        lapses = self.streak_lapses_at
        return self.streak if lapses and (now or timezone.now()) < lapses else 0

    def read_unlocks(self):
        """Nothing new is left but what was unlocked since this profile was read."""
        left = Greatest(F("unread_unlocks") - self.unread_unlocks, 0)
        UserProfile.objects.filter(pk=self.pk).update(unread_unlocks=left)

    def claim_celebration(self, award):
        """Whether nobody has celebrated this quiz line, or a newer one, yet: true once."""
        if self.celebrated_award >= award.pk:
            return False
        own = UserProfile.objects.filter(pk=self.pk, celebrated_award__lt=award.pk)
        return bool(own.update(celebrated_award=award.pk))

    def equip(self, avatar):
        """Wear `avatar` everywhere. Raises UserAvatar.DoesNotExist when it is locked."""
        self.avatar = UserAvatar.objects.get(user=self.user_id, avatar=avatar).avatar
        self.save(update_fields=["avatar"])


class CertificationRecord(models.Model):
    """A student's counters for one certification: its board and achievements read them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="certification_records"
    )
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    quizzes = models.PositiveIntegerField(default=0, help_text="Quizzes that count.")
    ranked_quizzes = models.PositiveIntegerField(default=0)
    score_sum = models.PositiveBigIntegerField(default=0)
    best_score = models.PositiveIntegerField(default=0, help_text="Hundredths of a percent.")
    mean_score = mean_score_field()

    objects = BoardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "certification",
                F("mean_score").desc(),
                "user",
                condition=Q(ranked_quizzes__gte=rules.CERTIFICATION_BOARD_FROM),
                name="record_mean_score",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "certification"], name="record_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.certification}"

    @property
    def average(self):
        """Mean score in whole percent, rounded down; None before the first ranked quiz."""
        return self.mean_score // 100 if self.ranked_quizzes else None


class XPAward(models.Model):
    """One line of the XP ledger. Lines are only ever added; a profile's XP is their sum."""

    class Reason(models.TextChoices):
        QUIZ = "quiz", "Quiz"
        ACHIEVEMENT = "achievement", "Achievement"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="xp_awards")
    amount = models.PositiveIntegerField()
    balance = models.PositiveIntegerField(help_text="The user's XP after this line.")
    reason = models.CharField(max_length=11, choices=Reason)
    attempt = models.ForeignKey(
        QuizAttempt, models.PROTECT, related_name="+", help_text="The submission that brought it."
    )
    achievement = models.ForeignKey(
        Achievement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    paid = models.PositiveSmallIntegerField(default=0, help_text="Correct items paid for.")
    unpaid = models.PositiveSmallIntegerField(
        default=0, help_text="Correct items that had paid earlier that day."
    )
    bonus = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    counted_on = models.DateField(
        null=True, blank=True, help_text="The local day, when the quiz counts."
    )
    is_ranked = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "XP award"
        ordering = ["pk"]
        indexes = [models.Index("user", "counted_on", name="award_days")]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(reason="quiz"), name="award_once_per_quiz"
            ),
            models.UniqueConstraint(
                fields=["user", "achievement"], name="award_once_per_achievement"
            ),
            models.CheckConstraint(
                condition=Q(reason="quiz", achievement__isnull=True)
                | Q(reason="achievement", achievement__isnull=False),
                name="award_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_ranked=False) | Q(counted_on__isnull=False),
                name="award_ranked_counts",
            ),
        ]

    def __str__(self):
        return f"{self.user} +{self.amount}"
