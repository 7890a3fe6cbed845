"""The second door: nothing leaves the product but to an Addressee that the contact rules made (P1, CON-1)."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.code import calls, check, modules

_ROOM = "families.contact."
#: Who may make a row that leaves the product, and who may use what carries it out.
_MAKERS = {
    "Message": ("pitservice.messaging.actions",),
    "Copy": ("pitservice.letters.actions",),
    "Letter": ("pitservice.letters.actions",),
}
_MAKES = ("create", "get_or_create", "bulk_create", "update_or_create")
#: What carries words out of the machine; the launcher may ask its own web server whether it answers.
_CARRIERS = {"send_mail", "send_mass_mail", "EmailMessage", "EmailMultiAlternatives", "urlopen"}
_CARRIERS_LIVE_IN = ("pitservice.messaging.gateways", "pitservice.embedded")
_TALKS = {
    "http.client",
    "httpx",
    "notifications_python_client",
    "requests",
    "smtplib",
    "twilio",
    "urllib.request",
    "urllib3",
}


def _calls() -> list[tuple[str, list[str], ast.Call]]:
    """Every call of the product: in which module, the chain of what is called, the call."""
    return [(module.name, path, call) for module in modules() for call, path in calls(module.tree)]


@pytest.mark.rule("P1")
@pytest.mark.rule("CON-1")
def test_only_the_contact_rules_make_an_addressee() -> None:
    made = [name for name, path, _ in _calls() if path[-1] == "Addressee"]
    copied = [name for name, path, call in _calls() if path[-1] == "replace" and "ddressee" in ast.unparse(call)]

    assert [name for name in made if not name.startswith(_ROOM)] == []
    assert copied == []
    assert made


@pytest.mark.rule("P1")
def test_rows_that_leave_the_product_are_made_in_one_place() -> None:
    found = {
        name: f"makes a {path[0]} at line {call.lineno}"
        for name, path, call in _calls()
        if path[0] in _MAKERS and (len(path) == 1 or path[-1] in _MAKES) and not name.startswith(_MAKERS[path[0]])
    }

    check("sent outside the doors", found)


@pytest.mark.rule("P1")
def test_what_carries_words_out_is_used_by_gateways_alone() -> None:
    wrong = [f"{name}: {path[-1]}" for name, path, _ in _calls() if path[-1] in _CARRIERS and not _may_carry(name)]
    for module in modules():
        talks = sorted(_imports(module.tree) & _TALKS)
        wrong += [f"{module.name}: imports {talk}" for talk in talks if not _may_carry(module.name)]

    assert wrong == []


def _may_carry(name: str) -> bool:
    return name.startswith(_CARRIERS_LIVE_IN)


def _imports(tree: ast.Module) -> set[str]:
    """Whole names of what is imported, and the packages they are in."""
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {name.split(".")[0] for name in found}


@pytest.mark.rule("P1")
def test_texts_and_letters_take_an_addressee_and_nothing_else() -> None:
    """`queue(to=…)` and each `CopyFor(addressee=…)` are typed as Addressee: mypy does the rest."""
    annotations = {
        (module.name, function.name, argument.arg): ast.unparse(argument.annotation)
        for module in modules()
        if module.name.startswith("pitservice.messaging.actions")
        for function in module.functions
        for argument in function.args.kwonlyargs
        if argument.annotation and argument.arg == "to"
    }
    fields = {
        ast.unparse(part.annotation)
        for module in modules()
        if module.name.startswith("pitservice.letters")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and node.name == "CopyFor"
        for part in node.body
        if isinstance(part, ast.AnnAssign) and ast.unparse(part.target) == "addressee"
    }

    assert set(annotations.values()) == {"Addressee"}
    assert fields == {"Addressee"}


@pytest.mark.rule("P1")
def test_every_file_that_is_handed_out_says_why_it_may_be() -> None:
    """A file can be carried anywhere: a letter's copy has an addressee, everything else is excused with its reason."""
    found = {
        f"{module.name}.{node.name}": "hands out a file"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and not module.name.startswith("pitservice.ui")
        if any(ast.unparse(base).endswith("FilePage") for base in node.bases)
    }
    answers = {"FileResponse", "StreamingHttpResponse"}
    raw = [f"{name}: {path[-1]}" for name, path, _ in _calls() if path[-1] in answers and not _may_serve(name)]

    check("files handed out", found)
    assert raw == []


def _may_serve(name: str) -> bool:
    return name.startswith("pitservice.files")


@pytest.mark.rule("P1")
def test_whatever_sends_asks_the_contact_rules_in_the_same_module() -> None:
    """Receipts, letters of a decision, reminders: no module gets its addressees from somewhere out of sight."""
    asks = {"who_may_be_told", "decide", "answer_for"}
    senders = [module for module in modules() if _sends(module.tree) and not module.name.startswith(_OUT)]

    assert [module.name for module in senders if not asks & _names_imported(module.tree)] == []
    assert {"referrals.telling", "caseload.actions.telling"} <= {module.name for module in senders}


_OUT = ("pitservice.messaging", "pitservice.letters")


def _sends(tree: ast.Module) -> bool:
    sending = {path[-1] for _, path in calls(tree)} & {"queue", "write"}
    doors = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OUT)
    ]
    return bool(sending) and any({"queue", "write", "actions"} & {alias.name for alias in node.names} for node in doors)


def _names_imported(tree: ast.Module) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}
