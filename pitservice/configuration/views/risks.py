"""A team's list of risk factors: the edition in force, earlier ones, and the one that is being prepared (SCR-1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse

from pitservice.configuration import actions, presenters
from pitservice.configuration.forms import FactorForm, FactorsForm, RuleForm
from pitservice.configuration.models import RiskItem, RiskList
from pitservice.configuration.selectors import draft_of, earlier_editions, risk_list_of
from pitservice.configuration.views.settings import OfTeam
from pitservice.ui.components import Button, Link, Words
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, PressPage, RecordPage


class OfRisks(OfTeam):
    """About the list of one team."""

    abstract: ClassVar[bool] = True

    def address(self, name: str, *more: Any) -> str:
        """An address of this team's list."""
        return reverse(f"configuration:{name}", args=[self.team.slug, *more])

    @property
    def number(self) -> int:
        """Which edition, or which factor by its place in the list."""
        number: str = self.kwargs["number"]
        if not (number.isascii() and number.isdigit() and len(number) < 5):
            raise Http404
        return int(number)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The settings, and the list."""
        return [*super().get_breadcrumbs(), Link("Risk factors", self.address("risks"))]


class RiskListPage(OfTeam, RecordPage):
    """The list of risk factors in force, and its rule (SCR-1); an illustrative one says that it is."""

    def get_heading(self) -> str:
        """Whose."""
        return f"Risk factors of {self.team.name}"

    def get_record(self) -> RiskList | None:
        """The edition in force."""
        return risk_list_of(self.team.pk)

    def body(self) -> Sequence[object]:
        """The list, and what it said before."""
        return presenters.risk_list(self.record, earlier_editions(self.team.pk))

    def buttons(self) -> Sequence[Button]:
        """An edition is never changed: another is prepared."""
        if draft_of(self.team.pk) is not None:
            return [Button("Go on preparing the new edition", reverse("configuration:draft", args=[self.team.slug]))]
        begin = reverse("configuration:begin_edition", args=[self.team.slug])
        return [Button("Prepare a new edition", begin, secondary=True)]


class EditionPage(OfRisks, RecordPage):
    """An edition that was in force before: what was screened then keeps it (SCR-1)."""

    def get_heading(self) -> str:
        """Which."""
        return f"Edition {self.record.edition} of the risk factors of {self.team.name}"

    def get_record(self) -> RiskList:
        """The edition, of this team's."""
        found = RiskList.objects.visible_to(self.viewer).filter(team=self.team, draft=False)
        return self.find(found.prefetch_related("items"), edition=self.number)

    def body(self) -> Sequence[object]:
        """As it was."""
        return presenters.risk_list(self.record)


class BeginEditionPage(OfRisks, PressPage):
    """Begin a new edition out of the one in force."""

    heading = "Prepare a new edition of the risk factors"
    submit_label = "Begin"

    def intro(self) -> Sequence[str]:
        """What will happen."""
        return [
            "The new edition begins with the factors and the rule that are in force now. Change it as long as you "
            "like: referrals are screened by the edition in force until you put the new one in its place.",
            "Referrals that were screened already keep the edition that they were screened by.",
        ]

    def get_cancel(self) -> Link | None:
        """Back to the list."""
        return Link("Cancel", self.address("risks"))

    def act(self, form: ActForm) -> str:
        """Copy the list."""
        actions.begin_edition(team=self.team, by=self.viewer.actor)
        return self.address("draft")


class OfDraft(OfRisks):
    """About the edition that is being prepared; without one there is nothing here."""

    abstract: ClassVar[bool] = True

    @cached_property
    def draft(self) -> RiskList:
        """The edition that is being prepared."""
        found = draft_of(self.team.pk)
        if found is None:
            raise Http404
        return found


class DraftPage(OfDraft, RecordPage):
    """The edition that is being prepared."""

    def get_heading(self) -> str:
        """Which."""
        return f"New edition of the risk factors of {self.team.name}"

    def get_record(self) -> RiskList:
        """The draft."""
        return self.draft

    def body(self) -> Sequence[object]:
        """Each factor, with where it is changed."""
        return presenters.draft_list(self.record)

    def buttons(self) -> Sequence[Button]:
        """What can be done with it."""
        return [
            Button("Put in force", self.address("put_in_force")),
            Button("Add factors", self.address("add_factors"), secondary=True),
            Button("Change name and rule", self.address("change_rule"), secondary=True),
            Button("Throw away", self.address("drop_edition"), secondary=True),
        ]


