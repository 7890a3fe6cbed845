"""The documents that are made from code: rules, who may be told, roles, states, hazards (`manage.py write_docs`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.apps import apps

from families.contact.document import contact_rules_document
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.roles import ROLES
from pitservice.governance.hazards import hazards_document
from pitservice.governance.phrases import phrases_document
from pitservice.governance.rules import ROOT, Rule, all_rules

_MADE = "<!-- Made by `manage.py write_docs`. Change the code or docs/rules.toml, not this. -->"
#: More than this many places are counted, not listed.
_LISTED = 8


def rules_document() -> str:
    """docs/rules.md: ID, sentence, where it is kept, which tests show it."""
    rules = all_rules()
    lines = ["# Rules", "", _MADE, "", "| ID | rule | kept by | shown by |", "|---|---|---|---|"]
    lines += [_rule_row(rule) for rule in rules.values()]
    missing = [rule for rule in rules.values() if not (rule.code and rule.tests)]
    lines += ["", "## Not kept or not shown yet", ""]
    lines += [f"- {rule.name}: {_lacking(rule)}" for rule in missing] or ["Nothing."]
    return "\n".join(lines) + "\n"


def _rule_row(rule: Rule) -> str:
    says = f"{rule.says} *{rule.comes}*" if rule.comes else rule.says
    return f"| {rule.name} | {says} | {_places(sorted(rule.code))} | {_places(sorted(rule.tests))} |"


def _places(places: list[str]) -> str:
    shown = "<br>".join(f"`{place}`" for place in places[:_LISTED])
    return f"{shown}<br>and {len(places) - _LISTED} more" if len(places) > _LISTED else shown or "–"


def _lacking(rule: Rule) -> str:
    lacks = " and ".join(what for what, there in (("no code", rule.code), ("no test", rule.tests)) if not there)
    return f"{lacks} claims it. {rule.comes}".strip()


def roles_document() -> str:
    """docs/roles.md: what each role is for, and the grid."""
    roles = list(ROLES.values())
    lines = ["# Roles", "", _MADE, ""]
    lines += [f"- **{RoleName(role.name).label}**: {role.description}" for role in roles]
    lines += [
        "",
        "| may | " + " | ".join(RoleName(role.name).label for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for permission in Permission:
        held = ("yes" if permission in role.permissions else "" for role in roles)
        lines.append(f"| {permission} | " + " | ".join(held) + " |")
    involved = [RoleName(role.name).label for role in roles if role.only_involved]
    lines += ["", f"{', '.join(involved)}: only families they are involved with."]
    return "\n".join(lines) + "\n"


def states_document() -> str:
    """docs/states.md: a diagram for each thing that moves."""
    lines = ["# States", "", _MADE]
    moving = [model for model in apps.get_models() if hasattr(model, "MOVES")]
    for model in sorted(moving, key=lambda m: m.MOVES.noun):
        table = model.MOVES
        lines += ["", f"## {table.noun.capitalize()}", "", "```mermaid", table.mermaid(), "```", ""]
        lines += [f"- `{value}`: {label}" for value, label in table.states.choices]
    return "\n".join(lines) + "\n"


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "docs/rules.md": rules_document,
    "docs/contact-rules.md": contact_rules_document,
    "docs/roles.md": roles_document,
    "docs/states.md": states_document,
    "docs/safety/hazards.md": hazards_document,
    "pitservice/configuration/phrases.json": phrases_document,
}


def write_all(root: Path = ROOT) -> list[str]:
    """Write every document that has changed; returns their names."""
    changed = []
    for name, make in DOCUMENTS.items():
        path, text = root / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed
