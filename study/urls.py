"""The addresses of /study/, /progress/ and /how-readiness-works/."""

from django.urls import include, path

from study.views import bookmarks, lists, progress, take_along, today

app_name = "study"

study_urls = [
    path("", today.today, name="today"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("bookmarks/items/<int:item_id>/", bookmarks.keep, name="keep"),
    path("bookmarks/attempts/<int:pk>/<int:position>/", bookmarks.keep_asked, name="keep_asked"),
    path("bookmarks/<int:pk>/", bookmarks.change, name="bookmark"),
    path("attempts/<int:pk>/fix/", today.fix_again, name="fix_again"),
    path("take-along/<str:what>.<str:form>", take_along.take_along, name="take_along"),
    path("<slug:slug>/start/", today.start, name="start"),
    path("<slug:slug>/plan/", today.plan, name="plan"),
    path("<slug:slug>/drill/", today.drill, name="drill"),
    path("<slug:slug>/mistakes/", lists.mistakes, name="mistakes"),
    path("<slug:slug>/mistakes/fix/", today.fix, name="fix"),
    path("<slug:slug>/objectives/", lists.objectives, name="objectives"),
    path("<slug:slug>/confidence/", lists.confidence, name="confidence"),
    path("<slug:slug>/bookmarks/start/", bookmarks.start, name="start_bookmarks"),
]

urlpatterns = [
    path("study/", include(study_urls)),
    path("progress/", progress.progress, name="progress"),
    path("how-readiness-works/", progress.how_readiness_works, name="how_readiness_works"),
]
