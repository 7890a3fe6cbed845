"""Consultations: the list, one of them, writing one down and correcting it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from consultation import presenters
from consultation.actions import change_consultation, record_consultation
from consultation.enums import AgeBand, Anonymity, ConsultationForm, ConsultationOutcome
from consultation.forms import AccountForm, ConsultationFilter
from consultation.models import Consultation
from consultation.selectors import consultants, consultations
from families.models import Family, Organisation
from families.pages import banner_for
from families.selectors import for_banner, organisation_named
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of
from pitservice.ui.components import Banner, Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, RecordPage
from referrals.models import Referral

LIST = "consultation:list"


class ConsultationListPage(ListPage):
    """Consultations of the viewer's teams, newest first."""

    permission = Permission.SEE_CONSULTATIONS
    nav = LIST
    heading = "Consultations"
    noun = ("consultation", "consultations")
    filter_form = ConsultationFilter
    sorts = {"newest": "newest first"}

    @cached_property
    def filters(self) -> ConsultationFilter:
        """With the colleagues who may be chosen."""
        names = list(consultants(self.viewer.teams).values_list("pk", "name"))
        return ConsultationFilter(self.request.GET, consultants=names)

    def records(self) -> Any:
        values = self.values
        consultant = values.get("consultant")
        return consultations(
            self.viewer,
            since=values.get("since"),
            until=values.get("until"),
            consultant=int(consultant) if consultant else None,
        )

    def columns(self) -> Sequence[Column]:
        return presenters.COLUMNS

    def row(self, record: Consultation) -> Sequence[Cell]:
        return presenters.row(record)

    def buttons(self) -> Sequence[Button]:
        everybodys = [
            Button("Written agreements", reverse("consultation:agreements"), secondary=True),
            Button("Training and other work", reverse("consultation:activities"), secondary=True),
        ]
        if not Viewer.of(self.user, Permission.CONSULT).allowed:
            return everybodys
        lists = (("Concerns", "concerns"), ("Agreed actions", "actions"))
        return [
            Button("Record a consultation", reverse("consultation:record")),
            *(Button(text, reverse(f"consultation:{name}"), secondary=True) for text, name in lists),
            *everybodys,
        ]

    def empty(self) -> Empty:
        return Empty("No consultations here. A conversation with another worker about their work is recorded as one.")


