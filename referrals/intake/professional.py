"""What professionals are asked. Every carer is asked for, and each answers for themselves (P2, P26)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from pitservice.configuration.enums import ReferralSource, Sex, YesNoUnknown
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsMultipleChoiceField,
    NhsNumberField,
    NhsTextField,
    PhoneField,
    PostcodeField,
    YesNoUnknownField,
)
from pitservice.ui.layout import Fieldset, Heading, Reveal, Row
from referrals.enums import ADULT_ROLES, OtherCarers, PartyRole
from referrals.intake.step import StepForm

_NOT_PROFESSIONS = (ReferralSource.SELF, ReferralSource.RELATIVE, ReferralSource.CONSULTATION)
SOURCES = [(value, label) for value, label in ReferralSource.choices if value not in _NOT_PROFESSIONS]
ROLES = [(role, PartyRole(role).label) for role in PartyRole if role in ADULT_ROLES]
SEXES = [(value, label) for value, label in Sex.choices if value != Sex.INDETERMINATE]
OTHERS = [
    (OtherCarers.NAMED, "Yes"),
    (OtherCarers.NONE, "No, there is none"),
    (OtherCarers.UNKNOWN, OtherCarers.UNKNOWN.label),
    (OtherCarers.UNSAFE, OtherCarers.UNSAFE.label),
]
OTHER_CARER = "Is there a father, partner or other carer to add?"


class ReferrerForm(StepForm):
    """Who refers, and where our answer goes."""

    title = "About you"
    why = ("We write to you with our decision, so please give the address of your workplace.",)

    name = NhsCharField(label="Your name", max_length=120, autocomplete="off")
    source = NhsChoiceField(label="You are a", choices=SOURCES, widget=forms.Select, called="what you are")
    role = NhsCharField(label="Job title", required=False, max_length=120)
    organisation = NhsCharField(label="Organisation", max_length=200)
    phone = PhoneField(label="Telephone number", autocomplete="off")
    email = NhsEmailField(label="Work email address", autocomplete="off")
    address = NhsTextField(label="Work address, with postcode", rows=4, max_length=500)


class BabyForm(StepForm):
    """A baby, born or expected."""

    title = "The baby"

    born = NhsChoiceField(
        label="Is the baby born?",
        choices=[("born", "Born"), ("expected", "Expected")],
        called="whether the baby is born",
    )
    given_name = NhsCharField(label="First name", required=False, max_length=100)
    family_name = NhsCharField(label="Last name", required=False, max_length=100)
    date_of_birth = NhsDateField(label="Date of birth", called="the baby's date of birth", past=True)
    expected_date = NhsDateField(label="Date expected", called="the date the baby is expected")
    sex = NhsChoiceField(label="Sex", choices=SEXES, required=False, initial=Sex.UNKNOWN)
    nhs_number = NhsNumberField(label="NHS number, if you know it", required=False)
    ethnicity = NhsCharField(label="Ethnicity, as the family describes it", required=False, max_length=60)
    another = NhsChoiceField(
        label="Is this a twin, or is there another baby to add?",
        choices=[("no", "No"), ("yes", "Yes")],
        called="whether there is another baby",
    )

    def laid_out(self) -> list[Any]:
        """Only the questions for a baby who is born, or for one who is expected."""
        born = [Row("given_name", "family_name"), "date_of_birth", "sex", "nhs_number"]
        return [Reveal("born", {"born": born, "expected": ["expected_date"]}), "ethnicity", "another"]


class CarerForm(StepForm):
    """One adult: who they are, whether they know and agree, and whether they must not learn of it (P2, P8)."""

    why = ("Each adult answers for themselves. “Not known” is an answer too: we then write to nobody unasked.",)

    role = NhsChoiceField(label="What are they to the baby?", choices=ROLES, called="what they are to the baby")
    given_name = NhsCharField(label="First name", required=False, max_length=100)
    family_name = NhsCharField(label="Last name", required=False, max_length=100)
    date_of_birth = NhsDateField(label="Date of birth", called="their date of birth", required=False, past=True)
    nhs_number = NhsNumberField(label="NHS number, if you know it", required=False)
    may_know = NhsChoiceField(
        label="May they know of this referral?",
        choices=[("yes", "Yes"), ("no", "No, they must not learn of it")],
        called="whether they may know of this referral",
    )
    knows = YesNoUnknownField(label="Do they know of it?", called="whether they know of this referral")
    agrees = YesNoUnknownField(label="Do they agree to it?", called="whether they agree to this referral")
    asked_by = NhsCharField(
        label="Who asked them?", help_text="You, or the name and job of a colleague.", required=False, max_length=120
    )
    asked_on = NhsDateField(label="When were they asked?", called="the date they were asked", required=False, past=True)

    def prepare(self) -> None:
        """The first carer is asked for as the mother; a mother is asked for by name."""
        if self.page is not None and self.page.number == 1:
            self.initial.setdefault("role", PartyRole.MOTHER)

    def laid_out(self) -> list[Any]:
        """Knowing and agreeing are asked only about somebody who may know."""
        known = ["knows", "agrees", "asked_by", "asked_on"]
        names = [Row("given_name", "family_name"), "date_of_birth", "nhs_number"]
        return ["role", *names, Reveal("may_know", {"yes": known})]

    def clean(self) -> dict[str, Any]:
        """Nobody agrees to what they do not know of; somebody without a name is a carer we only know of."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agrees") == YesNoUnknown.YES and cleaned.get("knows") not in (None, YesNoUnknown.YES):
            self.add_error("agrees", "Somebody can only agree to what they know of")
        if cleaned.get("may_know") == "yes" and not (cleaned.get("given_name") or cleaned.get("family_name")):
            self.add_error("given_name", "Enter their name")
        if cleaned.get("knows") == YesNoUnknown.YES and cleaned.get("agrees") in (YesNoUnknown.YES, YesNoUnknown.NO):
            self._must_say_who_asked(cleaned)
        return cleaned

    def _must_say_who_asked(self, cleaned: dict[str, Any]) -> None:
        """An answer, yes or no, is worth what is known of the asking (SCR-3)."""
        for name, sentence in (("asked_by", "Enter who asked them"), ("asked_on", "Enter the day they were asked")):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)


