"""How users, roles, events and jobs read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.urls import reverse

from caseload.selectors.leaving import has_open_work
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.roles import ROLES
from pitservice.audit.models import Event
from pitservice.db.actor import ActorKind
from pitservice.governance.copying import COPIES
from pitservice.governance.still_to_do import ToDo
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.ui.components import (
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.dates import count, day, moment
from pitservice.ui.words import listed

#: Colour of a job's state; the word is the state's own.
JOB_COLOURS: Mapping[str, Colour] = {
    JobState.QUEUED: Colour.GREY,
    JobState.RUNNING: Colour.BLUE,
    JobState.DONE: Colour.GREEN,
    JobState.FAILED: Colour.RED,
}
#: Parts of the product, as they stand before the dot of a verb.
PARTS: Mapping[str, str] = {
    "accounts": "Users and roles",
    "caseload": "Work with families",
    "configuration": "Lists and settings",
    "consultation": "Consultations",
    "families": "Families",
    "files": "Files",
    "governance": "Setting up teams",
    "jobs": "Background work",
    "measures": "Measures",
    "letters": "Letters",
    "links": "Private links",
    "messaging": "Texts",
    "policies": "Policies",
    "referrals": "Referrals",
    "reporting": "Reports",
}


def in_force(membership: Membership, today: date) -> bool:
    """Whether a role holds today."""
    return membership.starts_on <= today and (membership.ends_on is None or membership.ends_on >= today)


def role_words(membership: Membership) -> str:
    """ "Trainee in North until 31 March 2027, with Sam Lee"."""
    words = f"{membership.get_role_display()} in {membership.team.name}"
    if membership.ends_on:
        words += f" until {day(membership.ends_on)}"
    return f"{words}, with {membership.supervisor.name}" if membership.supervisor else words


def user_row(user: User, today: date) -> list[Cell]:
    """A colleague in the list."""
    held: Sequence[Membership] = user.shown_memberships  # type: ignore[attr-defined]  # prefetched by the selector
    roles = [role_words(one) for one in held if in_force(one, today)]
    tags = [] if roles else [Tag("No role", Colour.GREY)]
    if not user.is_active:
        tags.append(Tag("Closed", Colour.GREY))
    name = Cell(user.name, href=reverse("governance:user", args=[user.key]))
    return [name, Cell(user.email), Cell("; ".join(roles), tags=tags)]


def user_facts(user: User, memberships: Sequence[Membership], today: date, *, own: bool) -> list[object]:
    """A colleague's page: who, and each role with what it means."""
    facts = FactList([Fact("Name", user.name), Fact("Email address", user.email), Fact("Account", _account(user))])
    held = [one for one in memberships if in_force(one, today)]
    past = [one for one in memberships if not in_force(one, today)]
    roles = [
        Fact(
            role_words(one),
            ROLES[one.role].description,
            actions=[] if own else [_end(user, one)],
        )
        for one in held
    ]
    body: list[object] = [facts, Section("Roles today", [FactList(roles) if roles else Words(["None."])])]
    if past:
        body.append(Section("Earlier and later", [Words([role_words(one) for one in past])]))
    return body


def _end(user: User, held: Membership) -> Link:
    return Link("End", reverse("governance:end_role", args=[user.key, held.team.slug, held.role]), role_words(held))


def _account(user: User) -> str:
    return "Open" if user.is_active else "Closed: nobody can sign in with it"


def roles_grid() -> Table:
    """Which role may do what: one row for each permission."""
    roles = list(ROLES.values())
    columns = [Column("May …"), *(Column(RoleName(role.name).label) for role in roles)]
    rows = [
        [Cell(str(permission)), *(Cell("Yes" if permission in role.permissions else "–") for role in roles)]
        for permission in Permission
    ]
    return Table("Roles and what they may do", columns, rows)


def role_sections() -> FactList:
    """Each role in words."""
    return FactList([Fact(RoleName(role.name).label, _role_lines(role.name)) for role in ROLES.values()])


def _role_lines(name: str) -> list[str]:
    role = ROLES[name]
    return [role.description, *(["Sees only families they are involved with."] if role.only_involved else [])]


