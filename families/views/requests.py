"""One request for a record: received, checked, taken longer, decided (P31)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from families import actions
from families.forms.people import ReasonForm
from families.forms.register import CheckForm, DecisionForm, RequestForm
from families.models import RecordRequest
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters import register as words
from families.presenters.people import choices
from families.register import kept, withholding
from families.selectors import members_of, professionals_of
from families.views.register import KeptFamily
from pitservice.audit.selectors import what_was_done_to
from pitservice.ui.components import Button, Link
from pitservice.ui.words import inside

TAB = "families:record_keeping"


class AddRequestPage(KeptFamily, FamilyActionPage):
    """Somebody asked for the record, or that it be changed."""

    heading = "Record a request"
    form_class = RequestForm
    submit_label = "Record it"
    back_to = TAB
    success = "It has been recorded, and stands on the worklist until it is decided."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose information it can be."""
        return {"people": choices(members_of(self.family), self.today)}

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"received_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        people = {member.person.key: member.person for member in members_of(self.family)}
        told = {name: given[name] for name in ("kind", "asked_by", "received_on", "words")}
        whose = people.get(given["whose"])
        request = actions.receive_request(family=self.family, whose=whose, **told, by=self.viewer.actor)
        return reverse("families:request", args=[self.family.key, request.key])


class RequestPage(KeptFamily, FamilyRecordPage):
    """A request as it stands, and what is looked at before anything is given."""

    tab = TAB

    @cached_property
    def asked(self) -> RecordRequest:
        """One of this family's."""
        rows = kept(RecordRequest, self.user).filter(family=self.family).select_related("family", "whose")
        found: RecordRequest = self.find(rows, key=self.kwargs["item"])
        return found

    def get_heading(self) -> str:
        """What is asked for, and by whom."""
        return str(self.asked)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The family, then its record keeping."""
        return [*super().get_breadcrumbs(), Link("Record keeping", reverse(TAB, args=[self.family.key]))]

    def buttons(self) -> Sequence[Button]:
        """What can be done until it is decided."""
        return words.request_buttons(self.asked, drawn_up=self.asked.releases.exists())

    def body(self) -> Sequence[object]:
        """Where it stands, then the list."""
        row, family = self.asked, self.family
        names = names_in(list(family.members.all()))
        reasons = words.reasons_by_verb(list(what_was_done_to(row)))
        parts: list[object] = [words.request_facts(row, names, self.today, reasons)]
        if row.decided_at is None:
            found = withholding(row)
            parts += words.checklist(
                found.documents,
                [names.get(alert.person_id or 0, "Somebody") for alert in found.restricted],
                words.names_of_others(list(family.members.all()), names, found.others),
                [f"{link.professional.name}, {inside(link.get_role_display())}" for link in professionals_of(family)],
                found.safety,
            )
        return parts


class RequestActionPage(KeptFamily, FamilyActionPage):
    """A form about one request, which leads back to it."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> RecordRequest:
        """One of this family's."""
        request: RecordRequest = self.own(RecordRequest)
        return request

    @property
    def back_href(self) -> str:
        """The request's page."""
        return reverse("families:request", args=[self.family.key, self.kwargs["item"]])


class CheckRequestPage(RequestActionPage):
    """How it was seen who asks."""

    heading = "Record who asks"
    form_class = CheckForm
    success = "It has been recorded."

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {name: getattr(self.subject, name) for name in ("identity_how", "responsibility_how")}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("identity_how", "responsibility_how", "seen")}
        actions.check_request(request=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class ExtendRequestPage(RequestActionPage):
    """A complex request takes longer."""

    heading = "Take two months longer"
    form_class = ReasonForm
    success = "It is due two months later. Tell whoever asked, within the first month, and why."

    def intro(self) -> Sequence[str]:
        """When that is allowed."""
        return ("Only for a complex request, or several at once. Whoever asked is told so within the first month.",)

    def act(self, form: Any) -> str:
        """Extend it."""
        given = form.cleaned_data
        actions.extend_request(request=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class DecideRequestPage(RequestActionPage):
    """What was decided, and why."""

    heading = "Decide this request"
    form_class = DecisionForm
    submit_label = "Record the decision"
    success = "The decision has been recorded."

    def act(self, form: Any) -> str:
        """Decide."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("decision", "reason", "seen")}
        actions.decide_request(request=self.subject, **told, by=self.viewer.actor)
        return self.back_href