class ChangeDraftPage(OfDraft, ActionPage):
    """Changes the edition that is being prepared; its version says whether somebody else did meanwhile."""

    abstract: ClassVar[bool] = True
    anew = ("draft",)
    success = "Saved in the new edition."

    def get_subject(self) -> RiskList:
        """The draft."""
        return self.draft

    def get_cancel(self) -> Link | None:
        """Back to the draft."""
        return Link("Cancel", self.address("draft"))

    def act(self, form: ActForm) -> str:
        """Do it, and lead back to the draft."""
        self.do(form, seen=form.cleaned_data["seen"])
        return self.address("draft")

    def do(self, form: Any, *, seen: int | None) -> None:
        """The one thing."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class AddFactorsPage(ChangeDraftPage):
    """Add factors to a group, several at once."""

    form_class = FactorsForm
    heading = "Add risk factors"

    def aside(self) -> Sequence[object]:
        """The groups there are."""
        groups = dict.fromkeys(item.group for item in self.subject.items.all())
        return [Words([f"Groups in the list: {'; '.join(groups)}."])] if groups else []

    def do(self, form: Any, *, seen: int | None) -> None:
        """Add them."""
        given = form.cleaned_data
        actions.add_factors(
            draft=self.subject,
            group=given["group"],
            texts=given["texts"],
            significant=given["significant"],
            seen=seen,
            by=self.viewer.actor,
        )


class OfFactor(ChangeDraftPage):
    """About one factor of the draft, by its place in the list."""

    abstract: ClassVar[bool] = True

    @property
    def factor(self) -> RiskItem:
        """The factor that stands there."""
        items: list[RiskItem] = list(self.draft.items.all())
        found = next((item for item in items if item.position == self.number), None)
        if found is None:
            raise Http404
        return found

    def get_heading(self) -> str:
        """Which."""
        return f"{self.heading}: {self.factor.text}"


class ChangeFactorPage(OfFactor):
    """Change one factor's words, weight, group and place."""

    form_class = FactorForm
    heading = "Change a risk factor"

    def initial(self) -> dict[str, Any]:
        """As it is."""
        factor = self.factor
        beside = [item.position for item in self.subject.items.all() if item.group == factor.group]
        return {
            "group": factor.group,
            "text": factor.text,
            "help_text": factor.help_text,
            "significant": factor.significant,
            "place_in_group": beside.index(factor.position) + 1,
        }

    def do(self, form: Any, *, seen: int | None) -> None:
        """Change it."""
        names = ("group", "text", "help_text", "significant", "place_in_group")
        given = {name: form.cleaned_data[name] for name in names}
        actions.change_factor(draft=self.subject, place=self.number, **given, seen=seen, by=self.viewer.actor)


class RemoveFactorPage(OfFactor, PressPage):
    """Take one factor out of the draft."""

    heading = "Remove a risk factor"
    submit_label = "Remove"
    success = "Removed from the new edition."

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["It is taken out of the new edition alone. Earlier editions, and what was ticked in them, stay."]

    def do(self, form: Any, *, seen: int | None) -> None:
        """Take it out."""
        actions.remove_factor(draft=self.subject, place=self.number, seen=seen, by=self.viewer.actor)


class ChangeRulePage(ChangeDraftPage):
    """Name the list and say what its rule asks for (SCR-1)."""

    form_class = RuleForm
    heading = "Name and rule of the new edition"

    def intro(self) -> Sequence[str]:
        """How a rule works."""
        return [
            "A referral meets the rule when it meets any one of the ways below. A way asks for everything that you "
            "enter in it; leave a way empty to do without it.",
            "The toolkit’s rule has two ways: 1 significant factor; or 4 minor factors. A rule of the shape “4 in each "
            "of 4 groups” is entered as one way with both numbers. It suggests only: a person decides.",
        ]

    def initial(self) -> dict[str, Any]:
        """As they are."""
        return {"title": self.subject.title, **RuleForm.as_typed(self.subject.rule)}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Set them."""
        actions.change_rule(
            draft=self.subject, title=form.cleaned_data["title"], rule=form.rule(), seen=seen, by=self.viewer.actor
        )


class PutInForcePage(ChangeDraftPage, PressPage):
    """Put the new edition in the place of the one in force (SCR-1)."""

    heading = "Put the new edition in force"
    submit_label = "Put in force"
    success = "The new edition is in force. Referrals that come from now on are screened by it."

    def intro(self) -> Sequence[str]:
        """What will happen."""
        return ["Referrals that come from now on are screened by it. Those screened already keep their edition."]

    def aside(self) -> Sequence[object]:
        """What changes."""
        return presenters.differences(self.subject, risk_list_of(self.team.pk))

    def act(self, form: ActForm) -> str:
        """Put it in force, and show it."""
        actions.put_in_force(draft=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.address("risks")


class DropEditionPage(ChangeDraftPage, PressPage):
    """Throw the new edition away."""

    heading = "Throw the new edition away"
    submit_label = "Throw away"
    success = "The new edition was thrown away. The one in force stays."

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["What was changed in it is lost. The edition in force stays as it is."]

    def act(self, form: ActForm) -> str:
        """Throw it away, and show the one in force."""
        actions.drop_edition(draft=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.address("risks")
