"""One session of a group: its register, moving it, calling it off; registers that wait (P72)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.enums import Scope
from caseload.forms.groups import NO, CallOffForm, MoveSessionForm
from caseload.forms.register import RegisterForm
from caseload.grouping import GroupSessionState
from caseload.models import GroupSession
from caseload.presenters import groups as presenting
from caseload.selectors.groups import Register, in_scope, register_of, registers_to_fill, team_of_session
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page, RecordPage

NAV = "caseload:list"


class AboutSession(Page):
    """A page about one session of a group, from those visible to the viewer."""

    abstract: ClassVar[bool] = True
    nav = NAV

    def find_session(self) -> Any:
        """The session with the address's key."""
        found = GroupSession.objects.visible_to(self.viewer).select_related("group__lead", "group__team", "room")
        return self.find(found, key=self.kwargs["key"])

    def names_of(self, register: Register) -> Mapping[int, str]:
        """How the people of each family are called on its own pages."""
        names: dict[int, str] = {}
        for member, _ in register.rows:
            names |= names_in(members_of(member.family))
        return names


class GroupSessionPage(AboutSession, RecordPage):
    """When and where, and its register: families in the group on that day, as far as this viewer sees them."""

    permission = Permission.SEE_CASELOAD

    def get_heading(self) -> str:
        """Which group."""
        return f"{self.record.group.name}: session"

    def get_record(self) -> Any:
        """The session."""
        return self.find_session()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the group."""
        group = self.record.group
        return [Link("Groups", reverse("caseload:groups")), Link(group.name, presenting.href(group))]

    @cached_property
    def register(self) -> Register:
        """The families on the day, read once."""
        return register_of(self.record, self.viewer)

    def families(self) -> Iterable[tuple[int, int]]:
        """Each family shown."""
        return [(member.family_id, member.team_id) for member, _ in self.register.rows]

    def body(self) -> Sequence[object]:
        """Facts, then the register."""
        last = self.record.moves.select_related("reason").order_by("at", "pk").last()
        reason = last.reason.text if last and last.reason else ""
        may_record = self.viewer.may(Permission.RECORD_SESSIONS, self.record.team_id)
        return [
            presenting.session_facts(self.record, team_of_session(self.record), reason),
            presenting.register_section(self.register, self.names_of(self.register), may_record=may_record),
        ]

    def buttons(self) -> Sequence[Button]:
        """The register, move, call off."""
        may = self.viewer.may
        book, record_ = (may(one, self.record.team_id) for one in (Permission.BOOK, Permission.RECORD_SESSIONS))
        return presenting.session_buttons(self.record, may_book=book, may_record=record_)


class SessionActionPage(AboutSession, ActionPage):
    """Does something with one session of a group."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> Any:
        """The session."""
        return self.find_session()

    def families(self) -> Iterable[tuple[int, int]]:
        """None is shown."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the group, the session."""
        group = self.subject.group
        return [
            Link("Groups", reverse("caseload:groups")),
            Link(group.name, presenting.href(group)),
            Link("The session", self.back_href),
        ]

    @property
    def back_href(self) -> str:
        """The session."""
        return presenting.session_href(self.subject)

    @cached_property
    def session_scopes(self) -> list[tuple[str, str]]:
        """How many of the group's sessions can be changed at once."""
        return presenting.scopes(self.subject, in_scope(self.subject, Scope.ALL))


