"""What each person needs, what must not be missed, what each of them said, and who else is in the family's life."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404

from families import actions
from families.forms.contact import (
    AgreementForm,
    AlertForm,
    AlertReviewForm,
    ConsentForm,
    NeedForm,
    NeedKindForm,
    ProfessionalForm,
    ReviewForm,
)
from families.forms.directory import LinkForm
from families.forms.people import EndForm, ReasonForm
from families.models import Agreement, Alert, FamilyMember, FamilyProfessional, Need
from families.presenters import names_in
from families.presenters.contact import recipient_names
from families.selectors import adults_of, members_of, professionals_of
from families.views.contact import ContactActionPage
from pitservice.ui.forms import PressForm
from pitservice.ui.words import inside


class AddNeedPage(ContactActionPage):
    """Record what somebody needs."""

    heading = "Add a need"
    form_class = NeedForm
    submit_label = "Add"
    success = "It stands on every page about this family now."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose it can be."""
        return {"people": self.choices()}

    def initial(self) -> dict[str, Any]:
        """Which kind, where somebody came here to say one."""
        return {"kind": NeedKindForm(self.request.GET).values.get("kind")}

    def act(self, form: Any) -> str:
        """Add it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("kind", "text", "review_on")}
        actions.add_need(family=self.family, person=self.people[given["person"]], **told, by=self.viewer.actor)
        return self.back_href


class ReviewNeedPage(ContactActionPage):
    """Correct a need, or say when it is looked at again."""

    form_class = ReviewForm
    success = "The need has been looked at."

    def get_heading(self) -> str:
        """Which."""
        names = names_in(members_of(self.family))
        name = names.get(self.subject.person_id, self.subject.person.name)
        return f"Look again at a need of {name}: {inside(self.subject.get_kind_display())}"

    def get_subject(self) -> Need:
        """One of this family's."""
        need: Need = self.own(Need)
        return need

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"text": self.subject.text, "review_on": self.subject.review_on}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("text", "review_on", "seen")}
        actions.change_need(need=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class EndNeedPage(ContactActionPage):
    """A need no longer stands."""

    form_class = PressForm
    submit_label = "End it"
    success = "The need has ended."

    def get_heading(self) -> str:
        """Which."""
        return f"End the need “{self.subject}”"

    def get_subject(self) -> Need:
        """One of this family's."""
        need: Need = self.own(Need)
        return need

    def act(self, form: Any) -> str:
        """End it."""
        actions.end_need(need=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href


class AddAlertPage(ContactActionPage):
    """Raise an alert."""

    heading = "Raise an alert"
    form_class = AlertForm
    submit_label = "Raise it"
    success = "It stands on every page about this family now. What waits to be sent has been looked at again."

    def form_kwargs(self) -> dict[str, Any]:
        """Whom it can be about."""
        return {"people": self.choices()}

    def act(self, form: Any) -> str:
        """Raise it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("kind", "text", "review_on")}
        person = self.people.get(given["person"])
        actions.raise_alert(family=self.family, person=person, **told, by=self.viewer.actor)
        return self.back_href


class AlertActionPage(ContactActionPage):
    """A form about one alert."""

    abstract = True

    def get_subject(self) -> Alert:
        """One of this family's."""
        alert: Alert = self.own(Alert)
        return alert

    def intro(self) -> Sequence[str]:
        """Its words."""
        return (self.subject.text,)


class ReviewAlertPage(AlertActionPage):
    """An alert was looked at again, and stands."""

    form_class = AlertReviewForm
    submit_label = "Keep the alert"
    success = "The alert has been looked at, and stands."

    def get_heading(self) -> str:
        """Which."""
        return f"Look again at the alert “{self.subject.get_kind_display()}”"

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"text": self.subject.text, "review_on": self.subject.review_on}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("text", "review_on", "seen")}
        actions.review_alert(alert=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class LiftAlertPage(AlertActionPage):
    """An alert no longer stands."""

    form_class = ReasonForm
    submit_label = "Lift the alert"
    success = "The alert has been lifted. What waited for it has been looked at again."

    def get_heading(self) -> str:
        """Which."""
        return f"Lift the alert “{self.subject.get_kind_display()}”"

    def act(self, form: Any) -> str:
        """Lift it."""
        given = form.cleaned_data
        actions.lift_alert(alert=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class AgreementPage(ContactActionPage):
    """Whether one adult knows of the referral and agrees (P2)."""

    form_class = AgreementForm
    success = "Their answer has been recorded. What waits for them has been looked at again."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"Does {self._called} know of the referral and agree?"

    @cached_property
    def _asked(self) -> FamilyMember:
        found = [member for member in adults_of(self.family) if member.person.key == self.kwargs["item"]]
        if not found:
            raise Http404
        return found[0]

    @property
    def _called(self) -> str:
        return names_in(members_of(self.family))[self._asked.person_id]

    def initial(self) -> dict[str, Any]:
        """What they said last."""
        rows = Agreement.objects.visible_to(self.viewer).filter(family=self.family, person=self._asked.person)
        last = rows.order_by("created_at", "pk").last()
        known = {"knows": last.knows, "agrees": last.agrees} if last else {"knows": "unknown", "agrees": "unknown"}
        return known | {"asked_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("knows", "agrees", "asked_by", "asked_on")}
        actions.record_agreement(family=self.family, person=self._asked.person, **told, by=self.viewer.actor)
        return self.back_href


class AddConsentPage(ContactActionPage):
    """Record what one adult allows or refuses."""

    heading = "Record a consent"
    form_class = ConsentForm
    success = "It has been recorded. To withdraw it later, record the new answer."

    def form_kwargs(self) -> dict[str, Any]:
        """Adults, and whom it can be about."""
        recipients = recipient_names(professionals_of(self.family))
        return {"people": self.choices(adults_of(self.family)), "recipients": recipients}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("purpose", "recipient", "how", "given_on", "evidence")}
        person = self.people[given["person"]]
        said = given["given"] == "yes"
        actions.record_consent(family=self.family, person=person, given=said, **told, by=self.viewer.actor)
        return self.back_href


class AddProfessionalPage(ContactActionPage):
    """Add a professional to the family's life."""

    heading = "Add a professional"
    form_class = ProfessionalForm
    submit_label = "Add"
    success = "They are on the family's list. They are told only what the family agrees to."

    def act(self, form: Any) -> str:
        """Keep them in the directory, and link them."""
        given, by, team = form.cleaned_data, self.viewer.actor, self.family.team
        organisation = None
        if given["organisation"]:
            organisation = actions.keep_organisation(team=team, name=given["organisation"], by=by)
        told = {name: given[name] for name in ("name", "role", "phone", "email", "address")}
        professional = actions.keep_professional(team=team, organisation=organisation, **told, by=by)
        actions.link_professional(family=self.family, professional=professional, role=given["role"], by=by)
        return self.back_href


class ChangeLinkPage(ContactActionPage):
    """What a professional is to the family, and since when."""

    form_class = LinkForm
    success = "The change has been saved. What waits for this family has been looked at again."

    def get_heading(self) -> str:
        """Who."""
        return f"Change what {self.subject.professional.name} is to the family"

    def get_subject(self) -> FamilyProfessional:
        """One of this family's, now."""
        rows = FamilyProfessional.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows.select_related("professional"), key=self.kwargs["item"])

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"role": self.subject.role, "starts_on": self.subject.starts_on}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("role", "starts_on", "seen")}
        actions.change_link(link=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class EndProfessionalPage(ContactActionPage):
    """A professional's part has ended."""

    form_class = EndForm
    submit_label = "End it"
    success = "They are told nothing more."

    def get_heading(self) -> str:
        """Who."""
        return f"{self.subject.professional.name} is no longer in the family's life"

    def get_subject(self) -> FamilyProfessional:
        """One of this family's."""
        rows = FamilyProfessional.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows.select_related("professional"), key=self.kwargs["item"])

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.unlink_professional(
            link=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href
