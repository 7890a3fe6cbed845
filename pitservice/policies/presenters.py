"""How the register reads (P84)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.urls import reverse

from pitservice.accounts.models import Team, User
from pitservice.configuration.forms import SettingsForm
from pitservice.configuration.models import TeamSettings
from pitservice.policies.enums import CARRIED_OUT_BY, PolicyKind
from pitservice.policies.models import Policy, PolicyVersion
from pitservice.policies.selectors import Standing
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Buttons,
    Cell,
    Colour,
    Column,
    Details,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.fields import shown_time

OTHERS = (Column("Policy"), Column("In force"), Column("Review due"), Column("You"))
LED = (*OTHERS, Column("Read by"))


def href(policy: Policy) -> str:
    """Where one stands."""
    return reverse("policies:policy", args=[policy.key])


def due_tag(policy: Policy, today: date) -> Tag | None:
    """Whether its review is late or comes within four weeks."""
    if policy.review_on is None or policy.ended_on is not None:
        return None
    if policy.review_on < today:
        return Tag("Late", Colour.RED)
    return Tag("Soon due", Colour.YELLOW) if (policy.review_on - today).days <= 28 else None


def row(one: Standing, user: User, today: date) -> list[Cell]:
    """A policy in the list, as everybody sees it."""
    policy, now = one.policy, one.in_force
    said = f"Version {now.number}, ratified {dates.day(now.ratified_on)}" if now and now.ratified_on else "Nothing yet"
    due = due_tag(policy, today)
    kind = policy.get_kind_display()
    first = Cell(
        policy.title,
        href=href(policy),
        hint=policy.team.name if kind == policy.title else f"{kind}, {policy.team.name}",
        tags=[Tag("Ended")] if policy.ended_on else [],
    )
    return [
        first,
        Cell(said, tags=[Tag("New version in preparation", Colour.BLUE)] if one.draft else []),
        Cell(dates.day(policy.review_on) if policy.review_on else "Not set", tags=[due] if due else []),
        _own(one, user),
    ]


def _own(one: Standing, user: User) -> Cell:
    if one.in_force is None or one.policy.ended_on is not None:
        return Cell("Nothing to read")
    if user.pk in one.read:
        return Cell(tags=[Tag("Read", Colour.GREEN)])
    to = reverse("policies:read", args=[one.policy.key, one.in_force.number])
    return Cell(tags=[Tag("To read", Colour.YELLOW)], links=[Link("Read it", to, hidden=one.policy.title)])


def read_by(one: Standing, members: Sequence[User]) -> Cell:
    """How many of the team have read it, for its lead."""
    if one.in_force is None or one.policy.ended_on is not None:
        return Cell("Nobody is asked")
    missing = len(one.not_read_by(members))
    done = [Tag("Everybody", Colour.GREEN)] if not missing else []
    return Cell(f"{len(members) - missing} of {len(members)}", tags=done)


def facts(one: Standing, today: date) -> FactList:
    """What a policy is about, what is in force, and by when it is looked at again."""
    policy, now = one.policy, one.in_force
    due = due_tag(policy, today)
    listed = [
        Fact("About", policy.get_kind_display()),
        Fact("Team", policy.team.name),
        Fact("In force", ratified(now) if now else "", empty="Nothing yet: the first version is being prepared"),
    ]
    if policy.review_on:
        listed.append(Fact("Review due", dates.weekday(policy.review_on), tags=[due] if due else ()))
    if policy.ended_on:
        listed.append(Fact("Ended", dates.weekday(policy.ended_on)))
    return FactList(listed)


def ratified(version: PolicyVersion) -> str:
    """Which version, by whom and when."""
    when = f" on {dates.day(version.ratified_on)}" if version.ratified_on else ""
    return f"Version {version.number}, ratified by {version.ratified_by}{when}"


def says(version: PolicyVersion) -> list[object]:
    """What a version says, or where its document is kept."""
    parts: list[object] = []
    if version.news:
        parts.append(Words([f"New in this version: {version.news}"]))
    if version.kept_in:
        linked = version.kept_in.startswith("https://") and " " not in version.kept_in
        fact = Fact("The document is kept at", links=[Link(version.kept_in, version.kept_in)], empty="")
        parts.append(FactList([fact if linked else Fact("The document is kept at", version.kept_in)]))
    if version.words:
        parts.append(Words([line for line in version.words.splitlines() if line.strip()]))
    return parts


def settings_section(policy: Policy, settings: TeamSettings, *, may_change: bool) -> Section | None:
    """The settings that carry it out, as they are, and where they are changed (P84)."""
    names = CARRIED_OUT_BY.get(policy.kind, ())
    if not names:
        return None
    listed = [Fact(label_of(name), _value(name, getattr(settings, name)), empty="Not set") for name in names]
    parts: list[object] = [FactList(listed)]
    if may_change:
        to = reverse("configuration:change", args=[policy.team.slug])
        parts.append(Buttons([Button("Change these settings", to, secondary=True)]))
    return Section("Settings that carry it out", parts)


def label_of(name: str) -> str:
    """What a setting is called on its page."""
    return str(SettingsForm.base_fields[name].label)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return shown_time(value)
    choices = dict(getattr(SettingsForm.base_fields[name], "choices", ()) or ())
    said = str(choices.get(value, "" if value is None else value))
    suffix = getattr(SettingsForm.base_fields[name], "suffix", "")
    return f"{said} {suffix}".strip() if said else ""


def readers(one: Standing, members: Sequence[User]) -> Section:
    """Who has read the version in force and who has not: for the lead."""
    if one.in_force is None:
        return Section("Who has read it", [Empty("Nobody is asked to read it before it is ratified.")])
    missing = one.not_read_by(members)
    rows = [[Cell(user.name), Cell(tags=[Tag("Not yet", Colour.YELLOW)])] for user in missing]
    for user in members:
        if user.pk in one.read:
            when = dates.moment(one.read[user.pk].created_at)
            rows.append([Cell(user.name), Cell(when, tags=[Tag("Read", Colour.GREEN)])])
    said = f"{len(members) - len(missing)} of {len(members)} have read version {one.in_force.number}."
    table = Table("Who has read it", (Column("Colleague"), Column("Read")), rows)
    return Section("Who has read it", [Words([said]), table])


def draft_section(draft: PolicyVersion) -> Section:
    """The version that is being prepared: for the lead alone."""
    note = Words(["Nobody is asked to read it before it is ratified."])
    return Section(f"Being prepared: version {draft.number}", [note, Details("What it says", says(draft))])


def earlier(one: Standing) -> Section | None:
    """Versions that were in force before."""
    if not one.earlier:
        return None
    at = [(version, reverse("policies:version", args=[one.policy.key, version.number])) for version in one.earlier]
    rows = [[Cell(f"Version {version.number}", href=to), Cell(ratified(version))] for version, to in at]
    return Section("Earlier versions", [Table("Earlier versions", (Column("Version"), Column("Ratified")), rows)])


def kinds_missing(about: Mapping[int, Collection[str]], teams: Sequence[Team]) -> list[str]:
    """A line for each team in whose register something is missing that the toolkit asks for (P84)."""
    found = []
    for team in teams:
        asked = [kind for kind in PolicyKind if kind != PolicyKind.OTHER]
        missing = [kind.label for kind in asked if kind not in about.get(team.pk, ())]
        where = f" of {team.name}" if len(teams) > 1 else ""
        if missing:
            found.append(f"Nothing in the register{where} is about: {'; '.join(missing)}.")
    return found


def body(one: Standing, today: date, settings: TeamSettings, members: Sequence[User] | None) -> list[object]:
    """The page of a policy; `members` of the team for its lead, who sees who has read it and what is being prepared."""
    leads = members is not None
    parts: list[object | None] = [facts(one, today)]
    if one.in_force:
        parts.append(Section("What it says", says(one.in_force)))
    parts.append(settings_section(one.policy, settings, may_change=leads))
    if members is not None:
        parts += [draft_section(one.draft) if one.draft else None, readers(one, members)]
    return [part for part in (*parts, earlier(one)) if part is not None]


def to_read(version: PolicyVersion) -> list[object]:
    """A version whole: by whom it was ratified, and what it says."""
    return [Words([f"{ratified(version)}."]), *says(version)]


def buttons(one: Standing, user: User, *, leads: bool) -> list[Button]:
    """What can be done with a policy that has not ended: read it; prepare, ratify, review, change and end it."""
    if one.policy.ended_on is not None:
        return []
    found = []
    if one.in_force and user.pk not in one.read:
        to = reverse("policies:read", args=[one.policy.key, one.in_force.number])
        found.append(Button("I have read it", to))
    if not leads:
        return found
    pages = [("Go on preparing the new version" if one.draft else "Prepare a new version", "draft")]
    pages += [("Ratify the new version", "ratify"), ("Throw the new version away", "drop_draft")] if one.draft else []
    pages += [("It was reviewed and stays", "review")] if one.in_force else []
    pages += [("Change name", "change"), ("End", "end")]
    at = [one.policy.key]
    return found + [Button(text, reverse(f"policies:{name}", args=at), secondary=True) for text, name in pages]
