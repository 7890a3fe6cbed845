"""The harness keeps its promises: the app role, a clean clone after a committing test, strict templates and sockets."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import ProgrammingError, connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone

from pitservice.embedded import postgres
from pitservice.jobs.models import Heartbeat
from tests.harness import strictness
from tests.harness.strictness import UndefinedVariableError


@pytest.mark.django_db
def test_tests_connect_as_the_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (postgres.APP,)

        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("CREATE TABLE of_its_own ()")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_committing_test_finds_a_clean_clone(time: str) -> None:
    assert Heartbeat.objects.count() == 0

    Heartbeat.objects.create(name=time, at=timezone.now())


def test_undefined_variable_fails_in_our_templates(tmp_path: Path, settings: LazySettings) -> None:
    (tmp_path / "ours.html").write_text("{% if 1 %}{{ nobody.knows }}{% endif %}")
    (tmp_path / "careful.html").write_text("{% if nobody %}x{% endif %}{{ nobody|default:'-' }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.BASE_DIR = tmp_path
    strictness.refuse_undefined_variables()

    with pytest.raises(UndefinedVariableError, match=r"ours\.html"):
        render_to_string("ours.html")
    assert render_to_string("careful.html") == "-"


def test_undefined_variable_is_forgiven_in_templates_of_others() -> None:
    assert Template("[{{ nobody|upper }}{{ nobody|default:'-' }}]").render(Context()) == "[-]"


def test_sockets_lead_nowhere_but_to_this_machine() -> None:
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
