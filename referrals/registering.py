"""What referrals give to the rooms below: facts for the contact rules, navigation, the home worklist, timelines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from families import registry
from families.contact import register_facts, register_shunned
from families.models import Family
from families.selectors import loss_stands
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.jobs import registry as jobs
from pitservice.messaging import wanted
from pitservice.ui import dates, navigation, worklist
from pitservice.ui.components import Colour, Entry, Link, Tag
from pitservice.ui.words import inside
from referrals import actions, telling
from referrals.actions.importing.beginning import JOB
from referrals.contact_facts import referral_facts, shunned
from referrals.enums import ChangeKind, ImportState, Outcome, ReferralState, Show, Support
from referrals.holding import still_asked
from referrals.importing import working
from referrals.leaving import still_left
from referrals.meanwhile import still_waits
from referrals.models import InformationRequest, ProposedChange, Referral, WaitingEntry
from referrals.presenters import amending
from referrals.presenters.status import state_tag
from referrals.selectors import listed, undecided
from referrals.selectors.amending import open_changes
from referrals.selectors.imports import imports
from referrals.selectors.kept import last_contacts
from referrals.selectors.matching import to_match
from referrals.selectors.released import in_full
from referrals.selectors.reviewing import without_mine
from referrals.selectors.waiting import losing_support, needing_check, waiting

#: A worklist shows no more of one kind; the list it links to shows all.
MOST = 50


def register() -> None:
    """Called once, when the app is ready."""
    register_facts("referral", referral_facts)
    register_shunned(shunned)
    wanted.register("decision", telling.still_wanted)
    wanted.register("question", telling.still_asked)
    wanted.register("check", still_asked)
    wanted.register("waiting", still_waits)
    wanted.register("left", still_left)
    jobs.register(JOB, working.work)
    registry.register_born(_twins_born)
    registry.register_everything_stops(_everything_stops)
    registry.register_clocks_resume(_clocks_resume)
    registry.register_last_contact(last_contacts)
    registry.register_timeline(registry.TimelineSource("Referrals", Permission.SEE_REFERRALS, Referral, _timeline))
    registry.register_lookup(_families_of)
    registry.register_release(registry.ReleaseSource("Referrals in full", Permission.SEE_REFERRALS, in_full))
    navigation.register(navigation.Place("Referrals", "referrals:inbox", Permission.SEE_REFERRALS, 10))
    navigation.register(navigation.Place("Waiting list", "referrals:waiting", Permission.SEE_REFERRALS, 20))
    decide, allocate = Permission.DECIDE_REFERRALS, Permission.ALLOCATE
    for source in (
        worklist.Source("Referrals to decide", decide, _due, "referrals:inbox"),
        worklist.Source("Changes by referrers", decide, _changed, "referrals:inbox"),
        worklist.Source("Warnings to read", decide, _warnings, "referrals:inbox"),
        worklist.Source("Information to chase", Permission.ADD_REFERRALS, _to_chase, "referrals:inbox"),
        worklist.Source("Referrals to match", Permission.GUARD, _to_match, "referrals:to-match"),
        worklist.Source("Imports to go on with", Permission.IMPORT_REFERRALS, _imports, "referrals:imports"),
        worklist.Source("Team reviews", Permission.RECORD_SESSIONS, _reviews, "referrals:inbox"),
        worklist.Source("Holding checks", allocate, _checks, "referrals:waiting"),
        worklist.Source("Support less or stopped", allocate, _alarms, "referrals:waiting"),
    ):
        worklist.register(source)


def _twins_born(baby_id: int, twin_ids: Sequence[int], by: Actor) -> None:
    actions.name_twins(baby_id=baby_id, twin_ids=twin_ids, by=by)


def _everything_stops(family_id: int, by: Actor) -> None:
    actions.close_links(family_id=family_id, by=by)


def _clocks_resume(family_id: int, since: date, until: date, by: Actor) -> None:
    actions.resume_clocks(family_id=family_id, since=since, until=until, by=by)


def _families_of(reference: str, viewer: Viewer) -> Sequence[int]:
    """A referral's reference leads to the family that it was settled to be about."""
    sees = Viewer.of(viewer.user, Permission.SEE_REFERRALS)
    found = Referral.objects.visible_to(sees).filter(key=reference, family__isnull=False)
    return list(found.values_list("family_id", flat=True))


