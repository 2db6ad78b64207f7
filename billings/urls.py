"""The site's addresses, room by room. /healthz and /readyz are answered in `health.py`."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from billings import design, face, installing, pictures, views

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.try_ten, name="try"),
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("how-scoring-works/", views.how_scoring_works, name="how_scoring_works"),
    path("how-questions-are-made/", views.how_questions_are_made, name="how_questions_are_made"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
    path("not-affiliated/", views.not_affiliated, name="not_affiliated"),
    path("design/", design.design, name="design"),
    path("picture.png", pictures.site_picture, name="site_picture"),
    path("exams/<slug:slug>/picture.png", pictures.exam_picture, name="exam_picture"),
    path("people/<str:username>/picture.png", pictures.person_picture, name="person_picture"),
    path("robots.txt", face.robots),
    path("sitemap.xml", sitemap, {"sitemaps": face.SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", face.security_txt),
    path("favicon.ico", face.favicon),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker),
    path("offline/", installing.offline, name="offline"),
    # /exams/… and /attempts/…
    path("", include("quizzes.urls")),
    # /achievements/ and /avatars/
    path("", include("gamification.urls")),
    # /study/, /progress/ and /how-readiness-works/
    path("", include("study.urls")),
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
