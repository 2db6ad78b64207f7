"""No page is forgotten: each named address of the site is looked at, or it is said why not."""

import pytest
from django.urls import Resolver404, get_resolver, resolve

from browser_tests.pages.addresses import ELSEWHERE, PAGES
from browser_tests.pages.scene import KINDS

pytestmark = pytest.mark.pages

SCENE = ["practice", "study", "exam", "exam_result", "result", "question", "report", "weekly"]
WORDS = dict.fromkeys([*SCENE, "written", "image", "user", *KINDS], 1)


def named(resolver, namespace=""):
    """The names of all addresses, with their namespaces, but those of admin."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from named(pattern, inner)
        elif pattern.name:
            yield namespace + pattern.name


def test_looks_at_each_page():
    looked_at = set()
    for _, _, address in PAGES:
        path = address.format(person="x", **WORDS).partition("?")[0]
        try:
            looked_at.add(resolve(path).view_name)
        except Resolver404:
            assert path == "/nowhere/"
    names = set(named(get_resolver()))
    assert names - looked_at == ELSEWHERE
