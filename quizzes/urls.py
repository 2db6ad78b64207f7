"""The addresses of exams and attempts."""

from django.urls import include, path

from quizzes.views import answering, attempts, exams, images, reports

app_name = "quizzes"

exam_urls = [
    path("", exams.exams, name="exams"),
    path("quick/", exams.quick, name="quick"),
    path("<slug:slug>/", exams.exam, name="exam"),
    path("<slug:slug>/start/", exams.start, name="start"),
    path("<slug:slug>/custom/", exams.custom, name="custom"),
    path("<slug:slug>/exam/", exams.simulation, name="simulation"),
]

attempt_urls = [
    path("", attempts.attempts, name="attempts"),
    path("<int:pk>/<int:position>/", answering.question, name="question"),
    path("<int:pk>/<int:position>/report/", reports.report, name="report"),
    path("<int:pk>/review/", answering.review, name="review"),
    path("<int:pk>/submit/", answering.submit, name="submit"),
    path("<int:pk>/discard/", answering.discard, name="discard"),
    path("<int:pk>/result/", attempts.result, name="result"),
    path("<int:pk>/again/", attempts.again, name="again"),
]

urlpatterns = [
    path("exams/", include(exam_urls)),
    path("attempts/", include(attempt_urls)),
    path("images/<str:name>", images.image, name="image"),
    path("reports/", reports.reports, name="reports"),
]
