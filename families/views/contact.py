"""The contact and consent tab, and the ways to reach people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from families import actions
from families.entries import standing
from families.enums import AlertKind, PointKind
from families.forms.contact import (
    ChangePointForm,
    PointForm,
)
from families.forms.people import EndForm
from families.merged import phrases_of
from families.models import Consent, ContactPoint, Disagreement, FamilyMember, Override, Person
from families.pages import FamilyActionPage, FamilyRecordPage
from families.past import alerts_of, former_links, lifting_of, secrets_of
from families.presenters import names_in
from families.presenters.consent import consents_sections
from families.presenters.contact import (
    alerts_section,
    losses_section,
    person_section,
    professionals_section,
    ringing_section,
)
from families.presenters.past import former_points, former_professionals, kept_secret, lifted_alerts
from families.presenters.people import choices
from families.presenters.protecting import disagreements_section, overrides_section
from families.selectors import adults_of, members_of, newest_agreements, professionals_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.words import inside


class ContactPage(FamilyRecordPage):
    """Alerts and losses first, then each person, then what they allow, then professionals."""

    permission = Permission.SEE_FAMILIES
    tab = "families:contact"
    heading = "Contact and consent"

    def buttons(self) -> Sequence[Button]:
        """What can be added, and what would be sent as things stand."""
        told = Button("Who would be told", reverse("families:told", args=[self.family.key]), secondary=True)
        ring = Button("Take a message", reverse("messaging:take_about", args=[self.family.key]), secondary=True)
        last = [ring, told] if self.may(Permission.SEND) else [told]
        if not self.may(Permission.EDIT_FAMILIES):
            return last
        to = [
            ("add_point", "Add a phone or address"),
            ("add_need", "Add a need"),
            ("add_alert", "Raise an alert"),
            ("add_consent", "Record a consent"),
            ("add_professional", "Add a professional"),
        ]
        add = [Button(words, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, words in to]
        return [*add, *last]

    def body(self) -> Sequence[object]:
        """In the order in which somebody about to call needs it."""
        family, viewer = self.family, self.viewer
        may_edit = self.may(Permission.EDIT_FAMILIES)
        names = names_in(list(family.members.all()))
        consents = list(standing(Consent.objects.visible_to(viewer).filter(family=family)))
        links = professionals_of(family)
        may_override = self.may(Permission.OVERRIDE)
        return [
            *losses_section(
                family, list(family.losses.all()), names, may_edit=may_edit, may_decide=self.may(Permission.ALLOCATE)
            ),
            *self._disagreements(names),
            alerts_section(family, list(family.alerts.all()), names, may_edit=may_edit),
            *lifted_alerts(list(alerts_of(family, viewer)), names, lifting_of(family)),
            ringing_section(family, phrases_of(family), may_edit=may_edit),
            *self._people(names, may_edit=may_edit),
            *former_points(list(self._points.exclude(ends_on=None)), names),
            *self._secrets(names),
            *consents_sections(consents, names, adults_of(family), links, self.today),
            professionals_section(family, links, may_edit=may_edit, may_override=may_override),
            *self._overrides(may_override=may_override),
            *former_professionals(list(former_links(family, viewer))),
        ]

    def _secrets(self, names: dict[int, str]) -> Sequence[object]:
        """Who was added to or taken off those from whom something is secret (P24)."""
        said = secrets_of(self.family)
        points = {point.pk: point for point in self._points} if said else {}
        return kept_secret(said, points, names)

    @property
    def _points(self) -> Any:
        """Every phone, e-mail and address that was ever theirs."""
        rows = ContactPoint.objects.visible_to(self.viewer).filter(family=self.family)
        return rows.order_by("-preferred", "kind", "pk")

    def _disagreements(self, names: dict[int, str]) -> Sequence[object]:
        """Adults who do not agree, until the lead has settled it (P28)."""
        rows = Disagreement.objects.visible_to(self.viewer).filter(family=self.family, settled_at=None)
        may_settle = self.may(Permission.ALLOCATE)
        return disagreements_section(self.family, list(rows.order_by("pk")), names, may_settle=may_settle)

    def _overrides(self, *, may_override: bool) -> Sequence[object]:
        """Consent that is set aside now (P21)."""
        rows = Override.objects.visible_to(self.viewer).filter(family=self.family, ended_at=None)
        now = rows.filter(until__gt=timezone.now()).select_related("professional").order_by("pk")
        return overrides_section(self.family, list(now), may_override=may_override)

    def _people(self, names: dict[int, str], *, may_edit: bool) -> list[object]:
        """Adults always; others where something is recorded of them."""
        points = list(self._points.filter(ends_on=None).prefetch_related("secret_from"))
        needs = list(self.family.needs.all())
        agreements = newest_agreements(self.family)
        asked = {member.person_id for member in adults_of(self.family)}
        alerts = self.family.alerts.all()
        restricted = {alert.person_id for alert in alerts if alert.kind == AlertKind.RESTRICTED_PERSON}
        sections: list[object] = []
        for member in members_of(self.family):
            own = [point for point in points if point.person_id == member.person_id]
            own_needs = [need for need in needs if need.person_id == member.person_id]
            if not member.person.lost and (member.person_id in asked or own or own_needs):
                sections.append(
                    person_section(
                        self.family,
                        member,
                        names[member.person_id],
                        agreements.get(member.person_id),
                        own,
                        own_needs,
                        names,
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
        secret_from = [self.people[key] for key in form.cleaned_data["secret_from"]]
        actions.add_point(
            family=self.family,
            person=person,
            kind=form.cleaned_data["kind"],
            **form.answers(),
            secret_from=secret_from,
            by=self.viewer.actor,
        )
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
        return f"{inside(self.subject.get_kind_display())} of {names[self.subject.person_id]}"


class ChangePointPage(PointActionPage):
    """Correct it, or what was said about it."""

    form_class = ChangePointForm
    success = "The change has been saved. What waits for this family has been looked at again."

    def get_heading(self) -> str:
        """Which."""
        return f"Change the {self.called}"

    def form_kwargs(self) -> dict[str, Any]:
        """Only what is asked of this kind, and from whom it may be secret."""
        others = [member for member in members_of(self.family) if member.person_id != self.subject.person_id]
        return {"kind": PointKind(self.subject.kind), "people": self.choices(others)}

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        point = self.subject
        told = ("postcode", "place", "safe", "may_text", "may_leave_message", "shared_with", "preferred")
        when = ("starts_on", "returned_on")
        secret_from = [person.key for person in point.secret_from.all()]
        return {str(point.kind): point.value, "secret_from": secret_from} | {
            name: getattr(point, name) for name in (*told, *when)
        }

    def act(self, form: Any) -> str:
        """Save it."""
        seen, by = form.cleaned_data["seen"], self.viewer.actor
        actions.change_point(point=self.subject, seen=seen, by=by, **form.answers())
        wanted, known = set(form.cleaned_data["secret_from"]), list(self.subject.secret_from.all())
        if wanted != {person.key for person in known} & self.people.keys():
            gone = [person for person in known if person.key not in self.people]
            shut_out = [*(self.people[key] for key in sorted(wanted)), *gone]
            actions.keep_secret(point=self.subject, secret_from=shut_out, by=by)
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
