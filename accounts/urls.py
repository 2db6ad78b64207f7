"""The addresses of settings and public profiles, and where we step in before allauth."""

from allauth.account import views as allauth_views
from allauth.socialaccount.providers.github import views as github
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import data, entrance, people, settings

app_name = "accounts"

own_urls = [
    path("settings/", settings.settings, name="settings"),
    path("settings/security/", settings.security, name="security"),
    path("settings/security/events/", settings.events, name="events"),
    path("settings/security/sessions/", settings.sessions, name="sessions"),
    path("settings/security/sessions/end/", settings.end_sessions, name="end_sessions"),
    path("settings/security/address/", settings.address, name="address"),
    path("settings/security/address/code/", entrance.confirm_address, name="confirm_address"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/download/", data.download, name="download"),
    path("settings/data/delete/", data.delete, name="delete"),
    path("settings/tour/end/", settings.end_tour, name="end_tour"),
    path("settings/<slug:section>/", settings.settings, name="section"),
    path("mail/off/<str:token>/", data.unsubscribe, name="unsubscribe"),
    path("people/<str:username>/", people.person, name="person"),
]

# allauth's own names lead to these too: its addresses are the same and come later.
instead_of_allauth = [
    path("signup/", entrance.SignupView.as_view()),
    path("confirm-email/", entrance.confirm_email),
    path("confirm-email/<str:token>/", entrance.follow_link, name="follow_link"),
    path("password/reset/", entrance.with_mail(entrance.PasswordResetView.as_view())),
    path("password/reset/done/", entrance.with_mail(allauth_views.password_reset_done)),
    path("3rdparty/signup/", entrance.SocialSignupView.as_view()),
    # One address per account.
    path("email/", RedirectView.as_view(pattern_name="accounts:address")),
    path("sessions/", RedirectView.as_view(pattern_name="accounts:sessions")),
    path("github/login/", entrance.by_a_page(github.oauth2_login)),
    path("google/login/", entrance.by_a_page(google.oauth2_login)),
    path("microsoft/login/", entrance.by_a_page(microsoft.oauth2_login)),
    path("oidc/<str:provider_id>/login/", entrance.by_a_page(openid.login)),
]

urlpatterns = [*own_urls, path("accounts/", include(instead_of_allauth))]
