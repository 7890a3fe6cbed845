"""Our own sentences about referrals, read out of the code as gettext reads those that it is given to translate.

`manage.py write_docs` writes them to `pitservice/configuration/phrases.json`; `configuration.phrases` knows by them
which words on a page are ours and which somebody typed.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from pitservice.governance.rules import ROOT

_READ = ("caseload", "consultation", "families", "measures", "pitservice", "referrals")
#: Not ours to rename: what is referred on to children's social care or another service is no registration, and a
#: report and the demo's invented texts keep the common word.
_LEFT = re.compile(r"/(migrations|governance|demo|settings|management|directory)\b|safeguarding|social_care|concerns")
_ELSEWHERE = re.compile(
    r"social care|[Ss]elf.referral|\b[Rr]efer (it|to|on)\b|\breferral to \{\}|[Aa]dvised to refer|call a referral"
)
_SAID = re.compile(r"\b[Rr]efer(rals?)?\b")
#: What is a name for the machine: `referrals:inbox`, `refer/<slug:team>/`, `referral`.
_CODE = re.compile(r"[a-z_-]+|\S*[/:._<]\S*")


def phrases_document(root: Path = ROOT) -> str:
    """Every phrase once, sorted; `{}` stands where the code puts something in."""
    found = {phrase for app in _READ for path in sorted((root / app).rglob("*.py")) for phrase in _phrases(path, root)}
    return json.dumps(sorted(found), ensure_ascii=False, indent=1) + "\n"


def _phrases(path: Path, root: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if _LEFT.search(f"/{path.relative_to(root)}") or not _SAID.search(source):
        return
    for text in _literals(ast.parse(source)):
        if _SAID.search(text) and not _CODE.fullmatch(text) and not _ELSEWHERE.search(text):
            yield text


def _literals(tree: ast.Module) -> Iterator[str]:
    """Texts in the code, those of f-strings whole; docstrings are no text."""
    skipped = set[int]()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                skipped.add(id(docstring))
            case ast.JoinedStr(values=parts):
                skipped.update(id(part) for part in parts)
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            case ast.Constant(value=str() as text) if id(node) not in skipped:
                yield re.sub(r"\{[a-z_]*\}", "{}", text)
