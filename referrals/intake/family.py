"""What families are asked: one thing a page, in plain and friendly words, most of which can be skipped (P12)."""

from __future__ import annotations

from typing import Any

from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsMultipleChoiceField,
    NhsTextField,
    PhoneField,
    PostcodeField,
    YesNoUnknownField,
)
from pitservice.ui.layout import Reveal
from referrals.enums import PartyRole
from referrals.intake.step import StepForm

SKIP = "You can skip this."
PARENT, RELATIVE = "parent", "relative"
TEXT, CALL, EMAIL, LETTER = "text", "call", "email", "letter"
_YES_NO = [("yes", "Yes"), ("no", "No")]


class WhoForm(StepForm):
    """A parent or carer, or somebody who worries about them."""

    question = "who"
    title = "Who you are"

    who = NhsChoiceField(
        label="Who are you?",
        choices=[(PARENT, "A parent or carer, or about to become one"), (RELATIVE, "A relative or friend of theirs")],
        called="who you are",
    )


class RelativeForm(StepForm):
    """Who asks for somebody else."""

    title = "About you"
    why = ("We will thank you, but we cannot tell you what comes of it: that is between us and the family.",)

    name = NhsCharField(label="Your name", max_length=120, autocomplete="off")
    phone = PhoneField(label="Your telephone number", required=False, autocomplete="off")
    they_know = YesNoUnknownField(
        label="Do they know that you are getting in touch with us?", called="whether they know", unknown="I am not sure"
    )


class NameForm(StepForm):
    """What to call them."""

    title = "Your name"

    given_name = NhsCharField(label="First name", max_length=100, autocomplete="off")
    family_name = NhsCharField(label="Last name", help_text=SKIP, required=False, max_length=100, autocomplete="off")
    role = NhsChoiceField(
        label="You are the baby's",
        choices=[
            (PartyRole.MOTHER, "Mother"),
            (PartyRole.FATHER, "Father"),
            (PartyRole.OTHER_MOTHER, "Other mother"),
            (PartyRole.CARER, "Carer"),
        ],
        called="what you are to the baby",
    )


class ParentNameForm(NameForm):
    """The parent whom a relative or friend asks for."""

    title = "The parent you are worried about"

    def prepare(self) -> None:
        """About them, not about the one who writes."""
        self.fields["role"].label = "They are the baby's"


class BornForm(StepForm):
    """How old the baby is."""

    title = "Your baby"

    born = NhsChoiceField(
        label="Is your baby born?",
        choices=[("born", "Yes"), ("expected", "Not yet")],
        called="whether your baby is born",
    )
    given_name = NhsCharField(label="Your baby's name", help_text=SKIP, required=False, max_length=100)
    date_of_birth = NhsDateField(label="Date of birth", called="your baby's date of birth", past=True, required=False)
    expected_date = NhsDateField(label="When is your baby due?", called="the date your baby is due", required=False)
    twins = NhsChoiceField(
        label="Is it one baby, or twins?", choices=[("one", "One"), ("twins", "Twins")], initial="one"
    )

    def laid_out(self) -> list[Any]:
        """Only what fits."""
        opened = {"born": ["given_name", "date_of_birth"], "expected": ["expected_date"]}
        return [Reveal("born", opened, size="l", heading=True), "twins"]


class MindForm(StepForm):
    """In their own words."""

    question = "worries"
    title = "What is on your mind"

    worries = NhsTextField(
        label="What is on your mind?",
        help_text=f"A few words are enough. {SKIP}",
        required=False,
        rows=7,
        max_length=6000,
    )


class HopesForm(StepForm):
    """What would help."""

    question = "hopes"
    title = "What would help"

    hopes = NhsTextField(
        label="What would you like to be different?", help_text=SKIP, required=False, rows=5, max_length=3000
    )


class ReachForm(StepForm):
    """Only ways that are safe (P12): what is not chosen is not used."""

    title = "How we can reach you"

    ways = NhsMultipleChoiceField(
        label="How can we reach you safely?",
        help_text="Choose only ways that nobody sees whom you do not want to see it. We use no others.",
        choices=[(TEXT, "Text"), (CALL, "Phone call"), (EMAIL, "Email"), (LETTER, "Letter")],
        called="how we can reach you",
    )
    text_number = PhoneField(
        label="Mobile number for texts", called="your mobile number", mobile=True, autocomplete="off"
    )
    call_number = PhoneField(label="Number for calls", called="your telephone number", autocomplete="off")
    email = NhsEmailField(label="Email address", called="your email address", autocomplete="off")
    address = NhsTextField(label="Address", called="your address", rows=3, max_length=400)
    postcode = PostcodeField(label="Postcode", called="your postcode", autocomplete="off")

    def laid_out(self) -> list[Any]:
        """Each way opens its own question."""
        opened = {
            TEXT: ["text_number"],
            CALL: ["call_number"],
            EMAIL: ["email"],
            LETTER: ["address", "postcode"],
        }
        return [Reveal("ways", opened, size="l", heading=True)]


