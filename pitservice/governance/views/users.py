"""Colleagues and their roles. Nobody manages their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse

from pitservice.accounts import actions
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, User
from pitservice.accounts.selectors import colleagues
from pitservice.governance import presenters
from pitservice.governance.forms import AddUserForm, RoleForm, UserFilter, WhyForm
from pitservice.governance.selectors import memberships_of, users_of
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, PressPage, RecordPage
from pitservice.ui.words import inside

MANAGE = "governance:manage"
SUPERVISORS = (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER)


def _trail(*more: Link) -> list[Link]:
    return [Link("Manage", reverse(MANAGE)), Link("Users", reverse("governance:users")), *more]


class UserListPage(ListPage):
    """Colleagues of the teams that the viewer manages."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE
    heading = "Users"
    noun = ("user", "users")
    filter_form = UserFilter

    def get_breadcrumbs(self) -> Sequence[Link]:
        return _trail()[:1]

    def records(self) -> Any:
        return users_of(self.viewer, name=self.values.get("name", ""), closed=self.values.get("shown") == "closed")

    def columns(self) -> Sequence[Column]:
        return [Column("Name"), Column("Email address"), Column("Roles today")]

    def row(self, record: Any) -> Sequence[Cell]:
        return presenters.user_row(record, self.today)

    def buttons(self) -> Sequence[Button]:
        return [Button("Add a user", reverse("governance:add_user"))]

    def empty(self) -> Empty:
        return Empty("No user is called this.", Link("Add a user", reverse("governance:add_user")))


class _AboutUser:
    """Pages about one colleague, out of those of the teams that the viewer manages."""

    viewer: Any
    user: User
    kwargs: dict[str, Any]
    find: Any

    def find_user(self) -> User:
        """The colleague in the address."""
        found: User = self.find(users_of(self.viewer) | users_of(self.viewer, closed=True), key=self.kwargs["key"])
        return found

    def is_own(self, user: User) -> bool:
        """Whether somebody looks at their own account."""
        return user.pk == self.user.pk


class UserPage(_AboutUser, RecordPage):
    """One colleague: account and roles, each with what it means."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE

    def get_record(self) -> User:
        return self.find_user()

    def get_heading(self) -> str:
        return str(self.record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        return _trail()

    def body(self) -> Sequence[object]:
        held = list(memberships_of(self.viewer).filter(user=self.record))
        return presenters.user_facts(self.record, held, self.today, own=self.is_own(self.record))

    def buttons(self) -> Sequence[Button]:
        if self.is_own(self.record) or not self.record.is_active:
            return ()
        key = [self.record.key]
        close = Button("Close the account", reverse("governance:close_user", args=key), secondary=True)
        return [Button("Give a role", reverse("governance:give_role", args=key)), close]


class _RolePage(ActionPage):
    """Pages that give a role."""

    abstract = True
    permission = Permission.MANAGE_USERS
    nav = MANAGE
    form_class = RoleForm

    def form_kwargs(self) -> dict[str, Any]:
        supervisors = User.objects.none()
        for team in self.viewer.teams:
            supervisors = supervisors | colleagues(team.pk, *SUPERVISORS)
        return {"teams": self.viewer.teams, "supervisors": supervisors.distinct().order_by("name", "pk")}

    def give(self, user: User, given: dict[str, Any]) -> str:
        """The role, and the colleague's page."""
        actions.give_role(
            user=user,
            team=given["team"],
            role=RoleName(given["role"]),
            ends_on=given["ends_on"],
            supervisor=given["supervisor"],
            by=self.viewer.actor,
        )
        return reverse("governance:user", args=[user.key])


class AddUserPage(_RolePage):
    """A new colleague. They choose a password with "I have forgotten my password" and set up a second factor."""

    form_class = AddUserForm
    heading = "Add a user"
    submit_label = "Add"
    success = "The account is made. Ask your colleague to choose a password from the sign-in page."

    def get_breadcrumbs(self) -> Sequence[Link]:
        return _trail()

    def act(self, form: Any) -> str:
        given = form.cleaned_data
        user = actions.add_user(email=given["email"], name=given["name"], by=self.viewer.actor)
        return self.give(user, given)


class GiveRolePage(_AboutUser, _RolePage):
    """Another role for a colleague."""

    submit_label = "Give the role"
    success = "The role is given. It holds from the next page they open."

    def get_subject(self) -> User:
        return self.find_user()

    def get_heading(self) -> str:
        return f"Give {self.subject.name} a role"

    def get_breadcrumbs(self) -> Sequence[Link]:
        return _trail(Link(self.subject.name, reverse("governance:user", args=[self.subject.key])))

    def act(self, form: Any) -> str:
        return self.give(self.subject, form.cleaned_data)


class EndRolePage(_AboutUser, PressPage):
    """End a role: from tomorrow it opens nothing."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE
    submit_label = "End the role today"
    success = "The role ends today."

    def get_subject(self) -> Membership:
        held = memberships_of(self.viewer).filter(user=self.find_user(), team__slug=self.kwargs["team"])
        found = [one for one in held.filter(role=self.kwargs["role"]) if presenters.in_force(one, self.today)]
        if not found:
            raise Http404
        return found[0]

    def get_heading(self) -> str:
        return f"End {self.subject.user.name}’s role as {inside(self.subject.get_role_display())}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        user = self.subject.user
        return _trail(Link(user.name, reverse("governance:user", args=[user.key])))

    def intro(self) -> Sequence[str]:
        return [f"{presenters.role_words(self.subject)}. After today nothing opens to them by this role."]

    def aside(self) -> Sequence[object]:
        held = memberships_of(self.viewer).filter(user=self.subject.user, team=self.subject.team)
        others = [one for one in held.exclude(pk=self.subject.pk) if presenters.in_force(one, self.today)]
        return [] if others else presenters.work_in_hand(self.subject.user, [self.subject.team])

    def act(self, form: Any) -> str:
        actions.end_role(membership=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse("governance:user", args=[self.subject.user.key])


class CloseUserPage(_AboutUser, ActionPage):
    """Close a colleague's account at once, in every team."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE
    form_class = WhyForm
    submit_label = "Close the account"
    success = "The account is closed. Open tabs get no further page."

    def get_subject(self) -> User:
        return self.find_user()

    def get_heading(self) -> str:
        return f"Close {self.subject.name}’s account"

    def get_breadcrumbs(self) -> Sequence[Link]:
        return _trail(Link(self.subject.name, reverse("governance:user", args=[self.subject.key])))

    def intro(self) -> Sequence[str]:
        return ["They can no longer sign in, in any team. What they wrote and did stays with the records."]

    def aside(self) -> Sequence[object]:
        return presenters.work_in_hand(self.subject, self.viewer.teams)

    def act(self, form: Any) -> str:
        actions.disable_user(user=self.subject, reason=form.cleaned_data["reason"], by=self.viewer.actor)
        return reverse("governance:users")
