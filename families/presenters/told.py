"""Who would be told: each recipient with an answer for each channel, every reason, and what can be done about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from families.contact import Addressee
from families.enums import Answer, Channel, FamilyRole, ProfessionalRole
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.words import inside

ANSWERS = {
    Answer.ALLOW: Tag("May go", Colour.GREEN),
    Answer.ASK: Tag("Ask a person", Colour.YELLOW),
    Answer.REFUSE: Tag("Must not go", Colour.RED),
}
#: In the order in which they are shown.
CHANNELS = (Channel.TEXT, Channel.EMAIL, Channel.LETTER, Channel.CALL)
_ROLES: dict[str, str] = dict(FamilyRole.choices) | dict(ProfessionalRole.choices)
_EDIT, _LEAD = Permission.EDIT_FAMILIES, Permission.ALLOCATE


@dataclass(frozen=True, slots=True)
class Way:
    """What settles the cause of an answer: words, the URL it is done at, whose key that takes, who may, else a hint."""

    words: str
    url: str = ""
    of: str = "family"  # "person", "point" and "change" (of care) take a second key
    permission: Permission = _EDIT


_CHANGE = Way("Say what is known about it", "change_point", "point")
_ALERT = Way("Look at the alert", "contact")
_CONSENT = Way("Record a consent", "add_consent")
_HOME = Way("Say who lives where", "people")
_SETTLE = Way("Settle who is told what", "settle_care", "change")
_STAYS = Way("Nothing changes this.")
#: What can be done about each rule; whatever only asks can also be answered when it is held.
WAYS: Mapping[str, Way] = {
    "loss": Way("Record what was decided", "contact"),
    "guardian-first": Way("Ask the guardian."),
    "restricted-person": _ALERT,
    "died": _STAYS,
    "relative-referred": _STAYS,
    "family-only": _STAYS,
    "not-invited": _STAYS,
    "no-point": Way("Add a phone or address", "add_point"),
    "unsafe-point": _CHANGE,
    "unsafe-home": _ALERT,
    "unsafe-elsewhere": Way("Ask the team’s lead or the guardian."),
    "restricted-shares": _ALERT,
    "secret-shared": _CHANGE,
    "restricted-at-home": _HOME,
    "care-changed-by-itself": _SETTLE,
    "refuge": _CHANGE,
    "prison-phone": Way("Write to them, or ask the prison."),
    "opted-out": Way("Only if they ask for texts again", "opt_in", "point"),
    "no-texts": _CHANGE,
    "not-secure": Way("Whoever sets up the team can list secure e-mail domains."),
    "consent-refused": _CONSENT,
    "consent-not-asked": _CONSENT,
    "does-not-know": Way("Record an answer", "agreement", "person"),
    "read-first": _ALERT,
    "not-agreed": Way("Record an answer", "agreement", "person"),
    "referrer-refused": _CONSENT,
    "referrer-not-asked": _CONSENT,
    "restricted-may-be-at-home": _HOME,
    "overdue": Way("Record the birth, or a loss", "people"),
    "care-changed": _SETTLE,
    "parents-disagree": Way("Settle it", "contact", permission=_LEAD),
    "tell-of-a-worry": Way("Decide with the safeguarding lead who tells them."),
    "cannot-agree-alone": Way("Say whether they can agree for themselves", "competence", "person"),
    "grandparent": Way("Ask the parent who is under 18."),
    "through-grandparent": Way("Ask the parent how they want to be reached."),
    "baby-in-hospital": Way("Ask the unit; end the address when the baby is home", "contact"),
    "in-hospital": Way("Ask the unit; end the address when they have left", "contact"),
    "prison-letter": Way("Read the words as the staff there will."),
    "foster-home": Way("Ask the foster carer, or another address."),
    "safety-unknown": _CHANGE,
    "texts-not-asked": _CHANGE,
    "shared": _CHANGE,
    "reads-other-language": Way("Use a checked translation, or call with an interpreter."),
    "other-format": Way("Send it in that form, or say it."),
    "returned-mail": Way("Ask for the right address", "add_point"),
}


@dataclass(frozen=True, slots=True)
class Leading:
    """What links need: the family, keys by "person:12", "point:34" and "change", and what this viewer may do."""

    family: Family
    keys: Mapping[str, str]
    may: Collection[Permission]
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, to: Addressee) -> str:
        """How the family's pages call them."""
        return self.names.get(to.recipient, to.name)

    def ways(self, to: Addressee) -> tuple[list[Link], list[str]]:
        """For one answer: links where this viewer can settle a cause, and words where they cannot.

        Where one cause stays whatever is done about the others, nothing else is offered.
        """
        links, words = [], []
        ways = dict.fromkeys(WAYS[code] for code in to.codes)
        for way in [_STAYS] if _STAYS in ways else ways:
            link = self._link(way, to)
            if link is not None:
                links.append(link)
            elif way.url and way.permission not in self.may:
                who = "The lead" if way.permission is _LEAD else "Somebody who may change families"
                words.append(f"{who}: {inside(way.words)}.")
            else:
                words.append(way.words if way.words.endswith(".") else f"{way.words}.")
        return links, words

    def _link(self, way: Way, to: Addressee) -> Link | None:
        if not way.url or way.permission not in self.may:
            return None
        args = [self.family.key]
        if way.of != "family":
            key = self.keys.get({"person": to.recipient, "point": to.point}.get(way.of, way.of))
            if key is None:
                return None
            args.append(key)
        hidden = f"for {self.name(to)}, {inside(to.channel.label)}"
        return Link(way.words, reverse(f"families:{way.url}", args=args), hidden=hidden)


