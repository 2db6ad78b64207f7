"""How pages write what quizzes measure."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html

from quizzes.markdown import to_html

register = template.Library()


@register.filter
def clock(seconds):
    """Seconds as minutes and seconds: 75 is "1:15", 3,675 is "1:01:15"."""
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def reason(text, is_markdown=False):
    """A rationale as HTML, in paragraphs."""
    return to_html(text) if is_markdown else format_html("<p>{}</p>", text)


@register.filter
def stem(text, is_markdown=False):
    """A stem as HTML, in Markdown or plain.

    In a plain one, what stands between its first and its last line is output of a tool.
    """
    if is_markdown:
        return to_html(text)
    first, *output, last = text.split("\n") if text.count("\n") > 1 else (text, "")
    if not output:
        return linebreaksbr(text)
    return format_html(
        '{} <code class="output" tabindex="0">{}</code> {}', first, "\n".join(output), last
    )
