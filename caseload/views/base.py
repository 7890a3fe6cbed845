"""Bases of the pages about a piece of work or one of its appointments: the family with its banner, the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from caseload.models import Appointment, Episode
from caseload.presenters import episode as episodes
from caseload.selectors.episode import appointments_whole
from caseload.selectors.note import reads_notes_of
from caseload.selectors.referrers import with_step
from families.pages import AboutFamily, FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage


class AboutWork(AboutFamily):
    """A page about something of a family's work."""

    abstract: ClassVar[bool] = True
    nav = "caseload:list"

    @property
    def names(self) -> Mapping[int, str]:
        """How everybody of the family is called, by id."""
        return names_in(members_of(self.family))

    def may(self, permission: Permission) -> bool:
        """Whether this person also holds another permission in the family's team."""
        return self.viewer.may(permission, self.family.team_id)

    @cached_property
    def reads_notes(self) -> bool:
        """Whether this person reads the notes of the family, by role and by the team's rule."""
        return reads_notes_of(self.family, self.user)

    def find_episode(self) -> Episode:
        """The piece of work with the address's key, from those visible to the viewer."""
        visible = Episode.objects.visible_to(self.viewer).select_related("family", "team", "previous", "intervention")
        return self.find(visible, key=self.kwargs["key"])

    def find_appointment(self) -> Any:
        """The appointment with the address's key, from those visible to the viewer, with what a page needs.

        With `referrer_step`, how far the invitation of the referrer is (P64).
        """
        visible = with_step(appointments_whole(Appointment.objects.visible_to(self.viewer)))
        return self.find(visible.select_related("episode__team"), key=self.kwargs["key"])

    def trail(self, *links: Link) -> Sequence[Link]:
        """Families, this family, and what lies between."""
        return [*super().get_breadcrumbs(), *links]


def episode_link(episode: Episode) -> Link:
    """The piece of work, as a step of the way."""
    return Link("The work", reverse("caseload:episode", args=[episode.key]))


def appointment_link(appointment: Appointment) -> Link:
    """The appointment, as a step of the way."""
    return Link("The appointment", reverse("caseload:appointment", args=[appointment.key]))


class EpisodePage(AboutWork, FamilyRecordPage):
    """Shows a piece of work."""

    abstract: ClassVar[bool] = True
    way_to_family = "record.family"

    def get_record(self) -> Any:
        """The piece of work."""
        return self.find_episode()


class EpisodeActionPage(AboutWork, FamilyActionPage):
    """Does something with a piece of work; `subject` is the piece of work."""

    abstract: ClassVar[bool] = True
    way_to_family = "subject.family"

    def get_subject(self) -> Any:
        """The piece of work."""
        return self.find_episode()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.subject))

    @property
    def back_href(self) -> str:
        """The piece of work."""
        return reverse("caseload:episode", args=[self.subject.key])


class AppointmentActionPage(AboutWork, FamilyActionPage):
    """Does something with an appointment; `subject` is the appointment."""

    abstract: ClassVar[bool] = True
    way_to_family = "subject.episode.family"

    def get_subject(self) -> Any:
        """The appointment."""
        return self.find_appointment()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        return self.trail(episode_link(self.subject.episode), appointment_link(self.subject))

    @property
    def back_href(self) -> str:
        """The appointment."""
        return reverse("caseload:appointment", args=[self.subject.key])


class AppointmentsToSettle(ListPage):
    """Appointments about which somebody outside the family is still to be told something, soonest first."""

    abstract = True
    permission = Permission.BOOK
    nav = "caseload:list"
    noun = ("appointment", "appointments")
    sorts = {"starts": "soonest first"}
    nothing = ""

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(self.nothing)


class EpisodesWaiting(ListPage):
    """Pieces of work that wait for something."""

    abstract = True
    permission = Permission.SEE_CASELOAD
    nav = "caseload:list"
    noun = ("piece of work", "pieces of work")
    sorts = {"opened": "longest open first"}
    url_name = ""
    nothing = ""

    def columns(self) -> Sequence[Column]:
        """As on the caseload."""
        return episodes.LIST_COLUMNS

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(self.nothing)

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work."""
        return episodes.list_row(record)
