"""Making a referral out of a consultation: first what was agreed to go along, then the form of the team (CNS-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from consultation import presenters
from consultation.actions import REFERRED_ALREADY, agree_to_carry, refer
from consultation.forms import CarryForm
from consultation.models import Consultation
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import risk_list_of
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage
from referrals.actions import attach_all
from referrals.forms.staff import StaffForm


class OfConsultation(ActionPage):
    """About one consultation that this colleague sees, of a team for which they may add referrals."""

    abstract = True
    permission = Permission.ADD_REFERRALS
    nav = "consultation:list"

    def get_subject(self) -> Consultation:
        """The one in the address."""
        visible = Consultation.objects.visible_to(Viewer.of(self.user, Permission.SEE_CONSULTATIONS))
        found = self.find(visible.select_related("team"), key=self.kwargs["key"])
        if not self.viewer.may(Permission.ADD_REFERRALS, found.team_id):
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, unless a referral was made already: nobody fills it in for nothing."""
        if self.subject.referred:
            messages.info(request, REFERRED_ALREADY)
            return redirect(presenters.href(self.subject))
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, and the consultation."""
        name = f"Consultation with {self.subject.consultee_name}"
        return [Link("Consultations", reverse("consultation:list")), Link(name, presenters.href(self.subject))]

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", presenters.href(self.subject))


class CarryPage(OfConsultation):
    """What was agreed to go along, and by whom."""

    heading = "Make a referral out of this consultation"
    form_class = CarryForm
    submit_label = "Continue to the referral"

    def intro(self) -> Sequence[str]:
        """Why this is asked first."""
        return [
            "The family was spoken of without being named, or for another purpose. Only what the consultee agreed to "
            "goes into the referral; everything about the family, and what each adult knows of it, is asked anew."
        ]

    def initial(self) -> dict[str, Any]:
        """What was said before, for whoever comes back."""
        return {"carried": self.subject.carried, "carried_agreed_by": self.subject.carried_agreed_by}

    def act(self, form: Any) -> str:
        """Keep it, and go on to the form."""
        data = form.cleaned_data
        agree_to_carry(
            consultation=self.subject,
            carried=data["carried"],
            agreed_by=data["carried_agreed_by"] if data["carried"] else "",
            seen=data["seen"],
            by=self.viewer.actor,
        )
        return reverse("consultation:refer", args=[self.subject.key])


class ReferPage(OfConsultation):
    """The professionals' questions on one page, beginning with what was agreed; each adult's awareness is asked."""

    heading = "Referral out of a consultation"
    form_class = StaffForm
    submit_label = "Add the referral"
    multipart = True
    success = "Added. It stands in the inbox; nobody has been told anything."

    def initial(self) -> dict[str, Any]:
        """What was agreed."""
        return dict(presenters.begun(self.subject))

    def form_kwargs(self) -> dict[str, Any]:
        """The consultation's team, and its list of risk factors."""
        team = self.subject.team
        edition = risk_list_of(team.pk)
        return {"teams": [team], "items": list(edition.items.all()) if edition else []}

    def act(self, form: Any) -> str:
        """Take it in."""
        made = refer(
            consultation=self.subject,
            submission=form.to_submission(),
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        attach_all(to=made, files=form.cleaned_data["letters"], by=self.viewer.actor)
        return reverse("referrals:referral", args=[made.key])
