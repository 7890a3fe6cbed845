"""A measure on paper, to be filled in together (P71). The words of a risk question come with where help is (P60)."""

from __future__ import annotations

from collections.abc import Sequence

from measures.presenters.private import HELP
from measures.spec import Spec
from pitservice.ui.components import Callout, Cell, Column, Empty, Fact, FactList, Table, Words

#: A box to tick, drawn by hand.
BOX = "☐"


def body(spec: Spec) -> list[object]:
    """Who and when, the questions with a box for each answer, help; no name stands on it."""
    if not spec.by_item:
        return [Empty("The words of this measure are not ours to print. Use the form that its owner gives out.")]
    lines = [line for line in (spec.intro, spec.credit) if line]
    head = [Fact("Our reference", " "), Fact("Day", " ")]
    columns = [Column("Question"), *(Column(label) for label in spec.anchors)]
    rows = [
        [Cell(f"{number}. {text}"), *(Cell(BOX) for _ in spec.anchors)] for number, text in enumerate(spec.items, 1)
    ]
    return [FactList(head), *([Words(lines)] if lines else []), Table(spec.name, columns, rows), *_help(spec)]


def _help(spec: Spec) -> Sequence[object]:
    """Where there is a question that must not wait: filled in together, and read before anybody leaves."""
    if not spec.alerts:
        return ()
    numbers = " and ".join(str(risk.item) for risk in spec.alerts)
    ours = f"For the practitioner: read question {numbers} before you part, and record the form on the same day."
    return [Callout("If you need help now", HELP), Words([ours])]
