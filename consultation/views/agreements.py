"""Written agreements with organisations that the team consults to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse

from consultation import actions, presenters
from consultation.forms import AgreementForm, EndAgreementForm, OpenFilter, RecordAgreementForm
from consultation.models import WrittenAgreement
from consultation.selectors import agreements
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage, RecordPage

AGREEMENTS = "consultation:agreements"
NAV = "consultation:list"


class AgreementListPage(ListPage):
    """Those in force, by the day of their review."""

    permission = Permission.SEE_CONSULTATIONS
    nav = NAV
    heading = "Written agreements"
    noun = ("agreement", "agreements")
    filter_form = OpenFilter
    sorts = {"review": "review due first"}

    def records(self) -> Any:
        """Those in force, unless all are asked for."""
        return agreements(self.viewer, ended_too=self.values.get("show") == "all")

    def columns(self) -> Sequence[Column]:
        """What of each."""
        return presenters.AGREEMENT_COLUMNS

    def row(self, record: WrittenAgreement) -> Sequence[Cell]:
        """One."""
        return presenters.agreement_row(record, self.today)

    def get_back(self) -> Link:
        """The consultations."""
        return Link("Consultations", reverse(NAV))

    def buttons(self) -> Sequence[Button]:
        """For those who consult."""
        may = Viewer.of(self.user, Permission.CONSULT).allowed
        return [Button("Record an agreement", reverse("consultation:record-agreement"))] if may else []

    def empty(self) -> Empty:
        """None."""
        return Empty(
            "No agreements are recorded. Where a team has one with an organisation it says that advice rests on what "
            "the consultee tells us, and that they and their employer stay accountable."
        )


class AgreementPage(RecordPage):
    """One agreement."""

    permission = Permission.SEE_CONSULTATIONS
    nav = NAV

    def get_record(self) -> WrittenAgreement:
        """The one in the address."""
        return self.find(WrittenAgreement.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """With whom."""
        return f"Agreement with {self.record.organisation}"

    def get_back(self) -> Link:
        """The list."""
        return Link("Written agreements", reverse(AGREEMENTS))

    def body(self) -> Sequence[object]:
        """What it says."""
        return presenters.agreement_body(self.record, self.today)

    def buttons(self) -> Sequence[Button]:
        """While it is in force, for those who consult."""
        record = self.record
        if record.ended_on or not self.viewer.may(Permission.CONSULT, record.team_id):
            return []
        to = (("Change or renew", "change-agreement"), ("End it", "end-agreement"))
        return [Button(text, reverse(f"consultation:{name}", args=[record.key]), secondary=True) for text, name in to]


class AgreementActionPage(ActionPage):
    """Writes an agreement down, corrects or ends it."""

    abstract = True
    permission = Permission.CONSULT
    nav = NAV
    form_class: ClassVar[type[ActForm]] = AgreementForm

    def get_subject(self) -> WrittenAgreement | None:
        """The one in the address."""
        return self.find(WrittenAgreement.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", self._page(self.subject) if self.subject else reverse(AGREEMENTS))

    def act(self, form: Any) -> str:
        """Do it, and show it."""
        data = form.cleaned_data
        given = {form.columns.get(name, name): data[name] for name in data if name not in ("submission", "seen")}
        return self._page(self.do(given, data["seen"]))

    def do(self, given: dict[str, Any], seen: int | None) -> WrittenAgreement:
        """Call the action."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def _page(self, agreement: WrittenAgreement) -> str:
        return reverse("consultation:agreement", args=[agreement.key])


class RecordAgreementPage(AgreementActionPage):
    """A new one."""

    form_class = RecordAgreementForm
    heading = "Record a written agreement"
    submit_label = "Record the agreement"
    success = "The agreement is recorded. Its review comes onto the home page four weeks before its day."

    def get_subject(self) -> None:
        """Nothing yet."""
        return

    def form_kwargs(self) -> dict[str, Any]:
        """The teams in which this colleague consults."""
        return {"teams": self.viewer.teams}

    def do(self, given: dict[str, Any], seen: int | None) -> WrittenAgreement:
        """Keep it."""
        return actions.record_agreement(**given, by=self.viewer.actor)


class ChangeAgreementPage(AgreementActionPage):
    """Corrected, or renewed with a later review."""

    heading = "Change or renew the agreement"
    success = "The agreement is changed. What it said before is kept in its history."

    def initial(self) -> dict[str, Any]:
        """As it is."""
        names = ("organisation", "agreed_with", "agreed", "signed_on", "review_on")
        return {name: getattr(self.subject, AgreementForm.columns.get(name, name)) for name in names}

    def do(self, given: dict[str, Any], seen: int | None) -> WrittenAgreement:
        """Keep it."""
        return actions.change_agreement(agreement=self.subject, **given, seen=seen, by=self.viewer.actor)


class EndAgreementPage(AgreementActionPage):
    """It does not hold any more."""

    heading = "End the agreement"
    form_class = EndAgreementForm
    submit_label = "End the agreement"
    success = "The agreement has ended. It stays among those that ended."

    def do(self, given: dict[str, Any], seen: int | None) -> WrittenAgreement:
        """End it."""
        return actions.end_agreement(agreement=self.subject, **given, seen=seen, by=self.viewer.actor)
