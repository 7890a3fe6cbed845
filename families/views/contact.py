"""The contact and consent tab: what each person said, how they are reached, what they need and allow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from families import actions
from families.enums import AlertKind, PointKind
from families.forms.contact import (
    AgreementForm,
    AlertForm,
    AlertReviewForm,
    ChangePointForm,
    ConsentForm,
    NeedForm,
    PointForm,
    ProfessionalForm,
    ReviewForm,
)
from families.forms.people import EndForm, ReasonForm
from families.models import Agreement, Alert, Consent, ContactPoint, FamilyMember, FamilyProfessional, Need, Person
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters.contact import (
    alerts_section,
    consents_section,
    losses_section,
    person_section,
    professionals_section,
    recipient_names,
)
from families.presenters.people import choices
from families.selectors import adults_of, members_of, newest_agreements, professionals_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button
from pitservice.ui.forms import ActForm, PressForm


class ContactPage(FamilyRecordPage):
    """Alerts and losses first, then each person, then what they allow, then professionals."""

    permission = Permission.SEE_FAMILIES
    tab = "families:contact"
    heading = "Contact and consent"

    def buttons(self) -> Sequence[Button]:
        """What can be added, and what would be sent as things stand."""
        told = Button("Who would be told", reverse("families:told", args=[self.family.key]), secondary=True)
        if not self.may(Permission.EDIT_FAMILIES):
            return (told,)
        to = [
            ("add_point", "Add a phone or address"),
            ("add_need", "Add a need"),
            ("add_alert", "Raise an alert"),
            ("add_consent", "Record a consent"),
            ("add_professional", "Add a professional"),
        ]
        add = [Button(words, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, words in to]
        return [*add, told]

    def body(self) -> Sequence[object]:
        """In the order in which somebody about to call needs it."""
        family, viewer = self.family, self.viewer
        may_edit = self.may(Permission.EDIT_FAMILIES)
        names = names_in(list(family.members.all()))
        consents = list(Consent.objects.visible_to(viewer).filter(family=family))
        links = professionals_of(family)
        return [
            *losses_section(family, list(family.losses.all()), names, may_edit=may_edit),
            alerts_section(family, list(family.alerts.all()), names, may_edit=may_edit),
            *self._people(names, may_edit=may_edit),
            consents_section(consents, names, recipient_names(links)),
            professionals_section(family, links, may_edit=may_edit),
        ]

    def _people(self, names: dict[int, str], *, may_edit: bool) -> list[object]:
        """Adults always; others where something is recorded of them."""
        rows = ContactPoint.objects.visible_to(self.viewer).filter(family=self.family, ends_on=None)
        points = list(rows.order_by("-preferred", "kind", "pk"))
        needs = list(self.family.needs.all())
        agreements = newest_agreements(self.family)
        asked = {member.person_id for member in adults_of(self.family)}
        alerts = self.family.alerts.all()
        restricted = {alert.person_id for alert in alerts if alert.kind == AlertKind.RESTRICTED_PERSON}
        sections: list[object] = []
        for member in members_of(self.family):
            own = [point for point in points if point.person_id == member.person_id]
            own_needs = [need for need in needs if need.person_id == member.person_id]
            if member.person_id in asked or own or own_needs:
                sections.append(
                    person_section(
                        self.family,
                        member,
                        names[member.person_id],
                        agreements.get(member.person_id),
                        own,
                        own_needs,
                        asked=member.person_id in asked,
                        restricted=member.person_id in restricted,
                        may_edit=may_edit,
                    )
                )
        return sections


class ContactActionPage(FamilyActionPage):
    """A form that leads back to the contact tab."""

    abstract = True
    permission = Permission.EDIT_FAMILIES
    back_to = "families:contact"

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody in the family now, by key."""
        return {member.person.key: member.person for member in members_of(self.family)}

    def choices(self, members: Sequence[FamilyMember] | None = None) -> dict[str, str]:
        """People to choose from."""
        return choices(members_of(self.family) if members is None else members, self.today)

    def own(self, model: Any) -> Any:
        """The row of this family that the address names; 404 otherwise."""
        return self.find(model.objects.visible_to(self.viewer).filter(family=self.family), key=self.kwargs["item"])