class ContactForm(StepForm):
    """How one adult can be reached safely, and what they need."""

    why = ("We use nothing that is not safe. Somebody else may read a shared phone, or open letters.",)

    mobile = PhoneField(label="Mobile or telephone number", required=False, autocomplete="off")
    mobile_safe = YesNoUnknownField(label="Is it safe to use?", required=False, inline=True)
    may_text = YesNoUnknownField(label="Are texts welcome?", required=False, inline=True)
    email = NhsEmailField(label="Email address", required=False, autocomplete="off")
    email_safe = YesNoUnknownField(label="Is the email address safe to use?", required=False, inline=True)
    address = NhsTextField(label="Home address", required=False, rows=3, max_length=400)
    postcode = PostcodeField(label="Postcode", required=False, autocomplete="off")
    address_safe = YesNoUnknownField(label="Is it safe to send letters there?", required=False, inline=True)
    language = NhsCharField(label="Language they like best", required=False, max_length=60)
    interpreter = YesNoUnknownField(label="Do they need an interpreter?", required=False, inline=True)
    needs = NhsCharField(label="Anything they need to read, hear, see or understand", required=False, max_length=300)
    times_to_avoid = NhsCharField(label="Times to avoid, such as the school run", required=False, max_length=200)
    another = NhsChoiceField(
        label=OTHER_CARER,
        choices=OTHERS,
        called="whether there is another carer",
    )

    def laid_out(self) -> list[Any]:
        """Ways to reach them, needs, and who else there is."""
        return [
            Fieldset("Telephone", "mobile", "mobile_safe", "may_text"),
            Fieldset("Email", "email", "email_safe"),
            Fieldset("Letters", "address", "postcode", "address_safe"),
            Fieldset("Language and needs", "language", "interpreter", "needs", "times_to_avoid"),
            Heading("Other carers"),
            "another",
        ]


class SiblingsForm(StepForm):
    """Brothers and sisters, whatever their surname."""

    question = "siblings"
    title = "Brothers and sisters"

    siblings = NhsTextField(
        label="Are there brothers or sisters?",
        help_text="One child on each line: name, and age or date of birth. Leave it empty if there are none.",
        required=False,
        rows=4,
        max_length=2000,
    )


class WorriesForm(StepForm):
    """The relationship between baby and carers, and what the family hopes for."""

    title = "Why you refer"

    worries = NhsTextField(
        label="What worries you about how the baby and the carers get on together?",
        called="what worries you",
        rows=8,
        max_length=6000,
    )
    hopes = NhsTextField(label="What would the family like?", required=False, rows=4, max_length=3000)


class RisksForm(StepForm):
    """The team's own list of risk factors, in the edition in force (SCR-1)."""

    title = "Risk and stress"
    why = ("Tick what you know of. One alone can be reason enough; several small ones add up.",)

    def prepare(self) -> None:
        """One set of boxes for each group."""
        items = self.page.items if self.page is not None else []
        for number, (group, listed) in enumerate(groupby(items, key=lambda item: item.group)):
            self.fields[f"ticks_{number}"] = NhsMultipleChoiceField(
                label=group, required=False, choices=[(str(item.pk), item.text) for item in listed], small=True
            )


class HelpersForm(StepForm):
    """Who helps already, and whether they go on (WL-2)."""

    title = "Who is already helping"

    services_involved = NhsTextField(
        label="Other services", help_text="One on each line.", required=False, rows=4, max_length=2000
    )
    keeps_support = YesNoUnknownField(
        label="Will you keep your own support in place while the family waits for us?",
        called="whether you keep your own support in place",
    )
    health_visitor = NhsCharField(label="Health visitor", required=False)
    gp = NhsCharField(label="GP practice", required=False)
    safeguarding = NhsTextField(
        label="Is there a plan or an order for any child of the family?",
        help_text="Such as early help, child in need, child protection, looked after.",
        required=False,
        rows=3,
        max_length=2000,
    )


class KnowFirstForm(StepForm):
    """What must be known before anybody contacts the family (P3)."""

    question = "warning"
    title = "Before we contact the family"

    warning = NhsTextField(
        label="Is there anything we must know before we contact the family?",
        help_text="Such as who must not find out, where letters must not go, or risks at a home visit. "
        "Somebody reads this before anything is sent. Leave it empty if there is nothing.",
        required=False,
        rows=5,
        max_length=3000,
    )
