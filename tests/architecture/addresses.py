"""Every address of the product, and values for what stands in it: found by trying, so that a new one is walked too."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from pitservice.audit.actions import looked
from pitservice.db.models import Keyed
from reporting.periods import quarter_before, quarter_of
from reporting.suppression import LEAST_SHOWN
from tests.make.accounts import BY, make_user
from tests.make.anything import World, stored

#: What stands in an address: name of the part → label of the model, or "variant " and it.
Chosen = dict[str, str]

#: Values for parts of addresses that are no key of a record. Add a line for a new one.
KNOWN: dict[str, str] = {
    "kind": "need",
    "reference": "0b8f9c52-52a3-4f0c-8b0f-6f5a5a4b7f11",
    "phase": "assessment",
    "role": "clinical_lead",
    "tab": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
    "token": "x" * 43,
    "step": "baby",
    "number": "1",
    "name": "referrals",
    "turn": "concern",
    "indicator": "referrals-received",
    "cut": "source",
    "gap": "outcome",
    "data": "measures",
    "words": "appointment",
    "language": "en",
    "form": "standard",
    "situation": "twins",
    "where": "outside",
}


def _adult(world: World) -> Any:
    """A mother of the family; the plain person is its baby."""
    person = world.new("families.person")
    world.new("families.familymember", person=person, role="mother")
    return person


def _namesake(world: World) -> Any:
    """A colleague of the mother's last name, who looked at the family."""
    user, family = make_user(team=world.team, name=f"Nadia {_adult(world).family_name}"), world.of("families.family")
    looked(user_id=user.pk, screen="families.PeoplePage", families=[(family.pk, family.team_id)])
    return user


def _draft(world: World) -> Any:
    """A list of risk factors that is being prepared, with a factor."""
    if world.team.pk in {row.team_id for row in apps.get_model("configuration.RiskList").objects.filter(draft=True)}:
        return None
    draft = world.new("configuration.risklist", edition=2, draft=True)
    return world.new("configuration.riskitem", risk_list=draft, position=1)


def _ratified(world: World) -> Any:
    """A policy with a version in force."""
    policy = world.of("policies.policy")
    if policy.versions.exists():
        return None
    today = timezone.localdate()
    return world.new("policies.policyversion", policy=policy, number=1, ratified_on=today, ratified_by="A group")


def _drawn(world: World) -> Any:
    """So many referrals of one source that their number is shown, and a chart is drawn."""
    there = apps.get_model("referrals.referral").objects.filter(team=world.team).count()
    return [world.new("referrals.referral") for _ in range(LEAST_SHOWN - there)]