def event_row(event: Event, names: Mapping[int, str], families: Mapping[int, tuple[str, str, int]]) -> list[Cell]:
    """What somebody did: when, who, what, about which family, why."""
    part, _, verb = event.verb.partition(".")
    what = f"{PARTS.get(part, part.capitalize())}: {verb.replace('_', ' ')}"
    return [
        Cell(moment(event.at)),
        Cell(_who(event, names)),
        Cell(what, hint=_data(event)),
        _family_cell(event, families),
        Cell(str(event.reason) if event.reason else ""),
    ]


def _who(event: Event, names: Mapping[int, str]) -> str:
    user_id = event.by.user_id
    if user_id is not None:
        return names.get(user_id, "A colleague")
    name = event.by.name
    detail = f" ({event.by.ref})" if event.by.kind is ActorKind.SYSTEM and event.by.ref else ""
    return f"{name[:1].upper()}{name[1:]}{detail}"


def _data(event: Event) -> str:
    """Codes kept with the event; never words about a family."""
    found = [f"{name.replace('_', ' ')} {_plain(value)}" for name, value in sorted(event.data.items()) if value != ""]
    return ", ".join(found)[:200]


def _plain(value: object) -> str:
    """A code as it reads; of several, each."""
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return str(value).replace("_", " ")


def _family_cell(event: Event, families: Mapping[int, tuple[str, str, int]]) -> Cell:
    if event.family_id is None:
        return Cell("")
    title, key, _ = families.get(event.family_id, ("A family", "", 0))
    return Cell(title, href=reverse("families:family", args=[key])) if key else Cell(title)


def job_row(job: Job, names: Mapping[int, str]) -> list[Cell]:
    """A piece of background work."""
    started = names.get(job.created_by.user_id or 0, "") or job.created_by.name
    progress = f"{job.done:,} of {job.total:,}" if job.total else ""
    again = [Link("Start again", reverse("governance:start_again", args=[job.key]), job.title)]
    return [
        Cell(job.title, hint=job.note),
        Cell(tags=[Tag(job.get_state_display(), JOB_COLOURS[job.state])], hint=progress),
        Cell(started),
        Cell(moment(job.created_at), hint=count(job.attempts, "try", "tries") if job.attempts else ""),
        Cell(links=again if job.state == JobState.FAILED else ()),
    ]


def teams_to_do(teams: Sequence[Team]) -> Details:
    """Where each team says what it must still do by hand (P86)."""
    facts = [
        Fact(
            team.name,
            "What can be taken over from nobody",
            actions=[Link("Open", reverse("governance:new_team", args=[team.slug]), hidden=team.name)],
        )
        for team in teams
    ]
    return Details("What your teams must still do by hand", [FactList(facts)])


def will_be_made(source: Team, name: str, slug: str, what: Collection[str]) -> Section:
    """What a new team takes over, thing by thing; nothing of it is made yet (P86)."""
    rows = []
    for one in COPIES:
        there = one.there(source) if one.key in what else ""
        told = there or ("Nothing: the other team has none" if one.key in what else "Not taken over")
        rows.append([Cell(one.name), Cell(told)])
    said = [
        f"{name}, with public forms at “{slug}” that are closed until you open them. You look after it.",
        "Nothing is made yet: press “Set up the team”.",
    ]
    table = Table("What will be made", [Column("What"), Column(f"From {source.name}")], rows)
    return Section("What will be made", [Words(said), table])


def to_do(items: Sequence[ToDo]) -> list[object]:
    """What a team must still do by hand, and where."""
    rows = []
    for one in items:
        tags = [Tag("Done", Colour.GREEN) if one.done else Tag("To do", Colour.YELLOW)] if one.done is not None else []
        links = [Link("Open", one.href, hidden=one.what)] if one.href else []
        rows.append([Cell(one.what, hint=one.why), Cell(tags=tags) if tags else Cell("Look"), Cell(links=links)])
    columns = [Column("What"), Column("Done?"), Column("Where")]
    return [Words(["These can be taken over from nobody."]), Table("Still to be done", columns, rows)]


def work_in_hand(user: User, teams: Sequence[Team]) -> list[object]:
    """A warning before somebody's role or account ends while they have open work; it names no family and no number."""
    found = [team.name for team in teams if has_open_work(user, team)]
    if not found:
        return []
    lines = [
        f"{user.name} still works with families in {listed(found)}. Ask the clinical lead to hand the work over first: "
        "on the rota, press Hand over their work. It stands on the lead’s home page until it is done.",
        "Notes that are not signed can be signed only by who wrote them.",
    ]
    return [Callout("There is work in hand", lines)]
