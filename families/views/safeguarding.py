"""Sharing and safeguarding: the tab, the chronology, concerns and what is done about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families import actions
from families.deadlines import answer_due
from families.forms.people import EndForm
from families.forms.safeguarding import (
    SHARED,
    ConcernForm,
    OutcomeForm,
    ReopenForm,
    SharingForm,
    StatusForm,
    StepForm,
)
from families.models import Concern, FamilyMember, Person, Professional, ProtectionStatus, SocialCareReferral
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters import safeguarding as words
from families.presenters.people import choices
from families.rules import CHILDREN
from families.safeguarding import chronology, makers
from families.selectors import members_of, professionals_of
from pitservice.accounts.enums import Permission
from pitservice.configuration.selectors import holidays_of
from pitservice.ui.components import Button, Link, Words
from pitservice.ui.words import inside

TAB = "families:safeguarding"


class SafeguardingPage(FamilyRecordPage):
    """Open concerns first, then what social care were asked, what is in force, what was shared, and what is over."""

    permission = Permission.SAFEGUARD
    tab = TAB
    heading = "Sharing and safeguarding"

    def buttons(self) -> Sequence[Button]:
        """What can be recorded, and the chronology."""
        to = [
            ("add_concern", "Record a concern"),
            ("add_sharing", "Record a decision to share, or not to"),
            ("chronology", "Chronology"),
        ]
        return [Button(text, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, text in to]

    def body(self) -> Sequence[object]:
        """In the order in which somebody who is worried needs it."""
        family, today = self.family, self.today
        names = names_in(list(family.members.all()))
        rows = chronology(family, self.viewer)
        holidays = holidays_of(family.team)
        asked = [(row, answer_due(row.due_on, row.chased_on, row.escalated_on, holidays)) for row in rows["referrals"]]
        is_open = [row for row in rows["concerns"] if row.closed_at is None]
        closed = [row for row in rows["concerns"] if row.closed_at is not None]
        return [
            words.concerns_section(f"Open concerns ({len(is_open)})", family, is_open, names, today),
            words.care_section(family, asked, today),
            words.statuses_section(family, rows["statuses"], names),
            words.sharings_section(rows["sharings"]),
            words.rules_help(),
            *([words.concerns_section("Closed concerns", family, closed, names, today)] if closed else []),
        ]


class ChronologyPage(FamilyRecordPage):
    """Everything about safety in the order in which it happened, with where it comes from; made to be printed."""

    permission = Permission.SAFEGUARD
    tab = TAB
    heading = "Chronology"

    def body(self) -> Sequence[object]:
        """Oldest first."""
        rows = chronology(self.family, self.viewer)
        steps = [step for concern in rows["concerns"] for step in concern.steps.all()]
        entered = makers([row for kind, found in rows.items() if kind != "errors" for row in found] + steps)
        names = names_in(list(self.family.members.all()))
        drawn = Words(["Drawn from the record’s entries, oldest first. Print it from your browser."])
        return [drawn, words.chronology_table(words.chronology_rows(rows, names, entered))]


class SafeguardingActionPage(FamilyActionPage):
    """A form that leads back to the tab."""

    abstract = True
    permission = Permission.SAFEGUARD
    back_to = TAB

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody in the family now, by key."""
        return {member.person.key: member.person for member in members_of(self.family)}

    def own(self, model: Any) -> Any:
        """The row of this family that the address names; 404 otherwise."""
        return self.find(model.objects.visible_to(self.viewer).filter(family=self.family), key=self.kwargs["item"])


class AddSharingPage(SafeguardingActionPage):
    """Record what was shared, or that it was not and why."""

    heading = "Record a decision to share, or not to"
    form_class = SharingForm
    submit_label = "Record it"
    success = "It has been recorded, with what each adult’s consent was at this moment."

    def aside(self) -> Sequence[object]:
        """The rules that help to decide."""
        return (words.rules_help(),)

    @cached_property
    def professionals(self) -> dict[str, Professional]:
        """Those in the family's life now, by key."""
        return {link.professional.key: link.professional for link in professionals_of(self.family)}

    def form_kwargs(self) -> dict[str, Any]:
        """With whom it can be."""
        offered = {}
        for link in professionals_of(self.family):
            offered[link.professional.key] = f"{link.professional.name}, {inside(link.get_role_display())}"
        return {"people": offered}

    def initial(self) -> dict[str, Any]:
        """Decided today, by the one who writes."""
        return {"decided_on": self.today, "decided_name": self.user.name}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("what", "purpose", "basis", "why", "decided_on", "decided_name")}
        actions.record_sharing(
            family=self.family,
            professional=self.professionals.get(given["professional"]),
            with_whom="" if given["professional"] else given["with_whom"],
            shared=given["shared"] == SHARED,
            **told,
            by=self.viewer.actor,
        )
        return self.back_href


