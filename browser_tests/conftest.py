"""A Chromium of this machine, and a page that fails its test when the browser complains."""

import os
import shutil

import pytest

# Playwright's event loop runs in the thread of the test; Django would refuse to ask the database
# from there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


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


@pytest.fixture
def complaints():
    """What the browser complained of. A test that expects some clears the list."""
    return []


@pytest.fixture
def page(page, complaints):
    """A page whose errors in the console, scripts or content policy fail the test."""

    def note(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
