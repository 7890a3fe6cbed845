"""The form of the decision page: one page, read from top to bottom (pages.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Protocol, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from families.models import Family, Organisation
from pitservice.configuration.enums import NotAcceptedReason
from pitservice.configuration.models import RiskItem
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsModelChoiceField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, offer_choices, offer_rows
from pitservice.ui.layout import Draw, Heading, Opens, Reveal, Submit
from referrals.enums import AskedBy, Outcome, ToldBy, WithdrawnBy
from referrals.registry import Route
from referrals.selectors import Look
from referrals.verdict import ACCEPTING, Verdict

NEW = "new"
ROUTE = "route_"


#: Questions that would be asked although their outcome cannot be chosen now, as from a review by the team.
_ASKED: Mapping[str, Sequence[str]] = {
    Outcome.MORE_INFORMATION: ("missing", "asked_for", "asked_by", "chase_on"),
    Outcome.TEAM_REVIEW: ("review_note",),
}


class Letters(Protocol):
    """What an outcome sends."""

    @property
    def preview(self) -> Sequence[object]:
        """Every letter as it will go."""

    @property
    def gets(self) -> Sequence[str]:
        """Who gets what, whatever is chosen besides."""


@dataclass(frozen=True)
class Decided:
    """What the page knows and the form needs: choices, and the parts to be read between the questions."""

    items: Sequence[RiskItem]
    ticked_by_referrer: frozenset[int]
    ticked: frozenset[int]
    outcomes: Sequence[Outcome]
    look: Look
    settled: Family | None
    gaps: Sequence[str]
    alternatives: Any
    chase_on: date
    missing: Sequence[str]
    by_email: bool
    route: Route | None
    route_fields: Mapping[str, forms.Field] = field(default_factory=dict)
    parts: Mapping[str, Sequence[object]] = field(default_factory=dict)
    letters: Mapping[str, Letters] = field(default_factory=dict)  # of each outcome, drawn when it is looked at


class DecideForm(ActForm):
    """Who it is about, what the screener ticks, and the decision with only its own questions."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)  # who gets what, as it stood on the page
    who = NhsChoiceField(label="Who is it about?", required=False, called="whom the referral is about")
    screening_note = NhsTextField(label="Your note on the screening", required=False, rows=2)
    differs = NhsTextField(label="If you decide otherwise than the rule suggests, say why", required=False, rows=2)
    exception = NhsTextField(
        label="If you accept it all the same, say why",
        help_text="Their letters wait until it is recorded that they know and agree.",
        required=False,
        rows=2,
    )
    outcome = NhsChoiceField(label="What do you decide?", called="your decision")
    reason = NhsChoiceField(
        label="Why is it not for us?", choices=NotAcceptedReason.choices, called="why the referral is not accepted"
    )
    alternative = NhsModelChoiceField(
        label="Another service to suggest", required=False, queryset=Organisation.objects.none(), empty_label="None"
    )
    other_alternative = NhsCharField(label="Or one that is not in the list", required=False)
    note = NhsTextField(
        label="More for the referrer's letter", help_text="It does not go to the family.", required=False, rows=3
    )
    told_by = NhsChoiceField(label="From whom does the family hear?", choices=ToldBy.choices, initial=ToldBy.TEAM)
    missing = NhsMultipleChoiceField(label="What is missing?", required=False, small=True)
    asked_for = NhsTextField(
        label="What else do you ask for?", required=False, help_text="It goes to whoever referred.", rows=3
    )
    asked_by = NhsChoiceField(
        label="How do we ask?",
        choices=AskedBy.choices,
        initial=AskedBy.LETTER,
        hints={
            AskedBy.EMAIL: "It holds a link and no question. You tell them the code by telephone.",
            AskedBy.LETTER: "It holds the questions, a link and its code.",
        },
        called="how to ask",
    )
    chase_on = NhsDateField(label="When is an answer chased?", called="the date an answer is chased", future=True)
    withdrawn_by = NhsChoiceField(
        label="Who no longer wants it?", choices=WithdrawnBy.choices, called="who no longer wants it"
    )
    withdrawn_note = NhsTextField(
        label="Why is it withdrawn?",
        called="why it is withdrawn",
        help_text="For the record: it goes into no letter.",
        rows=2,
    )
    review_note = NhsTextField(label="What should the team look at?", required=False, rows=2)

    def __init__(self, *args: Any, decided: Decided, **kwargs: Any) -> None:
        self.decided = decided
        super().__init__(*args, **kwargs)
        self.groups = self._add_risks(decided)
        if decided.route is not None:
            for name, question in decided.route_fields.items():
                self.fields[f"{ROUTE}{name}"] = question
        self._set_choices(decided)
        self.initial.setdefault("chase_on", decided.chase_on)
        if not self.is_bound:
            self.initial.setdefault("read", self._as_drawn())
        for outcome in _ASKED.keys() - set(decided.outcomes):  # what nothing opens is not asked
            for name in _ASKED[outcome]:
                del self.fields[name]

    def _add_risks(self, decided: Decided) -> list[tuple[str, str]]:
        """One set of boxes for each group of the list; returns (group, name of its field)."""
        found = []
        for number, (group, items) in enumerate(groupby(decided.items, key=lambda item: item.group)):
            name, listed = f"ticks_{number}", list(items)
            self.fields[name] = NhsMultipleChoiceField(
                label=group,
                required=False,
                small=True,
                choices=[(str(item.pk), item.label) for item in listed],
                hints={
                    str(item.pk): "Ticked by the referrer" for item in listed if item.pk in decided.ticked_by_referrer
                },
                initial=[str(item.pk) for item in listed if item.pk in decided.ticked],
            )
            found.append((group, name))
        return found

    def _set_choices(self, decided: Decided) -> None:
        labels = {outcome: Outcome(outcome).label for outcome in decided.outcomes}
        offer_choices(self, "outcome", labels.items())
        known = [(match.family.key, match.family.title) for match in decided.look.matches]
        hints = {match.family.key: match.reason.capitalize() for match in decided.look.matches}
        offer_choices(self, "who", [*known, (NEW, "None of these: a family we do not know yet")], hints)
        offer_rows(self, "alternative", decided.alternatives)
        offer_choices(self, "missing", [(one, one[:1].upper() + one[1:]) for one in decided.missing])
        if not decided.by_email:
            offer_choices(self, "asked_by", [(str(AskedBy.LETTER), AskedBy.LETTER.label)])
        if decided.settled is not None or decided.look.guardian or not decided.look.matches:
            del self.fields["who"]
        if not decided.gaps:
            del self.fields["exception"]
        if not self.groups:
            del self.fields["screening_note"], self.fields["differs"]
        if decided.look.guardian:
            del self.fields["outcome"]

    @property
    def helper(self) -> FormHelper:
        """The page from top to bottom."""
        helper = super().helper
        parts = self.decided.parts
        ticked = f"{len(self.decided.ticked_by_referrer)} ticked by the referrer"
        risks = [name for _, name in self.groups]
        helper.layout = Layout(
            "submission",
            "seen",
            "read",
            Draw(*parts.get("who", ())),
            *self._has("who"),
            Draw(*parts.get("worries", ())),
            Draw(*parts.get("agreement", ())),
            *self._has("exception"),
            Draw(*parts.get("risks", ())),
            *([Opens(f"Tick what you see yourself ({ticked})", *risks, "screening_note")] if risks else ()),
            *self._has("differs"),
            Draw(*parts.get("helpers", ())),
            Draw(*parts.get("missing", ())),
            Draw(*parts.get("review", ())),
            *self._deciding(),
        )
        return helper

    def _deciding(self) -> list[Any]:
        """The decision itself, unless the guardian must be asked first (P10)."""
        if self.decided.look.guardian:
            return []
        preview = Submit("Show what will be sent", name="preview", value="1", secondary=True)
        return [Heading("Your decision"), Reveal("outcome", self._revealed()), preview]

    def _has(self, name: str) -> list[str]:
        return [name] if name in self.fields else []

    def _revealed(self) -> dict[str, list[Any]]:
        questions: dict[str, list[Any]] = {
            Outcome.WAITING_LIST: [],
            Outcome.ALLOCATE: [f"{ROUTE}{name}" for name in self.decided.route_fields],
            Outcome.NOT_ACCEPTED: ["reason", "alternative", "other_alternative", "note", "told_by"],
            Outcome.MORE_INFORMATION: ["missing", "asked_for", "asked_by", "chase_on"],
            Outcome.TEAM_REVIEW: ["review_note"],
            Outcome.WITHDRAWN: ["withdrawn_by", "withdrawn_note"],
        }
        return {
            outcome: [*questions[outcome], Draw(*self.decided.letters[outcome].preview)]
            for outcome in self.decided.outcomes
        }

    def clean(self) -> dict[str, Any]:
        """Accepting a referral that may be about a family we know needs somebody to say whom it is about."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") in ACCEPTING and "who" in self.fields and not cleaned.get("who"):
            self.add_error("who", "Choose whom the referral is about")
        asked = cleaned.get("missing") or (cleaned.get("asked_for") or "").strip()
        if cleaned.get("outcome") == Outcome.MORE_INFORMATION and not asked:
            self.add_error("missing" if self.decided.missing else "asked_for", "Say what you ask for")
        return cleaned

    def drawn(self) -> None:
        """Before the page is drawn again: from now on it is read as it stands on it."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("read")] = self._as_drawn()
        self.data = data

    def _as_drawn(self) -> str:
        return json.dumps({outcome: list(one.gets) for outcome, one in self.decided.letters.items()})

    def was_read(self, outcome: str) -> Sequence[str] | None:
        """Who gets what by an outcome, as it stood on the page; None where the page said nothing that can be read."""
        try:
            lines = json.loads(self.cleaned_data["read"] or "null")[outcome]
        except (ValueError, TypeError, LookupError):
            return None
        return lines if isinstance(lines, list) else None

    def verdict(self) -> Verdict:
        """What was decided."""
        given = self.cleaned_data
        chosen = next((match for match in self.decided.look.matches if match.family.key == given.get("who")), None)
        outcome = Outcome(given["outcome"])
        return Verdict(
            outcome=outcome,
            family=chosen.family if chosen else self.decided.settled,
            match_reason=chosen.reason if chosen else "",
            who=chosen.who() if chosen else {},
            not_about=self._not_about() if given.get("who") == NEW else (),
            ticks=self.ticks() if self.groups else None,
            screening_note=given.get("screening_note", ""),
            differs=given.get("differs", ""),
            exception=given.get("exception", ""),
            reason=given.get("reason", ""),
            alternative=given.get("alternative"),
            alternative_name=given.get("other_alternative") or "",
            note=given.get("note") or given.get("review_note") or given.get("withdrawn_note") or "",
            told_by=ToldBy(given.get("told_by") or ToldBy.TEAM),
            withdrawn_by=given.get("withdrawn_by") or "",
            missing=given.get("missing") or [],
            asked_by=AskedBy(given.get("asked_by") or AskedBy.LETTER),
            asked_for=given.get("asked_for") or "",
            chase_on=given.get("chase_on"),
            answers={name: given.get(f"{ROUTE}{name}") for name in self.decided.route_fields},
        )

    def _not_about(self) -> list[Family]:
        """The records that were offered, but for those of which only the guardian says so."""
        return [match.family for match in self.decided.look.matches if not match.family.restricted]

    def ticks(self) -> list[int]:
        """What the screener ticked."""
        return [int(tick) for _, name in self.groups for tick in self.cleaned_data.get(name, [])]


__all__ = ["NEW", "DecideForm", "Decided"]