class AddStatusPage(SafeguardingActionPage):
    """Record a child's standing with children's social care."""

    heading = "Record a plan or order"
    form_class = StatusForm
    submit_label = "Record it"
    success = "It stands on every page about this family now."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose it can be."""
        return {"people": choices([one for one in members_of(self.family) if self._is_child(one)], self.today)}

    def _is_child(self, member: FamilyMember) -> bool:
        return member.role in CHILDREN or member.person.is_under_18(self.today)

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("kind", "category", "starts_on")}
        actions.add_status(family=self.family, person=self.people[given["person"]], **told, by=self.viewer.actor)
        return self.back_href


class EndStatusPage(SafeguardingActionPage):
    """A status is no longer in force."""

    form_class = EndForm
    submit_label = "End it"
    success = "It is no longer in force. It stays in the chronology."

    def get_heading(self) -> str:
        """Which."""
        return f"End “{self.subject.get_kind_display()}”"

    def get_subject(self) -> ProtectionStatus:
        """One of this family's."""
        status: ProtectionStatus = self.own(ProtectionStatus)
        return status

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_status(status=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class AddConcernPage(SafeguardingActionPage):
    """Record a worry about somebody's safety."""

    heading = "Record a safeguarding concern"
    form_class = ConcernForm
    submit_label = "Record the concern"
    success = "It has been recorded. It stays on the worklist until it is closed with an outcome."

    def intro(self) -> Sequence[str]:
        """What comes first."""
        return ("If somebody is in danger now, call 999 first, and write afterwards.",)

    def form_kwargs(self) -> dict[str, Any]:
        """Whom it can be about."""
        return {"people": choices(members_of(self.family), self.today)}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("happened_on", "words", "next_step", "next_on")}
        person = self.people.get(given["person"])
        concern = actions.raise_concern(family=self.family, person=person, **told, by=self.viewer.actor)
        return reverse("families:concern", args=[self.family.key, concern.key])


class ConcernPage(FamilyRecordPage):
    """One concern: what it is, what was done, what social care were asked, what can be done."""

    permission = Permission.SAFEGUARD
    tab = TAB

    @cached_property
    def concern(self) -> Concern:
        """One of this family's."""
        rows = Concern.objects.visible_to(self.viewer).filter(family=self.family).prefetch_related("steps")
        return self.find(rows, key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Whom it is about, and when."""
        return words.concern_title(self.concern, names_in(list(self.family.members.all())))

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The family, then the tab."""
        return [*super().get_breadcrumbs(), Link("Sharing and safeguarding", reverse(TAB, args=[self.family.key]))]

    def buttons(self) -> Sequence[Button]:
        """What can be done in its state."""
        return words.concern_buttons(self.family, self.concern)

    def body(self) -> Sequence[object]:
        """As it stands."""
        concern, holidays = self.concern, holidays_of(self.family.team)
        entered = makers([concern, *concern.steps.all()])
        names = names_in(list(self.family.members.all()))
        rows = SocialCareReferral.objects.visible_to(self.viewer).filter(concern=concern).order_by("pk")
        asked = [(row, answer_due(row.due_on, row.chased_on, row.escalated_on, holidays)) for row in rows]
        return [
            words.concern_facts(concern, names, entered[str(concern.created_by)], self.today),
            words.care_section(self.family, asked, self.today),
            words.steps_section(concern, entered),
        ]


class ConcernActionPage(SafeguardingActionPage):
    """A form about one concern, which leads back to it."""

    abstract = True

    def get_subject(self) -> Concern:
        """One of this family's."""
        concern: Concern = self.own(Concern)
        return concern

    @property
    def back_href(self) -> str:
        """The concern's page."""
        return reverse("families:concern", args=[self.family.key, self.kwargs["item"]])


class AddStepPage(ConcernActionPage):
    """Record what was done, and what happens next."""

    heading = "Record what was done"
    form_class = StepForm
    submit_label = "Record it"
    success = "It has been recorded."

    def initial(self) -> dict[str, Any]:
        """Done today; the next step as planned, if it is still to come."""
        planned = self.subject.next_on if self.subject.next_on and self.subject.next_on >= self.today else None
        return {"done_on": self.today, "next_step": self.subject.next_step if planned else "", "next_on": planned}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("kind", "done_on", "who", "words", "next_step", "next_on", "seen")}
        actions.add_step(concern=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class CloseConcernPage(ConcernActionPage):
    """A person says how it ended."""

    heading = "Close this concern"
    form_class = OutcomeForm
    submit_label = "Close it"
    success = "The concern is closed. It stays in the chronology."

    def act(self, form: Any) -> str:
        """Close it."""
        given = form.cleaned_data
        actions.close_concern(concern=self.subject, outcome=given["outcome"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class ReopenConcernPage(ConcernActionPage):
    """Something new came to light."""

    heading = "Open this concern again"
    form_class = ReopenForm
    submit_label = "Open it again"
    success = "The concern is open again, and on the worklist."

    def act(self, form: Any) -> str:
        """Open it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("reason", "next_step", "next_on", "seen")}
        actions.reopen_concern(concern=self.subject, **told, by=self.viewer.actor)
        return self.back_href