class NotKnowForm(StepForm):
    """Who must not find out (P8, CON-1)."""

    title = "Who must not know"

    anybody = NhsChoiceField(
        label="Is there anybody who must not find out that you are in touch with us?",
        choices=_YES_NO,
        called="whether anybody must not find out",
    )
    who = NhsChoiceField(
        label="Who?",
        choices=[("other_parent", "The baby's other parent"), ("partner", "My partner"), ("else", "Somebody else")],
        called="who must not find out",
    )
    name = NhsCharField(label="Their name", help_text=SKIP, required=False, max_length=100)
    at_home = YesNoUnknownField(
        label="Do they live with you, or open your post?", called="whether they live with you", unknown="I am not sure"
    )

    def laid_out(self) -> list[Any]:
        """More only where there is somebody."""
        return [Reveal("anybody", {"yes": ["who", "name", "at_home"]}, size="l", heading=True)]


class OtherParentForm(StepForm):
    """The other parent or a partner: asked for everywhere, and each answers for themselves (P2, P26)."""

    title = "The other parent or your partner"

    there_is = NhsChoiceField(
        label="Is there another parent or a partner who cares for the baby?",
        choices=[("yes", "Yes"), ("no", "No"), ("skip", "I would rather not say")],
        called="whether there is another parent or partner",
    )
    given_name = NhsCharField(label="Their first name", called="their first name", max_length=100)
    family_name = NhsCharField(label="Their last name", help_text=SKIP, required=False, max_length=100)
    role = NhsChoiceField(
        label="They are the baby's",
        choices=[
            (PartyRole.FATHER, "Father"),
            (PartyRole.MOTHER, "Mother"),
            (PartyRole.OTHER_MOTHER, "Other mother"),
            (PartyRole.STEP_PARENT, "Step-parent"),
            (PartyRole.PARTNER, "Parent's partner"),
        ],
        called="what they are to the baby",
    )
    knows = YesNoUnknownField(label="Do they know that you are in touch with us?", called="whether they know")
    agrees = YesNoUnknownField(label="Would they like to take part?", called="whether they would like to take part")

    def laid_out(self) -> list[Any]:
        """More only where there is one."""
        more = ["given_name", "family_name", "role", "knows", "agrees"]
        return [Reveal("there_is", {"yes": more}, size="l", heading=True)]

    def clean(self) -> dict[str, Any]:
        """Nobody takes part in what they do not know of."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agrees") == "yes" and cleaned.get("knows") not in (None, "yes"):
            self.add_error("agrees", "They can only say so if they know that you are in touch with us")
        return cleaned


class LanguageForm(StepForm):
    """So that we understand each other."""

    title = "Language"
    why = (f"So that we can talk and write in the way that suits you. {SKIP}",)

    language = NhsCharField(label="Which language do you like best?", required=False, max_length=60)
    interpreter = NhsChoiceField(label="Would you like an interpreter?", choices=_YES_NO, required=False)
    needs = NhsCharField(
        label="Is there anything that helps you to read, hear or take part?", required=False, max_length=300
    )
    times_to_avoid = NhsCharField(label="Are there times when we should not call?", required=False, max_length=200)


class HealthVisitorForm(StepForm):
    """Health visitor and doctor: named if they like, told only if they say so (TELL-1)."""

    title = "Your health visitor and your doctor"
    why = (f"They can help, too. We tell them of this form, and what we decide, only if you say yes. {SKIP}",)

    health_visitor = NhsCharField(label="Your health visitor's name", required=False)
    tell_health_visitor = NhsChoiceField(
        label="May we tell your health visitor?", choices=_YES_NO, required=False, inline=True
    )
    gp = NhsCharField(label="Your doctor's surgery", required=False)
    tell_gp = NhsChoiceField(label="May we tell your doctor?", choices=_YES_NO, required=False, inline=True)


class AnythingForm(StepForm):
    """Read before anybody gets in touch (P3)."""

    question = "warning"
    title = "Before we get in touch"

    warning = NhsTextField(
        label="Is there anything we should know before we get in touch?",
        help_text=f"Somebody reads this before we do anything. {SKIP}",
        required=False,
        rows=4,
        max_length=3000,
    )