#: Further rows of a model, tried when no page wants the plain one: a signed note beside the draft.
VARIANTS: dict[str, Callable[[World], Any]] = {
    "caseload.Note": lambda w: w.new(
        "caseload.note",
        session=w.new("caseload.session", appointment=w.new("caseload.appointment")),
        state="signed",
        signed_at=timezone.now(),
        signed_by=w.user.actor,
    ),
    "accounts.User": _namesake,
    "families.Document": lambda w: w.new(
        "families.document", family=w.of("families.family"), filed_at=timezone.now(), filed_by=BY, stored=stored(w)
    ),
    "families.ReleasePiece": lambda w: w.new(
        "families.releasepiece",
        release=w.new(
            "families.release",
            request=w.of("families.RecordRequest"),
            given=stored(w),
            ours=stored(w),
            asked_by=BY,
            asked_at=timezone.now(),
        ),
    ),
    "families.Organisation": lambda w: w.new("families.organisation", name=f"Trust {w.user.key}"),
    "families.Professional": lambda w: w.new("families.professional", name="Tess Fielding"),
    "families.Involvement": lambda w: w.new("families.involvement", kind="closed_to"),
    "families.Family": lambda w: w.new("families.family"),
    "families.Person": _adult,
    "letters.PrintRun": lambda w: w.new("letters.printrun", made=stored(w)),
    "messaging.Message": lambda w: w.new("messaging.message", channel="email", attached=stored(w)),
    "letters.Copy": lambda w: w.new("letters.copy", state="ready", pdf=stored(w)),
    "referrals.PossibleMatch": lambda w: w.new(
        "referrals.possiblematch",
        record=w.new("families.family", restricted=True),
        referral=w.new("referrals.referral", family=None, submission_hash=""),
    ),
    "reporting.Export": lambda w: w.new(
        "reporting.export", state="made", file=stored(w), family_ids=[], **last_quarter()
    ),
    "reporting.Report": lambda w: w.new(
        "reporting.report", state="frozen", figures=[], pdf=stored(w), csv=stored(w), xlsx=stored(w), **last_quarter()
    ),
}
#: In an address with several keys the first is the page's own record.
MAIN = {
    "consultation": "consultation.Consultation",
    "families": "families.Family",
    "referrals": "referrals.Referral",
    "reporting": "reporting.Report",
}
_NEED: Chosen = {"key": "families.Family", "item": "families.Need"}
_ASKED: Chosen = {"key": "families.Family", "item": "families.RecordRequest"}
_ROW: Chosen = {"key": "referrals.Import", "row": "referrals.ImportRow"}
_OF_RELEASE = ("release", "give_rest", "make_release", "release_given", "release_ours")
#: Addresses with three keys, each with rows that belong together (there are too many to try every pair), and those
#: whose page takes entries of several kinds.
TOGETHER: dict[str, Chosen] = {
    "reporting:organisation": {"key": "families.Organisation"},
    "reporting:remove-benchmark": {"key": "reporting.Benchmark"},
    **{f"reporting:{name}-target": {"key": "reporting.Target"} for name in ("change", "remove")},
    **{f"policies:{name}": {"key": "policies.Policy"} for name in ("read", "version")},
    "families:merge_people": {
        "key": "families.Family",
        "item": "variant families.Person",
        "other": "families.Person",
    },
    "families:move_entry_to": _NEED | {"to": "variant families.Family"},
    "families:release_piece": _ASKED | {"piece": "variant families.ReleasePiece"},
    **dict.fromkeys((f"families:{name}" for name in _OF_RELEASE), _ASKED),
    **{
        f"families:{name}": {"key": f"families.{label}", "other": f"variant families.{label}"}
        for name, label in (("merge_directory_professional", "Professional"), ("merge_organisation", "Organisation"))
    },
    "letters:reader": {"key": "letters.Letter", "item": "variant families.Person"},
    "letters:reader_pdf": {"key": "letters.Letter", "item": "variant families.Person"},
    **{f"measures:{name}": {"key": "families.Family", "item": "measures.Definition"} for name in ("record", "ask")},
    "caseload:leave": {"key": "caseload.Episode", "item": "caseload.Allocation"},
    "caseload:clear_day": {"key": "accounts.Team", "item": "accounts.User"},
    "caseload:working_days": {"key": "accounts.Team", "item": "accounts.User"},
    "caseload:hand_over_caseload": {"key": "accounts.Team", "item": "accounts.User"},
    "caseload:brings": {"key": "accounts.Team", "item": "accounts.User"},
    "caseload:offer_slot": {"key": "caseload.ClinicSlot", "item": "referrals.WaitingEntry"},
    "caseload:decide_in_meeting": {"key": "caseload.Meeting", "item": "referrals.WaitingEntry"},
    "referrals:file": {"key": "referrals.Referral", "file": "referrals.Attachment"},
    "referrals:import-row": _ROW,
    "referrals:import-comment": _ROW,
    "families:entry": _NEED,
    "messaging:inbound_family": {"key": "messaging.InboundText", "item": "families.Family"},
    "families:move_entry": _NEED,
    "families:strike_entry": _NEED,
}
#: Rows that must be there besides the one in the address.
BESIDES: dict[str, Callable[[World], Any]] = {
    **dict.fromkeys((f"families:{name}" for name in _OF_RELEASE), lambda w: _row("variant families.ReleasePiece", w)),
    **dict.fromkeys(("referrals:answer", "referrals:ask-again"), lambda w: w.of("referrals.InformationRequest")),
    "configuration:edition": lambda w: w.of("configuration.RiskList"),
    "letters:no_logo": lambda w: w.of("letters.Logo"),
    "reporting:chart": _drawn,
    **dict.fromkeys(("policies:read", "policies:version"), _ratified),
} | dict.fromkeys(
    [
        f"configuration:{name}"
        for name in ("draft", "add_factors", "change_rule", "put_in_force", "drop_edition", "change_factor")
    ]
    + ["configuration:remove_factor"],
    _draft,
)


def last_quarter() -> dict[str, Any]:
    """The days of a period that is over."""
    period = quarter_before(quarter_of(timezone.localdate()))
    return {"starts_on": period.starts_on, "ends_on": period.ends_on}


#: Addresses of libraries: walked for what they answer to nobody and to everybody, not for other teams' records.
LIBRARY = ("account_", "mfa_", "usersessions_", "socialaccount_")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its whole name ("referrals:decide")."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from patterns(part, f"{prefix}{part.namespace}:" if part.namespace else prefix)
        else:
            yield f"{prefix}{part.name or part.pattern}", part


