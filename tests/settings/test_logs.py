"""Logs say what failed and where, and nothing about a family."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from typing import Any

import pytest
import structlog

from pitservice.settings.logs import logging_config


def _fail() -> None:
    raise ValueError("DETAIL: Key (nhs_number)=(9990000018) already exists.")


@pytest.mark.parametrize("logger", [structlog.get_logger("pitservice.tests"), logging.getLogger("django.request")])
def test_exception_is_logged_without_its_words(logger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    config = logging_config()
    config["handlers"]["stderr"]["stream"] = stream
    monkeypatch.setattr(logging.root, "handlers", logging.root.handlers[:])
    logging.config.dictConfig(config)

    try:
        _fail()
    except ValueError:
        logger.exception("job failed")

    (line,) = [json.loads(text) for text in stream.getvalue().splitlines()]
    assert line["event"] == "job failed"
    assert line["error"] == "ValueError"
    assert line["where"][-1].endswith("_fail")
    assert "9990000018" not in json.dumps(line)
