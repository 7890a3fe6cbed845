"""Questions about requests for a record, incidents, holds and destruction."""

from __future__ import annotations

from typing import Any

from django import forms

from families.enums import IncidentKind, ReleaseDecision, ReleaseGround, RequestDecision, RequestKind
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, NhsTimeField
from pitservice.ui.forms import ActForm


class RequestForm(ActForm):
    """Who asks for what (P31)."""

    kind = NhsChoiceField(label="What is asked for?", called="what is asked for", choices=RequestKind.choices)
    asked_by = NhsCharField(label="Who asks?", called="who asks", autocomplete="off")
    whose = NhsChoiceField(label="Whose information is it?", called="whose information it is", required=False)
    received_on = NhsDateField(
        label="When was it received?",
        called="the day it was received",
        past=True,
        help_text="By word of mouth counts too. It is due one calendar month later",
    )
    words = NhsTextField(label="In their own words", required=False, rows=3)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "whose", people, nobody="The whole record")


class CheckForm(ActForm):
    """How it was seen who asks, and that they may."""

    identity_how = NhsCharField(
        label="How was the identity checked?",
        called="how the identity was checked",
        help_text="What was seen, or how they are known. Ask for no more than you need",
        autocomplete="off",
    )
    responsibility_how = NhsCharField(
        label="How was parental responsibility, or the right to ask for somebody else, checked?",
        called="how the right to ask was checked",
        required=False,
        help_text="Needed when somebody asks for a child’s information, or acts for somebody else",
        autocomplete="off",
    )


class DecisionForm(ActForm):
    """What was decided about a request, and why."""

    decision = NhsChoiceField(label="What was decided?", called="what was decided", choices=RequestDecision.choices)
    reason = NhsTextField(label="Why?", called="the reason", rows=4, max_length=2000)


class IncidentForm(ActForm):
    """What went wrong."""

    kind = NhsChoiceField(label="What went wrong?", called="what went wrong", choices=IncidentKind.choices)
    words = NhsTextField(
        label="What happened?",
        called="what happened",
        rows=5,
        help_text="What went where, and who may have seen it",
    )
    day = NhsDateField(label="Which day did somebody here know of it?", called="the day it became known", past=True)
    time = NhsTimeField(
        label="At what time?", called="the time it became known", help_text="For a breach the 72 hours begin then"
    )


class TeamIncidentForm(IncidentForm):
    """The same where it is about no single family."""

    team = NhsChoiceField(label="Which team?", called="which team", widget=forms.Select)

    field_order = ("submission", "seen", "team", "kind", "words", "day", "time")

    def __init__(self, *args: Any, teams: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "team", teams)


class IncidentNoteForm(ActForm):
    """What was done about it."""

    reported_day = NhsDateField(
        label="When was it reported to the Information Commissioner?",
        called="the day it was reported",
        required=False,
        past=True,
        help_text="Leave empty if it was not",
    )
    reported_time = NhsTimeField(label="At what time?", called="the time it was reported", required=False)
    people_told = NhsTextField(
        label="Who of those concerned was told, what and when?", called="who was told", required=False, rows=4
    )


class HoldForm(ActForm):
    """Why a record is held."""

    why = NhsCharField(
        label="Why must the record be kept?",
        called="why the record must be kept",
        max_length=300,
        help_text="A court, an inquiry, a child death review",
    )


class PieceForm(ActForm):
    """What becomes of one entry in the copy."""

    decision = NhsChoiceField(
        label="What becomes of this entry?", called="what becomes of this entry", choices=ReleaseDecision.choices
    )
    left_out = NhsTextField(
        label="Which words are left out?",
        called="which words are left out",
        required=False,
        rows=4,
        help_text="Copy them from the entry, each passage on a line of its own. Only if it is given without some words",
    )
    ground = NhsChoiceField(
        label="On which ground?", called="the ground", required=False, choices=ReleaseGround.choices
    )
    why = NhsTextField(
        label="Why?",
        called="the reason",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Who decided, and what was weighed. For serious harm name the health professional. It is not given",
    )