def _item(
    referral: Referral,
    what: str,
    action: Link,
    *,
    mine: bool,
    due: date | None,
    tag: Tag | None = None,
    urgent: bool = False,
) -> worklist.Item:
    family = (referral.family_id, referral.team_id) if referral.family_id else None
    return worklist.Item(
        what=what,
        whose=f"Referral {referral.key}",
        action=action,
        mine=mine,
        due=due,
        since=referral.received_at,
        tag=tag,
        urgent=urgent,
        family=family,
    )


def _late(due: date | None, today: date) -> Tag | None:
    if due is None or due > today:
        return None
    return Tag("Late", Colour.RED) if due < today else Tag("Due today", Colour.YELLOW)


def _lean(found: QuerySet[Referral]) -> QuerySet[Referral]:
    return found.defer("submitted")


def _due(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    """Decisions due today or late (SCR-2), and those without a clock, as from an import: nothing is nobody's (P4).

    What is put aside is not here until it is late.
    """
    everything = undecided(viewer).filter(~loss_stands())
    here = listed(everything, Show.ALL, today, viewer.user.pk) | listed(everything, Show.LATE, today, viewer.user.pk)
    open_ones = here.filter(Q(due_on__lte=today) | Q(due_on=None))
    open_ones = open_ones.filter(state__in=[ReferralState.RECEIVED, ReferralState.TEAM_REVIEW])
    due = _lean(open_ones.filter(warning_read_at=None, warning=""))
    read = _lean(open_ones.filter(warning_read_at__isnull=False))
    return [
        _item(
            one,
            "Referral to decide",
            Link("Decide", reverse("referrals:decide", args=[one.key]), hidden=f"on referral {one.key}"),
            mine=one.screener_id == viewer.user.pk,
            due=one.due_on,
            tag=_late(one.due_on, today),
            urgent=one.due_on is not None and one.due_on < today,
        )
        for one in (due | read).order_by("due_on", "pk")[:MOST]
    ]


def _warnings(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    """Warnings that nobody has read: nothing goes out until somebody has (P3)."""
    unread = _lean(undecided(viewer).filter(warning_read_at=None).exclude(warning=""))
    return [
        _item(
            one,
            "Warning in a referral",
            Link("Read", reverse("referrals:warning", args=[one.key]), hidden=f"the warning in referral {one.key}"),
            mine=one.screener_id == viewer.user.pk,
            due=one.due_on,
            tag=_late(one.due_on, today),
            urgent=one.due_on is not None and one.due_on < today,
        )
        for one in unread.order_by("due_on", "pk")[:MOST]
    ]


def _changed(viewer: Viewer, _today: date) -> Sequence[worklist.Item]:
    """Changes that referrers proposed, and wishes to withdraw: one item a referral (P11)."""
    found: dict[int, ProposedChange] = {}
    for change in open_changes(viewer).order_by("created_at", "pk")[:MOST]:
        referral = change.amendment.referral_id
        if referral not in found or change.kind == ChangeKind.WITHDRAWAL:
            found[referral] = change
    return [_change_item(one, viewer) for one in found.values()]


def _change_item(change: ProposedChange, viewer: Viewer) -> worklist.Item:
    referral, wish = change.amendment.referral, change.kind == ChangeKind.WITHDRAWAL
    href = f"{reverse('referrals:referral', args=[referral.key])}#{amending.ANCHOR}"
    return _item(
        referral,
        amending.WANTS_OUT if wish else amending.AMENDED,
        Link("Answer", href, hidden=f"the referrer of {referral.key}"),
        mine=referral.screener_id == viewer.user.pk,
        due=None,
        urgent=wish,
    )


def _to_match(viewer: Viewer, today: date) -> Sequence[worklist.Item]:  # noqa: ARG001 - a source's signature
    """Referrals that may be about a restricted record: nothing is decided or sent until the guardian answers (P10)."""
    return [
        worklist.Item(
            what="A referral may be about a restricted record",
            whose=f"Referral {row.referral.key}",
            action=Link(
                "Answer", reverse("referrals:match", args=[row.key]), hidden=f"about referral {row.referral.key}"
            ),
            mine=True,
            due=row.referral.due_on,
            since=row.created_at,
            urgent=True,
            family=(row.family_id, row.team_id),
        )
        for row in to_match(viewer)[:MOST]
    ]


def _to_chase(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    """Information that was asked for and has not come by its day."""
    asked = InformationRequest.objects.visible_to(viewer).filter(
        ~loss_stands("referral__family"),
        answered_at=None,
        chased_at=None,
        chase_on__lte=today,
        referral__state=ReferralState.AWAITING_INFORMATION,
    )
    return [
        _item(
            one.referral,
            "Information to chase",
            Link("Ask again", reverse("referrals:ask-again", args=[one.referral.key]), hidden=one.referral.key),
            mine=one.created_by == viewer.actor,
            due=one.chase_on,
            tag=_late(one.chase_on, today),
        )
        for one in asked.select_related("referral").defer("referral__submitted").order_by("chase_on", "pk")[:MOST]
    ]


def _imports(viewer: Viewer, _today: date) -> Sequence[worklist.Item]:
    """Sheets that somebody uploaded and nobody has taken in or discarded."""
    waiting = imports(viewer).filter(state__in=[ImportState.COLUMNS, ImportState.REVIEW])
    return [
        worklist.Item(
            what="A sheet of referrals to import",
            whose=one.name,
            action=Link("Go on", reverse("referrals:import", args=[one.key]), hidden=f"with {one.name}"),
            mine=one.created_by == viewer.actor,
            since=one.created_at,
        )
        for one in waiting[:MOST]
    ]


def _reviews(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    """Referrals left to the team, of which this colleague has not said what they think."""
    return [
        _item(
            one,
            "Team review: your opinion",
            Link("Give it", reverse("referrals:opinion", args=[one.key]), hidden=f"on referral {one.key}"),
            mine=True,
            due=one.due_on,
            tag=_late(one.due_on, today),
        )
        for one in without_mine(viewer)[:MOST]
    ]


def _entries(found: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    return found.select_related("referral").defer("referral__submitted").order_by("next_check_on", "pk")[:MOST]


def _checks(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    """Holding checks that are due (WL-2)."""
    return [
        _item(
            one.referral,
            "Holding check",
            Link("Check", reverse("referrals:check", args=[one.key]), hidden=f"referral {one.referral.key}"),
            mine=False,
            due=one.next_check_on,
            tag=_late(one.next_check_on, today),
        )
        for one in _entries(needing_check(waiting(viewer), today))
    ]


def _alarms(viewer: Viewer, today: date) -> Sequence[worklist.Item]:  # noqa: ARG001 - a source's signature
    """Families whose support became less or stopped, until somebody says what was done (WL-2, P14)."""
    return [
        _item(
            one.referral,
            f"Support while waiting: {inside(Support(one.support).label)}",
            Link("Look", reverse("referrals:entry", args=[one.key]), hidden=f"at referral {one.referral.key}"),
            mine=False,
            due=None,
            tag=Tag(Support(one.support).label, Colour.RED),
            urgent=True,
        )
        for one in _entries(losing_support(waiting(viewer)))
    ]


def _timeline(family: Family, viewer: Viewer) -> Sequence[registry.DatedEntry]:
    """A family's referrals with their decisions."""
    found = Referral.objects.visible_to(viewer).filter(family=family).defer("submitted").prefetch_related("decisions")
    return [
        registry.DatedEntry(
            one.received_at,
            Entry(
                dates.moment(one.received_at),
                f"Referral from {inside(one.get_source_display())}",
                href=reverse("referrals:referral", args=[one.key]),
                lines=[
                    f"{dates.day(decision.created_at.date())}: {Outcome(decision.outcome).past.lower()}"
                    for decision in one.decisions.all()
                    if decision.taken_back_at is None
                ],
                tags=[state_tag(one)],
                kind="Referral",
            ),
        )
        for one in found.order_by("received_at", "pk")
    ]
