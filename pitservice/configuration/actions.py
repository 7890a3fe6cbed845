"""Writing what a team sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.configuration.models import ClosedDay, PostcodeArea, RiskItem, RiskList, TeamSettings
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


class Factor(TypedDict):
    """One risk factor as given to `publish_risk_list`."""

    group: str
    text: str
    help_text: NotRequired[str]
    significant: bool


Rule = list[dict[str, int]]

#: The toolkit's rule: one significant factor, or four or more minor ones (SCR-1, toolkit ch. 6).
TOOLKIT_RULE: Rule = [{"significant": 1}, {"minor": 4}]


@transaction.atomic
def change_settings(*, team: Team, seen: int | None = None, by: Actor, **changes: Any) -> TeamSettings:
    """Set some of a team's settings; the others stay. Stale when somebody else changed them since `seen`."""
    settings, _ = TeamSettings.objects.get_or_create(team=team)
    settings = lock(settings, seen=seen)
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.save()
    record("configuration.change_settings", settings, by=by, fields=sorted(changes))
    return settings


@transaction.atomic
def set_day(*, team: Team, day: date, closed: bool, why: str = "", by: Actor) -> ClosedDay:
    """Close a day, or open one that the nation's list closes (SCR-2)."""
    row, _ = ClosedDay.objects.update_or_create(
        team=team, day=day, defaults={"closed": closed, "why": why, "created_by": by}
    )
    record("configuration.set_day", row, by=by, day=day.isoformat(), closed=closed)
    return row


@transaction.atomic
def set_postcode_areas(*, team: Team, areas: Sequence[str], by: Actor) -> list[str]:
    """Say which postcodes a team looks after, all of them anew; Refused where one stands with another team."""
    wanted = list(dict.fromkeys(areas))
    taken = PostcodeArea.objects.filter(area__in=wanted).exclude(team=team).select_related("team").first()
    if taken is not None:
        raise Refused(f"“{taken.area}” stands with {taken.team}. Take it out there first.")
    PostcodeArea.objects.filter(team=team).exclude(area__in=wanted).delete()
    have = set(PostcodeArea.objects.filter(team=team).values_list("area", flat=True))
    for area in wanted:
        if area not in have:
            PostcodeArea.objects.create(team=team, area=area, created_by=by)
    record("configuration.set_postcode_areas", team, by=by, areas=len(wanted))
    return wanted


@transaction.atomic
def publish_risk_list(
    *, team: Team, title: str, factors: Sequence[Factor], rule: Rule = TOOLKIT_RULE, illustrative: bool, by: Actor
) -> RiskList:
    """Put a whole new edition in force at once; earlier screenings keep the edition they used (SCR-1)."""
    edition = _new_edition(team, title=title, rule=rule, illustrative=illustrative, by=by)
    RiskItem.objects.bulk_create(
        RiskItem(risk_list=edition, position=place, **factor) for place, factor in enumerate(factors, start=1)
    )
    return _put_in_force(edition, by)


@transaction.atomic
def begin_edition(*, team: Team, by: Actor) -> RiskList:
    """Begin a draft that says what the edition in force says; the one being prepared already, where there is one."""
    known = RiskList.objects.filter(team=team, draft=True).first()
    if known is not None:
        return known
    now = RiskList.objects.filter(team=team, in_force=True).prefetch_related("items").first()
    draft = _new_edition(
        team,
        title=now.title if now and not now.illustrative else "Risk factors",
        rule=now.rule if now else TOOLKIT_RULE,
        illustrative=False,
        by=by,
    )
    for item in now.items.all() if now else ():
        RiskItem.objects.create(
            risk_list=draft,
            position=item.position,
            group=item.group,
            text=item.text,
            help_text=item.help_text,
            significant=item.significant,
        )
    record("configuration.begin_edition", draft, by=by, edition=draft.edition)
    return draft


@transaction.atomic
def add_factors(
    *, draft: RiskList, group: str, texts: Sequence[str], significant: bool, seen: int | None = None, by: Actor
) -> RiskList:
    """Add factors at the end of a group of a draft, in the order given; a new group stands last."""
    draft, items = _opened(draft, seen)
    for text in texts:
        _must_be_new(text, items)
    items += [RiskItem(risk_list=draft, group=group, text=text, significant=significant) for text in texts]
    return _arranged("configuration.add_factors", draft, items, by)


