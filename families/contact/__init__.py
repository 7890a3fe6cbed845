"""The second door: who may be told what (CON-1, P1). Nothing is sent to an addressee that was not made here.

`who_may_be_told(about, question)` answers for everybody concerned; `answer_for` asks again about one of them, in the
moment of sending. Facts come in as plain values (`facts`), the rules are a table of pure predicates (`rules`), and
`gather` reads the facts of a family; apps above register how the facts of their own things are read (a referral
that has no family yet).
"""

from __future__ import annotations

from families.contact.addressee import Addressee
from families.contact.decide import answer_for, answers_to, dry_run, one_reading, who_may_be_told
from families.contact.facts import Adult, Facts, Outsider, Point, Question
from families.contact.naming import NAMED, names_any
from families.contact.registry import register_facts, register_shunned
from families.contact.rules import ONE_BY_ONE, may_be_confirmed, may_be_told
from families.contact.versions import PLAIN, Version

__all__ = [
    "NAMED",
    "ONE_BY_ONE",
    "PLAIN",
    "Addressee",
    "Adult",
    "Facts",
    "Outsider",
    "Point",
    "Question",
    "Version",
    "answer_for",
    "answers_to",
    "dry_run",
    "may_be_confirmed",
    "may_be_told",
    "names_any",
    "one_reading",
    "register_facts",
    "register_shunned",
    "who_may_be_told",
]
