"""The site as an app: manifest, service worker, and the page without a network."""

import json
import re


def test_tells_phones_how_to_install_it(client, db):
    page = client.get("/manifest.webmanifest")
    manifest = page.json()
    assert page["Content-Type"] == "application/manifest+json"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content.decode()


def test_serves_the_worker_from_the_root_and_lets_nobody_keep_an_old_one(client, db):
    worker = client.get("/sw.js")
    assert worker["Content-Type"] == "text/javascript"
    assert "no-cache" in worker["Cache-Control"]
    assert "worker-src 'self'" in worker["Content-Security-Policy"]
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", worker.content.decode())[1])
    assert files and all("/static/" in file for file in files)


def test_is_the_same_worker_for_everybody(client, alice):
    as_visitor = client.get("/sw.js").content
    alice.is_quiet = True
    alice.save()
    client.force_login(alice)
    assert client.get("/sw.js").content == as_visitor


def test_says_offline_what_is_kept_and_nothing_of_who_is_there(alice_client, alice, statements):
    page = alice_client.get("/offline/").content.decode()
    assert "You are offline" in page
    assert "Alice" not in page


def test_tells_scripts_only_of_students_who_are_there(client, alice):
    assert 'name="student"' not in client.get("/").content.decode()
    client.force_login(alice)
    assert f'<meta name="student" content="{alice.pk}">' in client.get("/").content.decode()
