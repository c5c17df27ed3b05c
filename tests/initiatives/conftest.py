"""A quarter manager, and days that nobody means."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

FAR_OFF = ("01.01.0001", "31.12.1799", "01.01.2999", "31.12.9999")


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client
