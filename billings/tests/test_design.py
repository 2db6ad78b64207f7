"""/design/: for staff, with every colour and every piece of art, in both themes."""

import pytest

from billings.design import colours

pytestmark = pytest.mark.django_db


def test_is_for_staff(alice_client):
    assert alice_client.get("/design/").status_code == 302


def test_shows_every_colour_and_drawing_in_both_themes(staff_client, achievements, settings):
    page = staff_client.get("/design/").content.decode()
    css = (settings.BASE_DIR / "static/css/design.css").read_text()
    assert len(colours()) > 20
    for name in colours():
        assert page.count(f'class="swatch t-{name}"') == 2
        assert f".t-{name} rect" in css
    assert page.count("Exam Grandmaster") == page.count("Level 50") == 2


def test_shows_each_kind_of_chart_in_both_themes(staff_client):
    page = staff_client.get("/design/").content.decode()
    for chart in ('data-chart="scores"', 'data-chart="domains"', 'class="calendar'):
        assert page.count(chart) == 2


def test_shows_an_error_beside_its_field(staff_client):
    page = staff_client.get("/design/").content.decode()
    assert 'id="light_wrong"' in page
    assert " autofocus" not in page  # it opens at its top
    assert page.count("That is not an e-mail address.") == 2
