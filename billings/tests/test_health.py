"""What machines are told: /healthz while the process lives, /readyz when it can serve."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def test_lives_without_asking_anything(client, settings):
    settings.ALLOWED_HOSTS = ["billings.example.org"]
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_is_ready_when_database_migrations_and_cache_are(client, db):
    response = client.get("/readyz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_waits_for_migrations(client, db):
    newest = max(app_and_name for app_and_name in MigrationLoader(connection).applied_migrations)
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"migrations: not ready\n")


def test_waits_for_the_cache(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(type(cache._connections["default"]), "get", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"cache: not ready\n")


def test_waits_for_the_database(client):
    # Without the `db` fixture every question to the database raises.
    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"database: not ready\n" in response.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_refuses_to_be_written_to(client, path):
    assert client.post(path).status_code == 405


def test_leaves_other_addresses_alone(client):
    assert client.get("/healthz/").status_code == 404
