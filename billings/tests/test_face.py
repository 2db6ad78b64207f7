"""What other sites and machines see: titles, pictures, robots, sitemap, whom to tell."""

import re
import struct
from datetime import datetime

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from billings.environment import security_contact

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = ("base.html", "account/_page.html", "accounts/_settings.html")


def words_of(block):
    """{template: what its block says} of each template that is a page by itself."""
    found = {}
    for path in TEMPLATES.rglob("*.html"):
        text, name = path.read_text(), str(path.relative_to(TEMPLATES))
        if any(f'{{% extends "{page}" %}}' in text for page in PAGES) and name not in PAGES:
            said = re.search(f"{{% block {block} %}}(.*?){{% endblock", text)
            found[name] = said[1] if said else ""
    return {n: said for n, said in found.items() if not n.startswith(("admin/", "allauth/"))}


@pytest.mark.parametrize("block", ["title", "description"])
def test_gives_each_page_words_of_its_own(block):
    words = words_of(block)
    # One link or token that works no longer is like the other.
    words.pop("account/password_reset_from_key.html")
    assert len(words) > 60
    assert not [name for name, said in words.items() if not said]
    twice = [said for said in words.values() if list(words.values()).count(said) > 1]
    assert not twice


def size_of(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">2I", png[16:24])


def picture_in(page):
    return re.search(r'og:image" content="([^"]+)"', page.content.decode())[1]


def test_shows_a_picture_of_each_exam(client, bank):
    address = picture_in(client.get("/exams/security-plus/"))
    assert address == settings.SITE_URL + "/exams/security-plus/picture.png"
    picture = client.get("/exams/security-plus/picture.png")
    assert picture["Content-Type"] == "image/png"
    assert size_of(picture.content) == (1200, 630)
    assert picture.content != client.get("/picture.png").content
    assert client.get("/exams/no-such-exam/picture.png").status_code == 404


def test_shows_a_picture_of_whom_shows_themselves(client, achievements, alice):
    address = picture_in(client.get("/people/Alice/"))
    assert address == settings.SITE_URL + "/people/Alice/picture.png"
    before = client.get("/people/Alice/picture.png")
    assert size_of(before.content) == (1200, 630)
    assert "no-cache" in before["Cache-Control"]
    alice.profile.xp = 40_000
    alice.profile.save()
    assert client.get("/people/Alice/picture.png").content != before.content


@pytest.mark.parametrize("hidden", [{"shows_on_boards": False}, {"is_active": False}])
def test_shows_no_picture_of_whom_hides(client, alice, hidden):
    for field, value in hidden.items():
        setattr(alice, field, value)
    alice.save()
    assert client.get("/people/Alice/picture.png").status_code == 404


def test_keeps_the_level_of_quiet_people_out_of_their_picture(client, alice):
    alice.is_quiet = True
    alice.save()
    before = client.get("/people/Alice/picture.png").content
    alice.profile.xp = 40_000
    alice.profile.save()
    assert client.get("/people/Alice/picture.png").content == before


def test_draws_a_long_name_that_looks_like_markup(client, bank):
    bank.certification.name = "A<b>&amp; " * 6
    bank.certification.save()
    assert client.get("/exams/security-plus/picture.png").status_code == 200


def test_lists_public_pages_and_exams_and_no_person(client, bank, alice):
    listed = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert settings.SITE_URL + "/exams/security-plus/" in listed
    assert settings.SITE_URL + "/privacy/" in listed
    assert not [address for address in listed if "Alice" in address]
    for address in listed:
        assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200, address


def test_asks_machines_to_leave_profiles_and_students_pages_alone(client, alice):
    assert '<meta name="robots" content="noindex">' in client.get("/people/Alice/").content.decode()
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


def test_says_whom_to_tell_of_a_weakness(client, settings, db):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org" in text
    expires = datetime.fromisoformat(re.search("Expires: (.+)", text)[1])
    assert 170 < (expires - datetime.now(expires.tzinfo)).days < 365


@pytest.mark.parametrize(
    ("value", "contact"),
    [
        ("", ""),
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/tell", "https://example.org/tell"),
    ],
)
def test_takes_an_address_of_either_kind(value, contact):
    assert security_contact(value) == contact


def test_refuses_a_contact_that_is_no_address():
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        security_contact("ask the porter")


def test_names_who_runs_the_site(client, settings, db):
    settings.OPERATOR = "Example School, Exampleton"
    for address in ("/terms/", "/privacy/"):
        assert "Example School, Exampleton" in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["favicon.ico", "touch-180.png", "maskable-512.png"])
def test_has_its_icons(name):
    assert (settings.BASE_DIR / "static/img/icons" / name).stat().st_size < 20_000


def test_leads_old_browsers_to_the_icon(client, db):
    assert client.get("/favicon.ico")["Location"].endswith("img/icons/favicon.ico")
