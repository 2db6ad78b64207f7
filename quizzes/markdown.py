"""Stems and reasons in Markdown: as HTML of words, lists, tables, code and images of the bank."""

import re
from functools import lru_cache

import nh3
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

# What an image is called: by its content, its width and its height.
IMAGE_NAME = re.compile(r"[0-9a-f]{16}-(?P<width>\d{1,4})x(?P<height>\d{1,4})\.(?:png|jpg)")
IMAGE_SCHEME = "image:"

# A question stands in a page that has headings of its own.
LEFT_OUT = ["heading", "lheading", "hr", "html_block", "html_inline", "reference"]
TAGS = {"p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}}


@lru_cache(maxsize=2048)
def to_html(text):
    """A text in Markdown as HTML that is safe to show. Of a foreign image its words are left."""
    html = MARKDOWN.render(text)
    return mark_safe(  # noqa: S308
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https"},
            # What is wider than the page is scrolled, by keyboard too.
            set_tag_attribute_values={"pre": {"tabindex": "0"}},
        ).strip()
    )


def to_text(text):
    """A text in Markdown as the words that it shows, for lists and files."""
    lines = [""]
    for token in MARKDOWN.parse(text):
        if token.type in ("fence", "code_block"):
            lines[-1:] = [*token.content.rstrip("\n").split("\n"), ""]
        elif token.type == "inline":
            lines[-1] += "".join(_words(child) for child in token.children)
        elif token.type in ("td_close", "th_close"):
            lines[-1] += "\t"
        elif token.type in ("paragraph_close", "tr_close"):
            lines[-1] = lines[-1].rstrip("\t")
            lines.append("")
        elif token.type == "list_item_open":
            lines[-1] += "- "
    return "\n".join(lines).strip()


def images_in(text):
    """The images that a text in Markdown shows, as `(source, alternative)` pairs."""
    return [
        (child.meta["source"], child.content)
        for token in MARKDOWN.parse(text)
        for child in token.children or []
        if "source" in child.meta
    ]


def image_name(source):
    """The name of an image of the bank in `image:NAME`; None for any other source."""
    name = source.removeprefix(IMAGE_SCHEME)
    return name if name != source and IMAGE_NAME.fullmatch(name) else None


def _words(token):
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def _settle_images(state):
    """Lead images of the bank to their address; make of any other the text that stands for it."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "image":
                source = child.attrs["src"]
                child.meta["source"] = source
                if name := image_name(source):
                    child.attrs |= IMAGE_NAME.fullmatch(name).groupdict()
                    child.attrs["src"] = reverse("quizzes:image", args=[name])
                else:
                    child.type, child.children = "text", None


MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
MARKDOWN.enable("table").disable(LEFT_OUT)
MARKDOWN.core.ruler.push("settle_images", _settle_images)
