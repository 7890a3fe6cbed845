"""Conversations with other professionals about their work, and what follows them (CNS-1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from consultation.actions import (
    Account,
    Done,
    acknowledge,
    add_activity_kind,
    agree_action,
    close_concern,
    give_statement,
    log_activities,
    raise_concern,
    record_agreement,
    record_consultation,
)
from consultation.models import ActivityKind, Consultation
from pitservice.accounts.models import User
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

_THEMES = ("Crying that does not stop", "A mother who cannot look", "Feeding as a battle", "A father nobody has met")
_CONSULTEES = ("Fatima Begum", "Denise Holt", "Carol Jenner", "Jan Peel", "Kerry Bright")
_ROLES = ("health_visitor", "social_care", "midwife", "nursery", "family_hub")
_WORRY = "The worker visits alone in a home where they do not feel safe, and has told nobody."
_AGREED = "Advice rests on what the worker tells us.\nThe worker and their employer stay accountable."


def tell(staff: Staff, calendar: Calendar) -> None:
    """Of families who stay unnamed; and the written agreements behind them."""
    for signed, review, organisation in ((350, 14, "Eastfield Children’s Services"), (90, 270, "Rowan Surgery")):
        with calendar.told(calendar.at(calendar.day(signed), 11)):
            _agreement(staff, calendar.day(signed), calendar.today + timedelta(days=review), organisation)
    _other_work(staff, calendar)
    for number, ago in enumerate(range(6, 340, 24)):
        consultant, held_on = staff.practitioners[number % 3], calendar.working(ago)
        with calendar.told(calendar.at(held_on, 15)):
            account = _account(number, held_on, consultant)
            made = record_consultation(team=staff.team, account=account, checked=True, by=consultant.actor)
            _what_follows(made, number, consultant, calendar.today)


def _other_work(staff: Staff, calendar: Calendar) -> None:
    """What they did besides, some of it every month: training with whom it reached, strategy, a conference."""
    own = add_activity_kind(team=staff.team, category="training", name="Solihull training", by=staff.lead.actor)
    for number, ago in enumerate(range(4, 350, 11)):
        colleague, day = staff.practitioners[number % 3], calendar.working(ago)
        with calendar.told(calendar.at(day, 16)):
            log_activities(team=staff.team, colleague=colleague, done=_done(number, day, own), by=colleague.actor)


#: Of the directory: they refer too.
_ORGANISATIONS = ("Eastfield 0-19 Service", "St Helen’s Maternity", "Eastfield Children’s Services")


def _done(number: int, day: date, own: ActivityKind) -> list[Done]:
    reached = {"health_visitors": 6 + number % 5, "early_years": 4 + number % 3}
    return [
        (
            Done(day, "training", 180, own, "A morning for the team", _ORGANISATIONS[0], reached=reached),
            Done(day, "strategy", 90, what="Perinatal pathway group"),
            Done(day, "development", 120, what="The waiting list letter"),
            Done(day, "presentation", 60, what="Infant mental health", organisation="Rowan Surgery", people=14),
            Done(day, "conference", 360, what="Infant mental health conference"),
        )[number % 5]
    ]


def _account(number: int, held_on: date, consultant: User) -> Account:
    return Account(
        held_on=held_on,
        minutes=(45, 60, 30)[number % 3],
        consultant=consultant,
        consultee_name=_CONSULTEES[number % 5],
        consultee_role=_ROLES[number % 5],
        consultee_organisation=_ORGANISATIONS[number % 3],
        also_there="Sal Reed, family hub worker" if number % 4 else "",
        staff_reached=1 + number % 4,
        age_band=("under_3", "under_6", "under_12", "unborn")[number % 4],
        themes=_THEMES[number % 4],
        notes="What the worker sees in the room, and what it does to them.",
        actions_agreed="Visit together with the family hub worker.",
        outcome="escalated" if number in (2, 9) else ("advised_referral", "none", "again")[number % 3],
        statement_given=True,
    )


def _what_follows(made: Consultation, number: int, consultant: User, today: date) -> None:
    """Of the newest something one of us does; then a statement that was acknowledged, an open and a closed concern."""
    by = consultant.actor
    if number == 0:
        due = today + timedelta(days=3)
        agree_action(consultation=made, what="Send the leaflet about sleep", colleague=consultant, due_on=due, by=by)
        agree_action(consultation=made, what="Visit together with the family hub worker", by=by)
    if number == 1:
        link = give_statement(consultation=made, by=by).link
        acknowledge(consultation=made, link=link, name=made.consultee_name, by=link.actor)
    if number in (2, 9):
        told: dict[str, Any] = {"taken_to": "The named nurse for safeguarding", "taken_on": made.held_on}
        concern = raise_concern(consultation=made, kind="safety", words=_WORRY, **told, by=by)
        if number == 9:
            close_concern(concern=concern, outcome="Their manager went through visiting alone with them.", by=by)


def _agreement(staff: Staff, signed_on: date, review_on: date, organisation: str) -> None:
    record_agreement(
        team=staff.team,
        organisation=organisation,
        agreed_with="Ann Poe, service manager",
        words=_AGREED,
        signed_on=signed_on,
        review_on=review_on,
        by=staff.lead.actor,
    )