@cache
def all_patterns() -> dict[str, URLPattern]:
    """Every address of the product, by name."""
    return dict(patterns(get_resolver("pitservice.urls")))


def is_ours(name: str) -> bool:
    """Not a library's."""
    return not name.startswith(LIBRARY)


def keyed_models() -> list[type[models.Model]]:
    """Models whose rows stand in addresses."""
    return [
        m
        for m in apps.get_models()
        if issubclass(m, Keyed) and not m._meta.abstract and not hasattr(m, "pgh_tracked_model")
    ]


def converters(pattern: URLPattern) -> dict[str, str]:
    """What stands in an address: name → kind of converter ("key", "str", "slug", "int")."""
    return {
        name: type(one).__name__.removesuffix("Converter").lower() for name, one in pattern.pattern.converters.items()
    }


@cache
def parts_of(name: str) -> dict[str, str]:
    """What stands in an address and in the paths it is included under: name → kind of converter."""
    found: dict[str, str] = {}
    for whole, chain in _chains(get_resolver("pitservice.urls"), (), ""):
        if whole == name:
            for part in chain:
                found |= {
                    n: type(c).__name__.removesuffix("Converter").lower() for n, c in part.pattern.converters.items()
                }
    return found


def _kind(converter: object) -> str:
    """What a converter is for: "key", "str", "slug", "int"."""
    return type(converter).__name__.removesuffix("Converter").lower()


def _chains(resolver: URLResolver, above: tuple[Any, ...], prefix: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _chains(part, (*above, part), f"{prefix}{part.namespace}:" if part.namespace else prefix)
        else:
            yield f"{prefix}{part.name or part.pattern}", (*above, part)


def address(name: str, world: World, chosen: Chosen) -> str:
    """The address with these rows of the world: name of the part → label of the model, or "variant " and it."""
    if name in BESIDES:
        BESIDES[name](world)
    plain = {part: _plain(part, kind, world) for part, kind in parts_of(name).items() if kind != "key"}
    return reverse(name, kwargs=plain | {part: _row(label, world).key for part, label in chosen.items()})


def choices(name: str) -> Iterator[Chosen]:
    """Which rows could stand in an address: each keyed model in turn, those of the same app and name first."""
    if name in TOGETHER:
        yield TOGETHER[name]
    yield from _choices(_keys_of(name), name)


def _keys_of(name: str) -> list[str]:
    return [part for part, kind in parts_of(name).items() if kind == "key"]


def _plain(part: str, kind: str, world: World) -> Any:
    if part in ("team", "slug"):
        return world.team.slug
    if kind == "int":
        return 1
    return KNOWN[part]


def _choices(keys: list[str], name: str) -> Iterator[Chosen]:
    if not keys:
        yield {}
        return
    first, *rest = keys
    main = MAIN.get(name.split(":")[0], "")
    begins = first == _keys_of(name)[0]
    models_ = sorted(keyed_models(), key=lambda m: (not begins or m._meta.label != main, *_likeness(m, first, name)))
    if rest and main:
        models_ = [apps.get_model(main)]
    for model in models_:
        label = model._meta.label
        for row in (label, f"variant {label}")[: 1 + (label in VARIANTS)]:
            for more in _choices(rest, name):
                yield {first: row} | more


def _row(label: str, world: World) -> Any:
    """The world's row of a model, or its variant."""
    if label.startswith("variant ") and label not in world.rows:
        world.rows[label] = VARIANTS[label.removeprefix("variant ")](world)
    return world.rows[label] if label.startswith("variant ") else world.of(label)


def _likeness(model: type[models.Model], part: str, name: str) -> tuple[int, bool, bool, bool, str]:
    """Low for a model that the page's code speaks of, or the name of the address or of its part."""
    app, _, rest = name.rpartition(":")
    words = f"{part} {rest}".replace("_", "")
    singular = str(model._meta.model_name)
    spoken = next((place for place, said in enumerate(_said_by(name)) if model.__name__.lower() in said), 99)
    return (spoken, singular != part, singular not in words, model._meta.app_label != app, model._meta.label)


@cache
def _said_by(name: str) -> list[set[str]]:
    """The words of the page's class, and of those it inherits from, nearest first."""
    view = getattr(all_patterns()[name].callback, "view_class", object)
    ours = [one for one in view.__mro__ if not one.__module__.startswith(("django.", "builtins"))]
    return [{word.lower() for word in re.findall(r"[A-Za-z]+", inspect.getsource(one))} for one in ours]
