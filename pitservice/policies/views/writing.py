"""Writing the register: whoever looks after lists and settings (P84)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pitservice.accounts.enums import Permission
from pitservice.policies import actions, presenters
from pitservice.policies.forms import AddPolicyForm, DraftForm, NamedForm, RatifyForm, ReviewForm
from pitservice.policies.models import Policy, PolicyVersion
from pitservice.policies.selectors import policies, standing
from pitservice.policies.views.register import LIST, trail
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage, PressPage, TeamPage


class AddPolicyPage(TeamPage, ActionPage):
    """A policy with its first version as a draft."""

    permission = Permission.MANAGE_LISTS
    nav = LIST
    form_class = AddPolicyForm
    success = "It is in the register as a draft. Nobody is asked to read it before it is ratified."

    def get_heading(self) -> str:
        """Whose."""
        return f"Add a policy of {self.team.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register."""
        return trail()

    def act(self, form: Any) -> str:
        """Keep it."""
        given = form.cleaned_data
        made = actions.add_policy(
            team=self.team, kind=given["kind"], title=given["title"], says=form.typed(), by=self.viewer.actor
        )
        return presenters.href(made)


class OnePolicy(ActionPage):
    """Does something with one policy that has not ended."""

    abstract: ClassVar[bool] = True
    permission = Permission.MANAGE_LISTS
    nav = LIST

    def get_subject(self) -> Policy:
        """The one in the address."""
        return self.find(policies(self.viewer), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register, the policy."""
        return trail(self.subject)

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", presenters.href(self.subject))

    def act(self, form: Any) -> str:
        """Do it, and lead back."""
        self.do(form, form.cleaned_data["seen"])
        return presenters.href(self.subject)

    def do(self, form: Any, seen: int | None) -> None:
        """The one thing."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class ChangePolicyPage(OnePolicy):
    """What it is called and about."""

    heading = "Change what a policy is called"
    form_class = NamedForm
    success = "Changed."

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {"title": self.subject.title, "kind": self.subject.kind}

    def do(self, form: Any, seen: int | None) -> None:
        """Change it."""
        given = form.cleaned_data
        actions.change_policy(
            policy=self.subject, kind=given["kind"], title=given["title"], seen=seen, by=self.viewer.actor
        )


class OfDraft(OnePolicy):
    """About the version that is being prepared: its row's version travels in the form."""

    abstract: ClassVar[bool] = True

    @property
    def draft(self) -> PolicyVersion | None:
        """The draft, if there is one."""
        return standing(self.subject).draft

    @property
    def seen(self) -> int | None:
        """The draft's version; none before there is a draft."""
        return self.draft.version if self.draft else None


class DraftPolicyPage(OfDraft):
    """Prepare a new version, out of the one in force; or go on preparing it."""

    form_class = DraftForm
    success = "Saved as a draft. What is in force stays until the new version is ratified."

    def get_heading(self) -> str:
        """Of which."""
        return f"Prepare a new version of “{self.subject.title}”"

    def initial(self) -> dict[str, Any]:
        """The draft; before there is one, what is in force."""
        one = standing(self.subject)
        if one.draft is not None:
            return {"says": one.draft.words, "kept_in": one.draft.kept_in, "news": one.draft.news}
        return {"says": one.in_force.words, "kept_in": one.in_force.kept_in} if one.in_force else {}

    def do(self, form: Any, seen: int | None) -> None:
        """Keep it."""
        actions.write_draft(policy=self.subject, says=form.typed(), seen=seen, by=self.viewer.actor)


class DropDraftPage(OfDraft, PressPage):
    """Throw the draft away."""

    heading = "Throw the new version away"
    submit_label = "Throw it away"
    success = "Thrown away. What is in force stays."

    def intro(self) -> Sequence[str]:
        """Of which."""
        return [f"The new version of “{self.subject.title}” is thrown away. What is in force stays as it is."]

    def do(self, form: Any, seen: int | None) -> None:
        """Throw it away."""
        actions.drop_draft(policy=self.subject, seen=seen, by=self.viewer.actor)


class RatifyPage(OfDraft):
    """By whom and when the draft was ratified: it is in force from then on, and everybody is asked to read it."""

    form_class = RatifyForm
    submit_label = "Put it in force"
    success = "In force. It stands on the home page of everybody in the team until they have read it."

    def get_heading(self) -> str:
        """Which."""
        return f"Ratify “{self.subject.title}”"

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ["From then on this version is never changed, and everybody in the team is asked to read it."]

    def aside(self) -> Sequence[object]:
        """What is ratified."""
        return [presenters.draft_section(self.draft)] if self.draft else ()

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"ratified_on": self.today}

    def do(self, form: Any, seen: int | None) -> None:
        """Put it in force."""
        given = {name: form.cleaned_data[name] for name in ("ratified_by", "ratified_on", "review_on")}
        actions.ratify(policy=self.subject, **given, seen=seen, by=self.viewer.actor)


class ReviewPage(OnePolicy):
    """It was looked at and stays as it is."""

    form_class = ReviewForm
    submit_label = "It stays as it is"
    success = "Kept. Nobody is asked to read it again."

    def get_heading(self) -> str:
        """Which."""
        return f"Review of “{self.subject.title}”"

    def intro(self) -> Sequence[str]:
        """Otherwise."""
        return ["Say here that it was reviewed and stays as it is. If it changes, prepare a new version instead."]

    def do(self, form: Any, seen: int | None) -> None:
        """Keep it."""
        actions.review(policy=self.subject, review_on=form.cleaned_data["review_on"], seen=seen, by=self.viewer.actor)


class EndPolicyPage(OnePolicy, PressPage):
    """Take it out of force."""

    submit_label = "End it"
    success = "Ended. Its versions and who read them stay in the register."

    def get_heading(self) -> str:
        """Which."""
        return f"End “{self.subject.title}”"

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["Nobody is asked to read it any more. Its versions, and who read them, stay in the register."]

    def do(self, form: Any, seen: int | None) -> None:
        """End it."""
        actions.end_policy(policy=self.subject, seen=seen, by=self.viewer.actor)
