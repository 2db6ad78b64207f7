"""The site's addresses, room by room. /healthz and /readyz are answered in `health.py`."""

from django.contrib import admin
from django.urls import include, path

from billings import views

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.try_ten, name="try"),
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("how-scoring-works/", views.how_scoring_works, name="how_scoring_works"),
    # /exams/… and /attempts/…
    path("", include("quizzes.urls")),
    # /achievements/ and /avatars/
    path("", include("gamification.urls")),
    path("leaderboards/", include("leaderboards.urls")),
    # /settings/ and /people/…
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "billings.views.bad_request"
handler403 = "billings.views.forbidden"
handler404 = "billings.views.not_found"
handler500 = "billings.views.server_error"
