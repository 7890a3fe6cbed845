"""Pages about rooms, made for the tests of the page bases; `urls` at the end is a URL configuration."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier
from typing import Any

from django import forms
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse

from caseload.models import Room
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import public_team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui.components import Cell, Column, Empty, Words
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.pages import ActionPage, ListPage, PressPage, PublicFormPage, RecordPage


class RoomFilter(FilterForm):
    """By name."""

    name = forms.CharField(required=False, max_length=20, label="Name")
    size = forms.ChoiceField(required=False, choices=[("s", "Small"), ("l", "Large")], label="Size")


class RoomList(ListPage):
    """All rooms."""

    permission = Permission.BOOK
    heading = "Rooms"
    noun = ("room", "rooms")
    sorts = {"name": "by name", "newest": "newest first"}
    filter_form = RoomFilter
    page_size = 3

    def records(self) -> models.QuerySet[Any]:
        order = "-created_at" if self.sort == "newest" else "name"
        named = self.values.get("name", "")
        return Room.objects.visible_to(self.viewer).filter(name__startswith=named).order_by(order, "pk")

    def columns(self) -> Sequence[Column]:
        return [self.sort_column("Name", "name")]

    def row(self, record: Any) -> Sequence[Cell]:
        return [Cell(record.name, href=reverse("room", args=[record.key]))]

    def empty(self) -> Empty:
        return Empty("There are no rooms yet. Add the first one.")


class RoomPage(RecordPage):
    """One room."""

    permission = Permission.BOOK

    def get_record(self) -> Room:
        return self.find(Room.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return str(self.record)

    def families(self) -> Sequence[tuple[int, int]]:
        return [(self.record.pk, self.record.team_id)]

    def body(self) -> Sequence[object]:
        return [Words([f"Room {self.record.name}."])]


class RoomForm(ActForm):
    """Its name."""

    name = forms.CharField(max_length=100, label="Name", error_messages={"required": "Enter the room’s name"})


class RenameRoom(ActionPage):
    """Give a room another name."""

    permission = Permission.MANAGE_LISTS
    form_class = RoomForm
    heading = "Rename the room"
    success = "The room has its new name."

    def get_subject(self) -> Room:
        return self.find(Room.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def initial(self) -> dict[str, Any]:
        return {"name": self.subject.name}

    def act(self, form: Any) -> str:
        with transaction.atomic():
            room = lock(self.subject, seen=form.cleaned_data["seen"])
            if form.cleaned_data["name"] == "Cupboard":
                raise Refused("A cupboard is no room. Choose another name.")
            room.name = form.cleaned_data["name"]
            room.save()
            record("tests.rename", room, by=self.viewer.actor)
        return reverse("room", args=[room.key])


class AddRoom(ActionPage):
    """Make a room; slowly, so that tests can send the form many times at once."""

    permission = Permission.MANAGE_LISTS
    form_class = RoomForm
    heading = "Add a room"

    def act(self, form: Any) -> str:
        team = self.viewer.teams[0]
        room = Room.objects.create(team=team, name=form.cleaned_data["name"], created_by=self.viewer.actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
        return reverse("room", args=[room.key])


BOTH_HOLD_THEIR_FIRST = Barrier(2, timeout=30)


class SwapRooms(PressPage):
    """Locks two rooms in the order asked for, the second when both people hold their first: in each other's way."""

    permission = Permission.MANAGE_LISTS
    heading = "Swap"

    def act(self, form: Any) -> str:
        lock(Room.objects.get(key=self.kwargs["key"]))
        BOTH_HOLD_THEIR_FIRST.wait()
        lock(Room.objects.get(key=self.kwargs["other"]))
        return reverse("home")


class AskForRoom(PublicFormPage):
    """A public form."""

    public = "made for the tests"
    form_class = RoomForm
    heading = "Ask for a room"

    def act(self, form: Any) -> str:
        team = public_team(self.kwargs["team"])
        if team is None or form.cleaned_data["name"] == "Cupboard":
            raise Refused("That is not possible.")
        Room.objects.create(team=team, name=form.cleaned_data["name"], created_by=Actor(ActorKind.PUBLIC, "room"))
        return "/thanks"


def broken(request: HttpRequest) -> HttpResponse:
    """A view that does not keep to the house."""
    return HttpResponse("no permission declared")


urlpatterns = [
    path("rooms/", RoomList.as_view(), name="rooms"),
    path("rooms/add", AddRoom.as_view(), name="add_room"),
    path("rooms/<key:key>/", RoomPage.as_view(), name="room"),
    path("rooms/<key:key>/rename", RenameRoom.as_view(), name="rename_room"),
    path("rooms/<key:key>/swap/<key:other>", SwapRooms.as_view(), name="swap_rooms"),
    path("ask/<slug:team>/", AskForRoom.as_view(), name="ask_for_room"),
    path("", include("pitservice.urls")),
]
