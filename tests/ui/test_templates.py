"""What no template of ours contains: unescaped text, inline script or style, boxes that open over the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
FORBIDDEN = {
    "unescaped text": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
    "inline style": re.compile(r"<style\b|\sstyle\s*="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:"),
    "code in an attribute": re.compile(r"\shx-on|js:"),
    "a modal window": re.compile(r"<dialog\b|role=\"dialog\"|aria-modal"),
    "an address of another site": re.compile(r"(?:src|href)=\"https?://"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_template_keeps_to_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = {what: match.group() for what, pattern in FORBIDDEN.items() if (match := pattern.search(text))}

    assert found == {}


def test_every_whole_page_has_language_title_and_skip_link() -> None:
    base = Path(settings.BASE_DIR, "templates", "layout", "base.html").read_text(encoding="utf-8")

    assert '<html lang="en-GB">' in base
    assert "<title>{% error_prefix %}" in base
    for name in ("page", "public"):
        layout = Path(settings.BASE_DIR, "templates", "layout", f"{name}.html").read_text(encoding="utf-8")
        assert 'class="nhsuk-skip-link" href="#maincontent"' in layout
        assert 'id="maincontent"' in layout
