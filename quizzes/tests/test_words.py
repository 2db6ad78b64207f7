"""How pages write stems and times."""

import pytest

from quizzes.templatetags.quizzes import clock, stem


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Which <port>?", "Which &lt;port&gt;?"),
        ("It says:\nWhich?", "It says:<br>Which?"),
        (
            "It says:\n  10 permit <b>\nWhich?",
            'It says: <code class="output" tabindex="0">  10 permit &lt;b&gt;</code> Which?',
        ),
    ],
)
def test_sets_the_output_of_a_tool_apart(text, html):
    assert stem(text) == html


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (75, "1:15"), (3599, "59:59"), (3675, "1:01:15")]
)
def test_writes_seconds_as_a_clock(seconds, text):
    assert clock(seconds) == text