@transaction.atomic
def change_factor(
    *,
    draft: RiskList,
    place: int,
    group: str,
    text: str,
    help_text: str,
    significant: bool,
    place_in_group: int,
    seen: int | None = None,
    by: Actor,
) -> RiskList:
    """Change one factor of a draft, and where it stands: `place_in_group` from 1."""
    draft, items = _opened(draft, seen)
    item = _at(items, place)
    _must_be_new(text, [other for other in items if other is not item])
    item.group, item.text, item.help_text, item.significant = group, text, help_text, significant
    items.remove(item)
    beside = [other for other in items if other.group == group]
    if beside:
        before = place_in_group <= len(beside)
        items.insert(items.index(beside[place_in_group - 1]) if before else items.index(beside[-1]) + 1, item)
    else:
        items.insert(min(place - 1, len(items)), item)
    return _arranged("configuration.change_factor", draft, items, by)


@transaction.atomic
def remove_factor(*, draft: RiskList, place: int, seen: int | None = None, by: Actor) -> RiskList:
    """Take one factor out of a draft; in earlier editions it stays."""
    draft, items = _opened(draft, seen)
    items.remove(_at(items, place))
    return _arranged("configuration.remove_factor", draft, items, by)


@transaction.atomic
def change_rule(*, draft: RiskList, title: str, rule: Rule, seen: int | None = None, by: Actor) -> RiskList:
    """Name a draft, and say what its rule asks for (SCR-1)."""
    draft, _ = _opened(draft, seen)
    draft.title, draft.rule = title, rule
    draft.save()
    record("configuration.change_rule", draft, by=by, edition=draft.edition)
    return draft


@transaction.atomic
def put_in_force(*, draft: RiskList, seen: int | None = None, by: Actor) -> RiskList:
    """Screen by a draft from now on; what was screened before keeps its edition (SCR-1)."""
    draft, items = _opened(draft, seen)
    if not items:
        raise Refused("The list holds no factor yet. Add some first.")
    if not draft.rule:
        raise Refused("The list has no rule yet. Say what it asks for first.")
    return _put_in_force(draft, by)


@transaction.atomic
def drop_edition(*, draft: RiskList, seen: int | None = None, by: Actor) -> None:
    """Throw a draft away; the edition in force stays."""
    draft, _ = _opened(draft, seen)
    record("configuration.drop_edition", draft, by=by, edition=draft.edition)
    draft.items.all().delete()
    draft.delete()


def _new_edition(team: Team, *, title: str, rule: Rule, illustrative: bool, by: Actor) -> RiskList:
    last = RiskList.objects.filter(team=team).aggregate(last=Max("edition"))["last"] or 0
    return RiskList.objects.create(
        team=team, edition=last + 1, title=title, rule=rule, illustrative=illustrative, draft=True, created_by=by
    )


def _opened(draft: RiskList, seen: int | None) -> tuple[RiskList, list[RiskItem]]:
    """The draft anew, locked, with its factors in order; refused once it is in force."""
    draft = lock(draft, seen=seen)
    if not draft.draft:
        raise Refused("This edition is in force. Begin a new one to change it.")
    return draft, list(draft.items.order_by("position"))


def _at(items: Sequence[RiskItem], place: int) -> RiskItem:
    if not 1 <= place <= len(items):
        raise Refused("This factor is not in the list any more.")
    return items[place - 1]


def _must_be_new(text: str, items: Sequence[RiskItem]) -> None:
    if text.casefold() in {item.text.casefold() for item in items}:
        raise Refused(f"“{text}” is in the list already.")


def _arranged(verb: str, draft: RiskList, items: Sequence[RiskItem], by: Actor) -> RiskList:
    """Write the factors anew, groups together in the order of their first factor; the draft counts a version."""
    groups = {group: place for place, group in enumerate(dict.fromkeys(item.group for item in items))}
    draft.items.all().delete()
    RiskItem.objects.bulk_create(
        RiskItem(
            risk_list=draft,
            position=place,
            group=item.group,
            text=item.text,
            help_text=item.help_text,
            significant=item.significant,
        )
        for place, item in enumerate(sorted(items, key=lambda item: groups[item.group]), start=1)
    )
    draft.save()
    record(verb, draft, by=by, edition=draft.edition)
    return draft


def _put_in_force(draft: RiskList, by: Actor) -> RiskList:
    today = timezone.localdate()
    for now in RiskList.objects.select_for_update().filter(team_id=draft.team_id, in_force=True):
        now.in_force, now.in_force_until = False, today
        now.save()
    draft.draft, draft.in_force, draft.in_force_from = False, True, today
    draft.save()
    record("configuration.publish_risk_list", draft, by=by, edition=draft.edition)
    return draft
