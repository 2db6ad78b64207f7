"""How tests press the buttons of an admin form: as a browser would, with all that it shows."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from quizzes.models import Question
from quizzes.tests.factories import QuestionFactory


def url(model, page, *args):
    """The address of an admin page: url("question", "change", 7)."""
    return reverse(f"admin:quizzes_{model}_{page}", args=args)


def form(question):
    """The address of a question's form."""
    return url("question", "change", question.pk)


def draft(**more):
    return QuestionFactory(published=False, **more)


def words(question):
    """All that a student may have seen of a wording, freshly read."""
    question = Question.objects.get(pk=question.pk)
    return (
        question.stem,
        question.key,
        question.published_at,
        [*question.choices.values_list("pk", "number", "text", "is_key", "rationale")],
    )


def parts(question):
    """The same of a wording with slots, the words first."""
    question = Question.objects.get(pk=question.pk)
    return (
        (question.stem, question.key, question.published_at),
        question.exhibits,
        [
            *question.slots.values_list(
                "number", "row", "column", "group", "key__number", "rationale"
            )
        ],
        [*question.choices.values_list("number", "text", "group", "rationale")],
    )


def fields(response):
    """What a browser sends back from the form of `response` when nothing is typed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not False:
                # A browser ends the lines of a textarea with CR LF.
                data[field.html_name] = str("" if value is None else value).replace("\n", "\r\n")
    return data


def save(client, address, button="_save", **typed):
    """Open a form, type over some fields (None empties a checkbox), press a button."""
    data = fields(client.get(address)) | {name.replace("__", "-"): v for name, v in typed.items()}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(address, data | {button: "1"}, follow=True)


def act(client, address, action, rows, **more):
    """Run an action of a list on rows, and go where it leads."""
    data = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0, **more}
    return client.post(address, data, follow=True)


def said(response):
    """The messages of a page, as one text."""
    return " ".join(str(message) for message in response.context["messages"])


def history(row):
    """What the history says of a row: (who, what), oldest first."""
    entries = LogEntry.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name)
    return [
        (entry.user.username, entry.get_change_message())
        for entry in entries.order_by("action_time", "pk")
    ]
