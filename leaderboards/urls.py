"""The addresses of the boards."""

from django.urls import path

from leaderboards import views

app_name = "leaderboards"

urlpatterns = [
    path("", views.board, {"slug": "xp"}, name="boards"),
    path("<slug:slug>/", views.board, name="board"),
]