class ConsultationPage(RecordPage):
    """One consultation: anonymous ones for the team, named ones for those who may see the family (CNS-1)."""

    permission = Permission.SEE_CONSULTATIONS
    nav = LIST

    def get_record(self) -> Consultation:
        visible = Consultation.objects.visible_to(self.viewer).select_related("consultant", "family", "referral")
        return self.find(visible, key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Consultation with {self.record.consultee_name}"

    def caption(self) -> str:
        return str(self.record.key)

    def get_banner(self) -> Banner | None:
        family = self.record.family
        if family is None:
            return None
        for_banner(family)
        return banner_for(family, self.user)

    def get_back(self) -> Link:
        return Link("Consultations", reverse(LIST))

    def body(self) -> Sequence[object]:
        one, consults = self.record, self._consults
        return [
            presenters.facts(one, sees_referral=self._sees_referral(), works_at=self._works_at()),
            presenters.concerns(one, list(one.concerns.all()), may_read=consults),
            *presenters.words(one),
            presenters.agreed(one, list(one.actions.select_related("colleague")), may=consults),
            *presenters.statement(one),
            presenters.policy(one),
        ]

    @property
    def _consults(self) -> bool:
        return self.viewer.may(Permission.CONSULT, self.record.team_id)

    def _works_at(self) -> Organisation | None:
        """The consultee's organisation, where it is in the directory and this colleague may see its page (P82)."""
        seen_by = Viewer.of(self.user, Permission.SEE_REFERRALS)
        return organisation_named(self.record.consultee_organisation, self.record.team_id, seen_by)

    def _sees_referral(self) -> bool:
        seen_by = Viewer.of(self.user, Permission.SEE_REFERRALS)
        referral = self.record.referral_id
        return referral is not None and Referral.objects.visible_to(seen_by).filter(pk=referral).exists()

    def buttons(self) -> Sequence[Button]:
        found = []
        if self.viewer.may(Permission.ADD_REFERRALS, self.record.team_id) and not self.record.referred:
            found.append(self._button("Make a referral of this", "consultation:carry"))
        if self._consults:
            found.append(self._button("Record a concern", "consultation:raise-concern"))
            if self.record.statement and not self.record.acknowledged_at:
                found.append(self._button("Give the statement", "consultation:give-statement"))
            found.append(self._button("Change", "consultation:change"))
        return found

    def _button(self, text: str, name: str) -> Button:
        return Button(text, reverse(name, args=[self.record.key]), secondary=True)


class AccountPage(ActionPage):
    """What writing one down and correcting it have in common."""

    abstract = True
    permission = Permission.CONSULT
    nav = LIST
    form_class = AccountForm

    def statement(self) -> str:
        """The statement shown beside the form; each of the two pages says which."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def form_kwargs(self) -> dict[str, Any]:
        families = Family.objects.visible_to(Viewer.of(self.user, Permission.SEE_FAMILIES))
        return {
            "viewer": self.viewer,
            "families": families,
            "statement": self.statement(),
        }

    def make_form(self, data: Any = None, files: Any = None) -> AccountForm:
        form = super().make_form(data, files)
        assert isinstance(form, AccountForm)
        form.offer(consultants(self.viewer.teams))
        return form


class RecordConsultationPage(AccountPage):
    """Write down a consultation; `?family=KEY` begins one that names this family."""

    heading = "Record a consultation"
    submit_label = "Record the consultation"
    success = "The consultation is recorded."

    def get_cancel(self) -> Link:
        return Link("Cancel", reverse(LIST))

    def statement(self) -> str:
        return settings_of(self.viewer.teams[0].pk).consultation_statement if len(self.viewer.teams) == 1 else ""

    def initial(self) -> dict[str, Any]:
        begun = {"consultant": self.user.pk, "staff_reached": 1, "age_band": AgeBand.UNKNOWN}
        begun |= {
            "anonymity": Anonymity.ANONYMOUS,
            "form": ConsultationForm.SINGLE,
            "outcome": ConsultationOutcome.NONE,
        }
        return begun | ({"family": self.request.GET["family"][:10]} if "family" in self.request.GET else {})

    def act(self, form: AccountForm) -> str:
        data = form.cleaned_data
        made = record_consultation(
            team=data["team"],
            account=form.account(),
            checked=data["checked"],
            by=self.viewer.actor,
        )
        if made.outcome == ConsultationOutcome.ESCALATED:
            return reverse("consultation:raise-concern", args=[made.key])
        return presenters.href(made)


class ChangeConsultationPage(AccountPage):
    """Correct a consultation; the statement stays the one that was given."""

    success = "The consultation is changed. What it said before is kept in its history."

    def get_subject(self) -> Consultation:
        return self.find(Consultation.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Change the consultation with {self.subject.consultee_name}"

    def get_cancel(self) -> Link:
        return Link("Cancel", presenters.href(self.subject))

    def statement(self) -> str:
        return str(self.subject.statement)

    def initial(self) -> dict[str, Any]:
        names = [name for name in AccountForm.base_fields if name not in ("submission", "seen", "checked")]
        begun = {name: getattr(self.subject, name) for name in names}
        family = self.subject.family
        return begun | {"family": family.key if family else ""}

    def act(self, form: AccountForm) -> str:
        data = form.cleaned_data
        changed = change_consultation(
            consultation=self.subject,
            account=form.account(),
            checked=data["checked"],
            seen=data["seen"],
            by=self.viewer.actor,
        )
        return presenters.href(changed)
