"""The addresses of exams and attempts."""

from django.urls import include, path

from quizzes import views

app_name = "quizzes"

exam_urls = [
    path("", views.exams, name="exams"),
    path("<slug:slug>/", views.exam, name="exam"),
    path("<slug:slug>/start/", views.start, name="start"),
]

attempt_urls = [
    path("", views.attempts, name="attempts"),
    path("<int:pk>/<int:position>/", views.question, name="question"),
    path("<int:pk>/<int:position>/report/", views.report, name="report"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/result/", views.result, name="result"),
    path("<int:pk>/again/", views.again, name="again"),
]

urlpatterns = [
    path("exams/", include(exam_urls)),
    path("attempts/", include(attempt_urls)),
]