class MoveGroupSessionPage(SessionActionPage):
    """Move a session, alone or with more of its group's."""

    permission = Permission.BOOK
    form_class = MoveSessionForm
    heading = "Move the session"
    submit_label = "Move it"
    anew = ("session_scopes",)

    def form_kwargs(self) -> dict[str, Any]:
        """The team's rooms; the other sessions."""
        return {"group": self.subject.group, "viewer": self.viewer, "scopes": self.session_scopes}

    def initial(self) -> dict[str, Any]:
        """As it is planned."""
        return MoveSessionForm.start(self.subject)

    def intro(self) -> Sequence[str]:
        """From when, and who hears."""
        return [
            f"It is planned for {presenting.when(self.subject)}.",
            "Each adult who is invited is told of the new time, if the contact rules allow it.",
        ]

    def act(self, form: Any) -> str:
        """Move it."""
        given = form.cleaned_data
        done = actions.move_session(
            session=self.subject,
            scope=Scope(given.get("scope") or Scope.THIS),
            meets=form.meets,
            reason=given["reason"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = presenting.moved_words(done)
        return self.back_href


class CallOffGroupSessionPage(SessionActionPage):
    """The group does not meet: this once, or more often."""

    permission = Permission.BOOK
    form_class = CallOffForm
    heading = "Call the session off"
    submit_label = "Call it off"
    success = "It is called off. Each adult who was invited is told, if the contact rules allow it."
    anew = ("session_scopes",)

    def form_kwargs(self) -> dict[str, Any]:
        """The other sessions."""
        return {"scopes": self.session_scopes}

    def intro(self) -> Sequence[str]:
        """Which one, and who hears."""
        return [
            f"It is planned for {presenting.when(self.subject)}.",
            "Each adult who is invited gets a text, or stands under “Tell by other means” where none may go.",
        ]

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Keep it", self.back_href)

    def act(self, form: Any) -> str:
        """Call it off."""
        given = form.cleaned_data
        actions.call_off_session(
            session=self.subject,
            scope=Scope(given.get("scope") or Scope.THIS),
            reason=given["reason"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class RegisterPage(SessionActionPage):
    """Whether the group met, and apart from that who of each family was there (design §4, P72)."""

    permission = Permission.RECORD_SESSIONS
    form_class = RegisterForm
    heading = "Register"
    submit_label = "Save the register"
    success = "The register is saved. Each family that came has a note of its own to be written."
    anew = ("register",)

    def get_heading(self) -> str:
        """Of which session."""
        return f"Register of {self.subject.group.name}, {presenting.when(self.subject)}"

    @cached_property
    def register(self) -> Register:
        """The families on the day, as far as this viewer sees them."""
        return register_of(self.subject, self.viewer)

    def families(self) -> Iterable[tuple[int, int]]:
        """Each family shown."""
        return [(member.family_id, member.team_id) for member, _ in self.register.rows]

    def form_kwargs(self) -> dict[str, Any]:
        """The places, and how everybody is called."""
        return {"register": self.register, "names": self.names_of(self.register)}

    def initial(self) -> dict[str, Any]:
        """As recorded before, else as planned."""
        start = RegisterForm.start(self.subject, self.register)
        met = {GroupSessionState.HELD: "yes", GroupSessionState.CALLED_OFF: NO}
        return start | {"met": met.get(self.subject.state)}

    def intro(self) -> Sequence[str]:
        """What is asked."""
        return ["Notes are written afterwards, for each family apart. Name nobody of another family in one."]

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        common = {"session": self.subject, "seen": given["seen"], "by": self.viewer.actor}
        if given["met"] == NO:
            self.success = "It is recorded that the group did not meet."
            actions.call_off_session(reason=given["reason"], **common)
        else:
            actions.record_register(marks=form.marks, minutes=given["minutes"], **common)
        return self.back_href


class RegistersPage(ListPage):
    """Registers that nobody has filled in, or that lack a family this colleague sees."""

    permission = Permission.RECORD_SESSIONS
    nav = NAV
    heading = "Registers to fill in"
    noun = ("register", "registers")
    sorts = {"oldest": "oldest first"}
    url_name = "caseload:registers"

    def records(self) -> QuerySet[Any]:
        """Oldest first."""
        return registers_to_fill(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Group, when, who leads it, what to do."""
        return (Column("Group"), Column("When"), Column("Led by"), Column("Next step"))

    def row(self, record: Any) -> Sequence[Cell]:
        """One session."""
        fill = Link("Fill in", reverse("caseload:register", args=[record.key]), hidden=f"the register of {record}")
        return [
            Cell(record.group.name, presenting.session_href(record)),
            Cell(presenting.when(record), tags=[presenting.session_tag(record)]),
            Cell(record.group.lead.name),
            Cell(links=[fill]),
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Every register is filled in. A session comes here once it is over.")
