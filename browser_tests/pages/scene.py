"""A site to look at, with someone for each page. Prints, as JSON, who and what is there.

Run with an empty database: `python -m browser_tests.pages.scene`.
"""

import json
import os
import time
from datetime import timedelta
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "billings.settings")
django.setup()

from django.contrib.auth import SESSION_KEY  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from accounts import post  # noqa: E402
from accounts.models import User  # noqa: E402
from accounts.signup import open_account  # noqa: E402
from quizzes.models import Exam, Question, QuestionImage, QuestionReport  # noqa: E402
from quizzes.papers import start_exam, start_quiz  # noqa: E402
from quizzes.pictures import redrawn  # noqa: E402
from study.models import Bookmark  # noqa: E402

KINDS = [kind.value for kind in Question.Kind]


def build():
    """The demo crowd, a newcomer, staff; a quiz, an exam and a study quiz that are open."""
    call_command("prepare", verbosity=0)
    call_command("make_demo", verbosity=0)
    demo = User.objects.get(username="demo")
    newcomer = open_account(
        User(username="newcomer", email="newcomer@demo.example"), is_verified=True
    )
    staff = open_account(
        User(username="editor", email="editor@demo.example", is_staff=True, is_superuser=True),
        is_verified=True,
    )
    exam = Exam.objects.current().get(code="SY0-701")
    there = {"cookies": {user.username: log_in(user) for user in (demo, newcomer, staff)}}
    there |= practice_of_each_kind(demo, exam)
    there |= {"user": demo.pk, "exam": start_exam(demo, exam).pk, "study": checked(demo, exam).pk}
    there |= {"exam_result": sat(demo, Exam.objects.current().get(code="N10-009")).pk}
    there |= {"result": demo.attempts.submitted().filter(mode="practice").first().pk}
    question = Question.objects.published().filter(kind="exhibit").first()
    report = QuestionReport.objects.create(
        question=question, user=demo, reason="unclear", text="Which of the two hosts is meant?"
    )
    there |= written(staff) | {"weekly": post.token_for(demo, "weekly")}
    return there | {"question": question.pk, "report": report.pk, "person": "marisol-v"}


def log_in(user):
    """A session of `user`, whose password was asked for just now and stays so for a day."""
    client = Client()
    client.force_login(user)
    session = client.session
    later = time.time() + 24 * 3600
    methods = [{"method": "password", "at": later, "reauthenticated": True}]
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    assert session[SESSION_KEY]
    return session.session_key


def practice_of_each_kind(user, exam):
    """An open quiz with one question of each kind. Where each of them stands in it."""
    items = {
        Question.objects.published().of_exam(exam).filter(kind=kind).first().item_id
        for kind in KINDS
    }
    attempt = start_quiz(user, exam, size=len(items), items=items)
    Bookmark.objects.keep(user, attempt.answers.first().item_id, "Ports, again.")
    return {"practice": attempt.pk} | {
        answer.question.kind: answer.position
        for answer in attempt.answers.select_related("question")
    }


def checked(user, exam):
    """An open study quiz whose first answer is checked, and wrong."""
    attempt = start_quiz(user, exam, size=10, mode="study", has_tasks=False)
    answer = attempt.answers.get(position=1)
    wrong = next(number for number in answer.order if number not in answer.key)
    attempt.save_answer(1, [wrong, *answer.key[1:]])
    return attempt


def sat(user, exam):
    """An exam that was submitted after an hour, two thirds of it right, some left blank."""
    began = timezone.now() - timedelta(hours=3)
    attempt = start_exam(user, exam, now=began)
    for answer in attempt.answers.all()[:80]:
        chosen = answer.key
        if answer.position % 3 == 0 and isinstance(answer.key, list):
            others = [number for number in answer.order if number not in answer.key]
            chosen = [others[0], *answer.key[1:]]
        attempt.save_answer(
            answer.position, chosen, now=began + timedelta(seconds=40 * answer.position)
        )
    attempt.submit(now=began + timedelta(hours=1))
    return attempt


def written(author):
    """A question in Markdown that follows a plain one, and the image that it shows."""
    drawing = Image.new("RGB", (800, 240), "white")
    for left in (40, 320, 600):
        ImageDraw.Draw(drawing).rectangle((left, 60, left + 160, 180), outline="navy", width=5)
    file = BytesIO()
    drawing.save(file, "PNG")
    picture = redrawn(ContentFile(file.getvalue()))
    image = QuestionImage.objects.create(
        name=picture.name,
        data=picture.data,
        width=picture.width,
        height=picture.height,
        alternative="Three hosts in a row",
        uploaded_by=author,
    )
    draft = Question.objects.published().filter(kind="single").last().next_version(author=author)
    draft.is_markdown = True
    draft.stem = (
        f"{draft.stem}\n\n{image.markdown}\n\n```\n10 permit tcp any host 192.0.2.10 eq 443 log"
        "\n20 deny ip any any\n```\n\n| Host | Address |\n|--|--|\n| web | 192.0.2.10 |"
        "\n\n1. Look **twice**.\n2. See `man 1 ip`."
    )
    draft.rationale = "- one [page](https://www.rfc-editor.org/)\n- another"
    draft.save()
    if faults := draft.publish():
        raise ValueError(faults)
    return {"written": draft.pk, "image": image.pk}


if __name__ == "__main__":
    print(json.dumps(build()))  # noqa: T201