def in_short(answers: Mapping[Channel, Sequence[Addressee]], leading: Leading) -> Section:
    """Who may be told by any of these channels, about whom a person is asked, and who must not be told at all."""
    best: dict[Answer, list[str]] = {answer: [] for answer in ANSWERS}
    for row in _by_recipient(answers):
        answer = next(answer for answer in ANSWERS if any(to.answer is answer for to in row))
        by = [inside(to.channel.label) for to in row if to.answer is answer]
        name = leading.name(row[0])
        best[answer].append(name if answer is Answer.REFUSE else f"{name}: {', '.join(by)}")
    facts = [Fact(ANSWERS[answer].text, names, empty="Nobody") for answer, names in best.items()]
    return Section("In short", [FactList(facts)])


def told_sections(answers: Mapping[Channel, Sequence[Addressee]], leading: Leading) -> list[Section]:
    """Each recipient with an answer for each channel asked about, every reason, and what can be done (P1)."""
    columns = [Column("By"), Column("Answer"), Column("To"), Column("Why"), Column("What can be done")]
    sections = []
    for row in _by_recipient(answers):
        name = leading.name(row[0])
        heading = f"{name}, {inside(_ROLES.get(row[0].role, row[0].role))}"
        cells = _every_way(row) or [_cells(to, leading) for to in row]
        sections.append(Section(heading, [Table(f"What may go to {name}", columns, cells)]))
    return sections


def _by_recipient(answers: Mapping[Channel, Sequence[Addressee]]) -> list[list[Addressee]]:
    shown = [answers[channel] for channel in CHANNELS if channel in answers]
    return [list(row) for row in zip(*shown, strict=True)]


def _every_way(row: Sequence[Addressee]) -> list[list[Cell]]:
    """One line for somebody to whom nothing may go in any way, for the same reasons, and nothing changes that."""
    one = row[0]
    same = all(to.answer is Answer.REFUSE and _STAYS in (WAYS[code] for code in to.codes) for to in row)
    if len(row) == 1 or not same:
        return []
    stays = [why for code, why in zip(one.codes, one.reasons, strict=True) if WAYS[code] == _STAYS]
    return [[Cell("Every way"), Cell(tags=[ANSWERS[one.answer]]), Cell(), Cell(" ".join(stays)), Cell(_STAYS.words)]]


def _cells(to: Addressee, leading: Leading) -> list[Cell]:
    may = to.answer is not Answer.REFUSE
    later = f"Not before {dates.moment(to.not_before)}" if may and to.not_before else ""
    links, words = leading.ways(to)
    return [
        Cell(to.channel.label),
        Cell(tags=[ANSWERS[to.answer]]),
        Cell(", ".join(to.value.splitlines()) if may else "", hint=later),
        Cell(to.why or "Nothing speaks against it."),
        Cell("" if links or words else "Nothing needed", links=links, hint=" ".join(words)),
    ]
