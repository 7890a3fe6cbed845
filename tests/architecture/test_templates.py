"""Templates: all used, nothing unescaped, no script or style inside, nothing that the policy would refuse."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.loader import get_template

from tests.architecture.code import ROOT, check, modules

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
HTML = [path for path in TEMPLATES if path.suffix == ".html"]
#: Names that Django itself asks for.
_KNOWN = {"403.html", "404.html", "500.html", "403_csrf.html"}
#: Names that crispy forms asks its template pack for.
_PACK = {"nhsuk/uni_form.html", "nhsuk/whole_uni_form.html", "nhsuk/whole_uni_formset.html"}
_BANNED = {
    "safe filter": r"\|\s*safe(seq)?\b",
    "autoescape off": r"autoescape\s+off",
    "inline style": r"\sstyle\s*=|<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "inline handler": r"\son[a-z]+\s*=|\bhx-on|javascript:|\bjs:",
    "address elsewhere": r"(src|href)=[\"']https?://",
    "internal id in an address": r"\burl '[^']*'[^%]*\.(pk|id)\b",
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@cache
def _said() -> str:
    """Everything that could name a template: our Python and our templates."""
    return "\n".join([*(module.text for module in modules()), *(p.read_text(encoding="utf-8") for p in TEMPLATES)])


@cache
def _libraries() -> tuple[Path, ...]:
    """Folders of templates of the libraries we use."""
    configs = [Path(config.path) for config in apps.get_app_configs() if "site-packages" in config.path]
    return tuple(
        folder for path in configs for folder in (path / "templates", path.parent / "templates") if folder.is_dir()
    )


def _is_used(path: Path) -> bool:
    name = _name(path)
    if name in _KNOWN | _PACK or any((folder / name).is_file() for folder in _libraries()):
        return True
    if name.startswith("components/"):
        return _class_name(path.stem) in _said() or f'"{name}"' in _said()
    if path.suffix == ".txt":
        return re.search(rf"[\"']{re.escape(path.stem)}[\"']", _said()) is not None or _family_of_words(path)
    return re.search(rf"[\"']{re.escape(name)}[\"']", _said()) is not None or f"{name.removesuffix('.html')}" in _said()


def _class_name(stem: str) -> str:
    return "class " + "".join(word.capitalize() for word in stem.split("_"))


def _family_of_words(path: Path) -> bool:
    """Words that are chosen by who reads them: "accepted" + "_" + "family"."""
    parts = path.stem.split("_")
    return any(re.search(rf"[\"'{{_]{'_'.join(parts[:n])}[\"'_{{]", _said()) for n in range(1, len(parts)))


def test_every_template_is_used() -> None:
    check("unused templates", {_name(path): "is used by nothing" for path in TEMPLATES if not _is_used(path)})


@pytest.mark.parametrize("path", HTML, ids=_name)
def test_a_template_escapes_everything_and_keeps_script_and_style_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert [name for name, pattern in _BANNED.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", HTML, ids=_name)
def test_a_template_can_be_read(path: Path) -> None:
    assert get_template(_name(path))
    assert engines["django"]


def test_nothing_is_marked_safe_in_code() -> None:
    """Parts are drawn into pages by the `ui` tag library, and by the layout objects and the table cells beside it."""
    wrong = [m.name for m in modules() if "mark_safe(" in m.text or "format_html(" in m.text]
    safe = {m.name for m in modules() if "SafeString(" in m.text}

    assert wrong == []
    assert safe <= {f"pitservice.ui.{name}" for name in ("templatetags.ui", "layout", "controls", "tables")}


@pytest.mark.parametrize("path", HTML, ids=_name)
def test_a_page_without_the_usual_heading_brings_its_own(path: Path) -> None:
    """Title and main heading come from the layout; who replaces them draws others (the walk over addresses counts)."""
    text = path.read_text(encoding="utf-8")
    if "{% extends" in text and "block heading_row" in text:
        inside = text.split("block heading_row")[1].split("endblock")[0].split("%}", 1)[1]
        own = "<h1" in inside or "include" in inside or "block.super" in inside
        assert own or "Question" in text or "form" in text or "element" in text or "allauth/layouts" in str(path)
