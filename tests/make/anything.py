"""One row of any model, whichever it is: for tests that go over the whole schema (constraints, history, every URL)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from measures.spec import library
from pitservice.accounts.actions import add_user
from pitservice.accounts.models import Team, User
from pitservice.db.actor import ActorField
from pitservice.files.actions import keep
from tests.make.accounts import BY, make_team, make_user

_numbers = count(1)


class World:
    """One family of one team, with one row of each model that a test asks for, made when it is first asked for.

    The rows hang together: the note is the note of the session of the appointment of the episode of the family.
    """

    def __init__(self, team: Team | None = None, user: User | None = None) -> None:
        self.team = team or make_team()
        self.user = user or make_user(team=self.team)
        self.rows: dict[str, Any] = {"accounts.team": self.team, "accounts.user": self.user}

    def of(self, label: str) -> Any:
        """This world's row of a model ("families.Person")."""
        name = label.lower()
        if name not in self.rows:
            self.rows[name] = self.new(name)
        return self.rows[name]

    def new(self, label: str, **values: Any) -> Any:
        """Another row of a model; what hangs together is this world's."""
        row = self.unsaved(label, **values)
        row.save(force_insert=True)
        return row

    def unsaved(self, label: str, **values: Any) -> Any:
        """A row that is not in the database yet."""
        model = apps.get_model(label)
        known = {name: make(self) for name, make in _KNOWN.get(label.lower(), {}).items() if name not in values}
        return model(**(self._required(model, {**known, **values}) | known | values))

    def _required(self, model: type[models.Model], given: dict[str, Any]) -> dict[str, Any]:
        fields = [field for field in model._meta.concrete_fields if field.name not in given]
        return {field.name: self._value(field) for field in fields if _must_be_given(field)}

    def _value(self, field: models.Field[Any, Any]) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.of(field.related_model._meta.label_lower)
        for kind, make in _VALUES:
            if isinstance(field, kind):
                return make(field)
        raise TypeError(f"Say in tests/make/anything.py how {field} is filled.")


def _must_be_given(field: models.Field[Any, Any]) -> bool:
    if field.null or field.has_default() or isinstance(field, (models.AutoField, models.GeneratedField)):
        return False
    return not (field.blank and isinstance(field, (models.CharField, models.TextField)))


def _text(field: models.Field[Any, Any]) -> str:
    if field.choices:
        return str(field.flatchoices[0][0])
    number = str(next(_numbers))
    return number[: field.max_length or 60] if field.unique else "made up"[: field.max_length]


_VALUES: tuple[tuple[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any]], Any]], ...] = (
    (ActorField, lambda _: BY),
    (models.EmailField, lambda _: f"somebody{next(_numbers)}@example.org"),
    (models.CharField, _text),
    (models.TextField, _text),
    (models.DateTimeField, lambda _: timezone.now()),
    (models.DateField, lambda _: timezone.localdate()),
    (models.BooleanField, lambda _: False),
    (models.IntegerField, lambda _: 1),
    (models.JSONField, lambda _: {}),
    (models.UUIDField, lambda _: uuid.uuid4()),
)


def _colleague_of_no_team() -> User:
    """Somebody else, who stands in no list of colleagues."""
    return add_user(email=f"other{next(_numbers)}@example.org", name="Sam Other", by=BY)


