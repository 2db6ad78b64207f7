"""HTML of other systems as plain text: what a question says, without how it looked."""

import re
from html.parser import HTMLParser

BREAKS = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "pre"}
LONGEST = 40_000  # characters
MOST_OPEN = 50  # tags without an end, each of which is looked for to the end of the text
SILENT = {"script", "style", "head", "title"}


class _Words(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent, self.kept, self.has_image = [], 0, 0, False

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")
        if tag in ("td", "th"):
            self.parts.append("  ")
        self.has_image |= tag == "img"
        self.silent += tag in SILENT
        self.kept += tag == "pre"

    def handle_endtag(self, tag):
        if tag in BREAKS - {"br"}:
            self.parts.append("\n")
        self.silent = max(0, self.silent - (tag in SILENT))
        self.kept = max(0, self.kept - (tag == "pre"))

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data if self.kept else re.sub(r"\s+", " ", data))


def plain(html):
    """The words of a piece of HTML, with line breaks where it has blocks.

    A piece that is too long for any text, or mostly broken tags, is left as it is.
    """
    if len(html) > LONGEST or html.count("<") > html.count(">") + MOST_OPEN:
        return html
    words = _Words()
    words.feed(html)
    words.close()
    text = "".join(words.parts)
    text = "\n".join(_margin(each.rstrip()) for each in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _margin(text):
    """A line without the single space that stood between two tags."""
    return text[1:] if text[:1] == " " and text[1:2] != " " else text


def has_image(html):
    """Whether a piece of HTML shows a picture, which is not taken over."""
    return bool(re.search(r"(?i)<img\b", html))
