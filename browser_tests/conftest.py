"""A Chromium of this machine, pages that fail their test when the browser complains, and who and
what a test finds there: Nora, a bank, an exam that she sits.
"""

import os
import shutil

import pytest

from accounts.tests.conftest import smtp  # noqa: F401 (a fixture)
from accounts.tests.factories import UserFactory
from gamification.models import UserProfile
from quizzes.models import Exam
from quizzes.papers import start_exam
from quizzes.tests.factories import make_questions

# Playwright's event loop runs in the thread of the test; Django would refuse to ask the database
# from there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The one without windows, which takes a third less time, before the others.
CHROMIUMS = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium instead of a downloaded one, silent towards the network."""
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:  # Chromium refuses its sandbox to root
        arguments.append("--no-sandbox")
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return browser_type_launch_args | {"executable_path": path, "args": arguments}


@pytest.fixture(autouse=True)
def site_url(request, settings):
    """Links in mail lead to the server of the test."""
    if "live_server" in request.fixturenames:
        settings.SITE_URL = request.getfixturevalue("live_server").url


@pytest.fixture
def complaints():
    """What the browser complained of. A test that expects some clears the list."""
    return []


@pytest.fixture
def new_context(new_context, complaints):
    """A function that makes contexts; errors of their consoles, scripts or policy fail the test."""

    def note(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.text} ({message.location.get('url')})")

    def watched(**options):
        context = new_context(**options)
        context.on("console", note)
        context.on("weberror", lambda problem: complaints.append(str(problem.error)))
        return context

    yield watched
    assert complaints == []


@pytest.fixture
def admit(page, live_server, client):
    """A function that gives this browser a session of the user it is called with."""

    def admit(user):
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return admit


@pytest.fixture
def nora(achievements, admit):
    """A student who has done nothing yet, logged in in this browser."""
    user = UserFactory(username="Nora")
    UserProfile.objects.make_for(user)
    admit(user)
    return user


@pytest.fixture
def plain_page(new_context, page, nora):
    """A page of Nora's in a browser without scripts."""
    state = page.context.storage_state()
    return new_context(java_script_enabled=False, storage_state=state).new_page()


@pytest.fixture
def exam(achievements):
    """Security+ with twelve questions, of which Control 2 is right each time."""
    exam = Exam.objects.get(code="SY0-701")
    make_questions(12, exam.domains.first().objectives.first())
    return exam


@pytest.fixture
def attempt(page, live_server, exam, nora):
    """An exam of Nora's without tasks, on its fourth question."""
    attempt = start_exam(nora, exam, tasks=0)
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/4/")
    return attempt