class AddPointPage(ContactActionPage):
    """Add a phone, e-mail or address."""

    heading = "Add a phone, email or address"
    form_class = PointForm
    submit_label = "Add"
    success = "It has been added. What waits for this family has been looked at again."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose it can be."""
        return {"people": self.choices()}

    def act(self, form: Any) -> str:
        """Add it."""
        person = self.people[form.cleaned_data["person"]]
        kind = form.cleaned_data["kind"]
        actions.add_point(family=self.family, person=person, kind=kind, **form.answers(), by=self.viewer.actor)
        return self.back_href


class PointActionPage(ContactActionPage):
    """A form about one contact point."""

    abstract = True

    def get_subject(self) -> ContactPoint:
        """One of this family's."""
        point: ContactPoint = self.own(ContactPoint)
        return point

    @property
    def called(self) -> str:
        """ "mobile phone of Aisha Khan"."""
        names = names_in(list(self.family.members.all()))
        return f"{self.subject.get_kind_display().lower()} of {names[self.subject.person_id]}"


class ChangePointPage(PointActionPage):
    """Correct it, or what was said about it."""

    form_class = ChangePointForm
    success = "The change has been saved. What waits for this family has been looked at again."

    def get_heading(self) -> str:
        """Which."""
        return f"Change the {self.called}"

    def form_kwargs(self) -> dict[str, Any]:
        """Only what is asked of this kind."""
        return {"kind": PointKind(self.subject.kind)}

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        point = self.subject
        told = ("postcode", "safe", "may_text", "may_leave_message", "shared_with", "preferred")
        return {str(point.kind): point.value} | {name: getattr(point, name) for name in told}

    def act(self, form: Any) -> str:
        """Save it."""
        seen = form.cleaned_data["seen"]
        actions.change_point(point=self.subject, seen=seen, by=self.viewer.actor, **form.answers())
        return self.back_href


class EndPointPage(PointActionPage):
    """It is no longer theirs."""

    form_class = EndForm
    submit_label = "End it"
    success = "It is no longer used."

    def get_heading(self) -> str:
        """Which."""
        return f"End the {self.called}"

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_point(point=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class OptOutPage(PointActionPage):
    """They asked for no texts."""

    form_class = PressForm
    submit_label = "Stop texts"
    success = "No text goes to this number any more, from any team."

    def get_heading(self) -> str:
        """Which."""
        return f"Stop texts to the {self.called}"

    def intro(self) -> Sequence[str]:
        """What it does."""
        return ("No text goes to this number any more, in any team, until they ask for texts again.",)

    def act(self, form: Any) -> str:
        """Stop them."""
        actions.opt_out(point=self.subject, by=self.viewer.actor)
        return self.back_href


class OptInPage(PointActionPage):
    """They asked for texts again."""

    form_class = PressForm
    submit_label = "Allow texts"
    success = "Texts may go to this number again, as far as the other answers allow."

    def get_heading(self) -> str:
        """Which."""
        return f"Allow texts to the {self.called} again"

    def intro(self) -> Sequence[str]:
        """When."""
        return ("Only when they asked for it themselves.",)

    def act(self, form: Any) -> str:
        """Allow them."""
        actions.opt_in(point=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href


class ReturnedPage(PointActionPage):
    """A letter came back."""

    form_class = EndForm
    submit_label = "Record it"
    success = "Before the next letter goes to this address a person is asked."

    def get_heading(self) -> str:
        """Which."""
        return f"A letter came back from the {self.called}"

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """The same question in other words."""
        form = super().make_form(data, files)
        form.fields["ends_on"].label = "When did it come back?"
        return form

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.mark_returned(point=self.subject, on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class AddNeedPage(ContactActionPage):
    """Record what somebody needs."""

    heading = "Add a need"
    form_class = NeedForm
    submit_label = "Add"
    success = "It stands on every page about this family now."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose it can be."""
        return {"people": self.choices()}

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
        return f"Change the need “{self.subject.get_kind_display().lower()}”"

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
    submit_label = "It stands"
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

    def form_kwargs(self) -> dict[str, Any]:
        """This adult alone."""
        return {"people": self.choices([self._asked])}

    def initial(self) -> dict[str, Any]:
        """What they said last."""
        rows = Agreement.objects.visible_to(self.viewer).filter(family=self.family, person=self._asked.person)
        last = rows.order_by("created_at", "pk").last()
        known = {"knows": last.knows, "agrees": last.agrees} if last else {"knows": "unknown", "agrees": "unknown"}
        return known | {"person": self._asked.person.key, "asked_on": self.today}

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
