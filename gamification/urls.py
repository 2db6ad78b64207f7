"""The addresses of achievements and avatars."""

from django.urls import path

from gamification import views

app_name = "gamification"

urlpatterns = [
    path("achievements/", views.achievements, name="achievements"),
    path("bell/", views.bell, name="bell"),
    path("avatars/", views.avatars, name="avatars"),
    path("avatars/<slug:slug>/equip/", views.equip, name="equip"),
]
