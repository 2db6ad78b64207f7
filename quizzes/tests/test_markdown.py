"""Stems and reasons in Markdown: sanitised, with the bank's images, and plain ones untouched."""

import html
import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags

from quizzes.markdown import images_in, to_html, to_text
from quizzes.models import Question
from quizzes.papers import start_quiz
from quizzes.templatetags.quizzes import reason, stem
from quizzes.tests.admin_pages import url
from quizzes.tests.factories import (
    ExamFactory,
    QuestionFactory,
    answer,
    exhibit_question,
    generated_question,
)

NAME = "0123456789abcdef-640x320.png"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Run `ip a`, **then** *look*.", "<code>ip a</code>, <strong>then</strong> <em>look</em>"),
        ("one\ntwo", "one<br>"),
        ("- a\n- b", "<li>a</li>"),
        ("3. a\n4. b", '<ol start="3">'),
        ("| port | use |\n|--|--:|\n| 22 | SSH |", "<td>SSH</td>"),
        (
            "```\ndeny ip any\n  any\n```",
            '<pre tabindex="0"><code>deny ip any\n  any\n</code></pre>',
        ),
        ("[docs](https://example.org/a)", 'href="https://example.org/a"'),
        (
            f"![A plan](image:{NAME})",
            f'<img src="/images/{NAME}" alt="A plan" width="640" height="320">',
        ),
    ],
)
def test_writes_what_questions_need(text, expected):
    assert expected in to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="https://x.example" style="color:red" onclick="x()">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://tracker.example/x.png)",
        "![x](data:image/png;base64,AAAA)",
        "![x](//tracker.example/x.png)",
        "![x](/settings/)",
        f"![x](image:../{NAME})",
        f"![x](image:{NAME}?x)",
        "![x](image:0123456789abcdef-64000x320.png)",
        "```html onload=x\n<b>\n```",
        "`<b onload=x>`",
        '![" onerror="x](image:' + NAME + ")",
    ],
)
def test_lets_no_foreign_thing_through(text):
    shown = to_html(text)
    tags = re.findall(r"<[^>]*>", shown)
    assert all(
        re.fullmatch(
            r'</?(p|code|em|pre( tabindex="0")?)>|<img src="/images/[^"]*" alt="[^"]*"'
            r' width="\d+" height="\d+">|<a href="https://[^"]*" rel="noopener noreferrer">|</a>',
            tag,
        )
        for tag in tags
    ), shown
    assert not re.search(r'(src|href)="(?!/images/|https://x)', shown)


def test_has_no_headings_or_rules_for_the_page_around_has_them():
    assert not re.search("<h[1-6r]", to_html("# a\n\nb\n===\n\nc\n---\n\n***"))


def test_leaves_the_words_of_a_foreign_image():
    assert to_html("![A plan](https://x.example/y.png)") == "<p>A plan</p>"
    assert images_in("![A plan](https://x.example/y.png)") == [
        ("https://x.example/y.png", "A plan")
    ]


def test_says_as_text_what_it_shows():
    text = (
        f"A **b** `c`\nd ![plan](image:{NAME})\n\n- e\n- f\n\n```\n1  2\n```\n\n|x|y|\n|-|-|\n|1|2|"
    )
    assert to_text(text) == "A b c\nd plan\n- e\n- f\n1  2\nx\ty\n1\t2"


def visible(shown):
    return re.sub(r"\s+", " ", html.unescape(strip_tags(re.sub("<br>", " ", shown)))).strip()


def test_shows_every_plain_text_of_the_bank_as_it_is_written():
    texts = 0
    for file in sorted((settings.FIXTURE_DIRS[0] / "questions").glob("*/*.json")):
        for row in json.loads(file.read_text()):
            for name, show in (("stem", stem), ("rationale", reason)):
                if text := row["fields"].get(name):
                    texts += 1
                    assert visible(show(text, False)) == re.sub(r"\s+", " ", text).strip()
    assert texts > 4000


# On pages


@pytest.fixture
def written(db):
    """A published question in Markdown, in the sample for visitors."""
    question = QuestionFactory(
        published=False, is_markdown=True, stem="Read:\n\n```\ndeny ip\n```\n\nWhat **now**?"
    )
    question.item.is_sample = True
    question.item.save()
    question.choices.filter(number=2).update(rationale="See `man ip`.")
    Question.objects.filter(pk=question.pk).update(rationale="One *principle*.")
    question = Question.objects.get(pk=question.pk)
    assert question.publish() == []
    return question


def test_is_read_by_students_and_visitors(client, alice, written, now):
    page = client.get(reverse("try")).text
    assert "<strong>now</strong>" in page
    assert re.search(
        r'<div class="stem rich" id="(\w+)">.*<fieldset aria-labelledby="\1">', page, re.S
    )
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    client.force_login(alice)
    page = client.get(reverse("quizzes:question", args=[attempt.pk, 1])).text
    assert '<pre tabindex="0"><code>deny ip' in page
    assert '<fieldset aria-labelledby="stem">' in page
    assert "<legend>Read" not in page
    answer(attempt, correct=0)
    attempt.submit(now=now)
    page = client.get(reverse("quizzes:result", args=[attempt.pk])).text
    for words in ("<strong>now</strong>", "<code>man ip</code>", "<em>principle</em>"):
        assert words in page


def test_is_listed_and_found_by_staff_as_words(staff_client, written):
    page = staff_client.get(url("question", "changelist"), {"q": "deny"}).text
    assert "What now?" in page


def test_leaves_what_a_generator_writes_alone(alice, now, db):
    question = generated_question(is_markdown=True)
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    asked = attempt.answers.get(question=question)
    assert not asked.is_markdown
    assert "`" not in question.words


def test_goes_into_the_next_version(written):
    assert written.next_version().is_markdown


def test_is_what_staff_write_from_now_on(staff_client, db):
    form = staff_client.get(url("question", "add")).context["adminform"].form
    assert form["is_markdown"].value() is True
    plain = exhibit_question()
    page = staff_client.get(url("question", "change", plain.pk))
    assert page.context["adminform"].form["is_markdown"].value() is False
