"""The addresses of exams and attempts."""

from django.urls import include, path

from quizzes.views import attempts, exams

app_name = "quizzes"

exam_urls = [
    path("", exams.exams, name="exams"),
    path("<slug:slug>/", exams.exam, name="exam"),
    path("<slug:slug>/start/", exams.start, name="start"),
    path("<slug:slug>/exam/", exams.simulation, name="simulation"),
]

attempt_urls = [
    path("", attempts.attempts, name="attempts"),
    path("<int:pk>/<int:position>/", attempts.question, name="question"),
    path("<int:pk>/<int:position>/report/", attempts.report, name="report"),
    path("<int:pk>/review/", attempts.review, name="review"),
    path("<int:pk>/submit/", attempts.submit, name="submit"),
    path("<int:pk>/discard/", attempts.discard, name="discard"),
    path("<int:pk>/result/", attempts.result, name="result"),
    path("<int:pk>/again/", attempts.again, name="again"),
]

urlpatterns = [
    path("exams/", include(exam_urls)),
    path("attempts/", include(attempt_urls)),
]
