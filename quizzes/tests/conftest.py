"""For the admin's tests: Staff at the browser."""

import pytest


@pytest.fixture
def staff_client(client, staff):
    client.force_login(staff)
    return client