#: What a model's own constraints ask for, and links that make its row be about this world's family.
_KNOWN: dict[str, dict[str, Callable[[World], Any]]] = {
    "accounts.membership": {"user": lambda _: make_user(team=make_team())},
    "families.person": {"given_name": lambda _: "Aisha", "family_name": lambda _: "Khan"},
    "families.contactpoint": {"value": lambda _: "07700 900123", "normal": lambda _: "+447700900123"},
    "families.relationship": {"person": lambda w: _member(w, "mother"), "child": lambda w: _member(w, "baby")},
    "families.document": {"stored": lambda w: stored(w)},
    "families.release": {"request": lambda w: w.new("families.recordrequest")},
    "families.alert": {"kind": lambda _: "other"},
    "families.involvement": {"kind": lambda _: "break_glass", "user": lambda w: make_user(team=w.team)},
    "families.consent": {"given": lambda _: True},
    "families.formername": {"family_name": lambda _: "Malik"},
    "families.merge": {"merged_family": lambda w: w.new("families.family")},
    "families.sharing": {"shared": lambda _: True},
    "families.socialcarereferral": {"phoned_on": lambda _: timezone.now()},
    "referrals.referral": {"family": lambda w: w.of("families.family"), "entrance": lambda _: "staff"},
    "referrals.referredperson": {"given_name": lambda _: "Aisha"},
    "referrals.decision": {"outcome": lambda _: "waiting_list"},
    "referrals.informationrequest": {"asked_for": lambda _: "Does he know?"},
    "referrals.attachment": {"referral": lambda w: w.of("referrals.referral"), "stored": lambda w: stored(w)},
    "referrals.importrow": {
        "referral": lambda w: w.of("referrals.referral"),
        "number": lambda _: apps.get_model("referrals.importrow").objects.count() + 2,
    },
    "letters.logo": {"picture": lambda w: stored(w)},
    "letters.enclosure": {"document": lambda _: "K7M2Q9XTRD", "file": lambda w: stored(w)},
    "letters.wordsversion": {"name": lambda _: "appointment", "number": lambda _: 1},
    "referrals.triagecontact": {"outcome": lambda _: "no_answer"},
    "caseload.appointment": {
        "starts": lambda _: timezone.now() + timedelta(days=next(_numbers)),
        "ends": lambda _: timezone.now() + timedelta(days=next(_numbers) + 1),
    },
    "caseload.finalenquiry": {"asked": lambda _: "Grace Bell", "asked_on": lambda _: timezone.localdate()},
    "caseload.goingon": {"why": lambda _: "The health visitor sees them on Friday."},
    "caseload.student": {"name": lambda _: "Jo Lark"},
    "caseload.referreranswer": {"how": lambda _: "call"},
    "caseload.referrerstep": {"name": lambda _: "Grace Bell, health visitor", "how": lambda _: "call"},
    "caseload.series": {"weeks": lambda _: 1},
    "caseload.group": {
        "name": lambda _: f"Baby massage {next(_numbers)}",
        "before": lambda _: 60,
        "after": lambda _: 60,
    },
    "caseload.groupsession": {
        "starts": lambda _: timezone.now() + timedelta(days=next(_numbers)),
        "ends": lambda _: timezone.now() + timedelta(days=next(_numbers) + 1),
    },
    "caseload.clinicslot": {
        "practitioner": lambda w: w.user,
        "starts": lambda _: timezone.now() + timedelta(days=next(_numbers)),
        "ends": lambda _: timezone.now() + timedelta(days=next(_numbers) + 1),
    },
    "caseload.groupfamily": {"family": lambda w: w.of("families.family")},
    "caseload.newto": {
        "user": lambda w: w.user,
        "intervention": lambda w: w.of("caseload.intervention"),
        "percent": lambda _: 50,
        "pieces": lambda _: 3,
    },
    "caseload.slot": {
        "appointment": lambda w: w.of("caseload.appointment"),
        "practitioner": lambda w: w.user,
        "during": lambda _: _hour_from(timezone.now() + timedelta(days=next(_numbers))),
    },
    "caseload.workingdays": {"days": lambda _: [0, 1]},
    "caseload.note": {"session": lambda w: w.of("caseload.session")},
    "caseload.draft": {"appointment": lambda w: w.of("caseload.appointment")},
    "caseload.workagreement": {"focus": lambda _: "What helps at night", "offer": lambda _: "Six meetings"},
    "caseload.downtimepack": {"stored": lambda w: stored(w)},
    "caseload.handoverline": {"colleague": lambda w: w.user},
    "caseload.lonevisit": {"buddy": lambda _: _colleague_of_no_team()},
    "caseload.absence": {
        "during": lambda _: DateRange(timezone.localdate(), timezone.localdate() + timedelta(days=3)),
    },
    "letters.letter": {
        "family": lambda w: w.of("families.family"),
        "about": lambda w: f"family:{w.of('families.family').pk}",
    },
    "messaging.inboundtext": {
        "family": lambda w: w.of("families.family"),
        "gateway": lambda _: "outbox",
        "received_on": lambda _: timezone.now() - timedelta(days=9),  # its age in words stays for a while
        "gateway_reference": lambda w: f"in-{w.of('families.family').pk}",
    },
    "letters.copychoice": {
        "recipient": lambda _: "person:1",
        "reason": lambda _: "Asked for it",
        "goes": lambda _: True,
        "asked": lambda _: "person:1",
        "asked_answer": lambda _: "yes",
        "asked_on": lambda _: timezone.localdate(),
    },
    "messaging.message": {
        "family": lambda w: w.of("families.family"),
        "about": lambda w: f"family:{w.of('families.family').pk}",
    },
    "consultation.consultationconcern": {
        "taken_to": lambda _: "The named nurse",
        "taken_on": lambda _: timezone.localdate(),
    },
    "consultation.meetingpoint": {
        "about": lambda w: f"review:{w.of('families.family').pk}",
        "family": lambda w: w.of("families.family"),
    },
    "policies.policyversion": {"words": lambda _: "Two of us know where each of us is."},
    "consultation.activity": {"category": lambda _: "training"},
    "consultation.activitykind": {"name": lambda _: "Solihull training", "category": lambda _: "training"},
    "consultation.writtenagreement": {"review_on": lambda _: timezone.localdate() + timedelta(days=365)},
    "measures.definition": {"code": lambda _: "PHQ-9", "body": lambda _: dict(library()["PHQ-9"])},
    "measures.goal": {"words": lambda _: "To sleep"},
    "measures.score": {"adult": lambda w: w.of("families.person"), "answers": lambda _: {"9": 1}},
    "reporting.benchmark": {
        "indicator": lambda _: "referrals-received",
        "source": lambda _: "Rowan Network",
        "starts_on": lambda _: timezone.localdate(),
        "ends_on": lambda _: timezone.localdate(),
        "amount": lambda _: 1,
    },
    "reporting.dataduty": {"kind": lambda _: "measures", "review_on": lambda _: timezone.localdate()},
    "reporting.target": {"indicator": lambda _: "referrals-received"},
    "reporting.export": {"starts_on": lambda _: timezone.localdate(), "ends_on": lambda _: timezone.localdate()},
    "reporting.report": {"starts_on": lambda _: timezone.localdate(), "ends_on": lambda _: timezone.localdate()},
}


def _member(world: World, role: str) -> Any:
    """Another person of the family."""
    person = world.new("families.person")
    world.new("families.familymember", person=person, role=role)
    return person


def stored(world: World) -> Any:
    """A file that is there."""
    return keep(content=b"%PDF-1.7", name="a.pdf", content_type="application/pdf", team=world.team, by=BY)


def _hour_from(start: Any) -> DateTimeTZRange:
    return DateTimeTZRange(start, start + timedelta(hours=1))
