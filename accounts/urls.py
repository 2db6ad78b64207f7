"""The addresses of settings and public profiles, and where we step in before allauth."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.generic import RedirectView

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("people/<str:username>/", views.person, name="person"),
    # allauth's own names lead to these too: its addresses are the same and come later.
    path("accounts/signup/", views.SignupView.as_view()),
    path("accounts/confirm-email/", views.confirm_email),
    path("accounts/password/reset/", views.with_mail(allauth_views.password_reset)),
    path("accounts/password/reset/done/", views.with_mail(allauth_views.password_reset_done)),
    # One address per account, which staff can change.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:settings")),
]
