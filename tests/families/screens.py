"""Every screen of families, with whose it is and a form that works: the spine of tests goes over this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import AlertKind, CareKind, FamilyRole, LossKind, NeedKind, ProfessionalRole
from families.models import (
    Alert,
    CareChange,
    Disagreement,
    Family,
    FamilyProfessional,
    Involvement,
    Loss,
    Need,
    Override,
    Person,
    Relationship,
)
from pitservice.accounts.enums import RoleName
from pitservice.audit.actions import looked
from tests.families import screens_safety
from tests.make.accounts import BY, make_user
from tests.make.documents import make_document
from tests.make.families import MadeFamily, add_need, add_professional, make_family

LEAD, GUARDIAN, MANAGER = RoleName.CLINICAL_LEAD, RoleName.GUARDIAN, RoleName.MANAGER
Data = dict[str, str]


def day(name: str, value: date) -> Data:
    """A date in its three boxes."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def today() -> date:
    return timezone.localdate()


@dataclass
class Screen:
    """One screen: its URL name, the item its address names, and what a form needs to work."""

    name: str
    item: Callable[[MadeFamily], str | list[str]] | None = None
    data: Callable[[MadeFamily], Data] | None = None
    role: RoleName = LEAD
    versioned: bool = False
    looks_past_restriction: bool = False
    #: Writes nothing: it leads on to the page that does.
    leads_on: bool = False
    #: The item is another record, which stands under any family's address.
    any_family: bool = False
    wrong: Data = field(default_factory=dict)

    def href(self, made: MadeFamily) -> str:
        """Its address."""
        items = self.item(made) if self.item else []
        args = [made.family.key, *([items] if isinstance(items, str) else items)]
        return reverse(f"families:{self.name}", args=args)

    def sent(self, made: MadeFamily, **more: str) -> Data:
        """A form that works."""
        assert self.data is not None
        return {"submission": str(uuid4()), **self.data(made), **more}


def fill(made: MadeFamily) -> MadeFamily:
    """What the screens need besides a hard family: one of everything."""
    add_need(made, NeedKind.TIMES_TO_AVOID, "8 to 9 in the morning", review_on=today() + timedelta(days=90))
    add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    return made


def add_loss(made: MadeFamily) -> Loss:
    """A loss of the second twin."""
    assert made.twin is not None
    known = Loss.objects.filter(family=made.family).first()
    return known or actions.record_loss(
        family=made.family, person=made.twin, kind=LossKind.PREGNANCY_ENDED, happened_on=today(), by=BY
    )


def add_override(made: MadeFamily) -> Override:
    """Consent set aside towards the midwife."""
    known = Override.objects.filter(family=made.family).first()
    return known or actions.set_consent_aside(
        family=made.family,
        professional=made.professionals["midwife"],
        reason="Zofia may be hurt on Friday.",
        until=timezone.now() + timedelta(days=7),
        by=BY,
    )


def add_care(made: MadeFamily) -> CareChange:
    """The sister lives with a foster carer, and nobody has settled who is told what."""
    assert made.sibling is not None
    known = CareChange.objects.filter(family=made.family).first()
    return known or actions.change_care(
        family=made.family,
        person=made.sibling,
        kind=CareKind.FOSTER,
        happened_on=today(),
        responsible="Zofia and the council",
        may_agree="Zofia",
        by=BY,
    )


def add_disagreement(made: MadeFamily) -> Disagreement:
    """The father says no."""
    assert made.father is not None
    return actions.open_disagreement(family=made.family, person=made.father, by=BY)


def _sibling(made: MadeFamily) -> str:
    assert made.sibling is not None
    return made.sibling.key


def _point(made: MadeFamily) -> str:
    return made.mobile.key


def _address(made: MadeFamily) -> str:
    return made.address.key


def _stopped(made: MadeFamily) -> str:
    return actions.opt_out(point=made.mobile, by=BY).key


def _need(made: MadeFamily) -> str:
    return Need.objects.get(family=made.family, kind=NeedKind.TIMES_TO_AVOID).key


def _alert(made: MadeFamily) -> str:
    return Alert.objects.get(family=made.family, kind=AlertKind.RESTRICTED_PERSON).key


def _relation(made: MadeFamily) -> str:
    return Relationship.objects.get(family=made.family, person=made.mother).key


def _link(made: MadeFamily) -> str:
    return FamilyProfessional.objects.get(family=made.family, role=ProfessionalRole.MIDWIFE).key


def _mother(made: MadeFamily) -> str:
    return made.mother.key


def _father(made: MadeFamily) -> str:
    assert made.father is not None
    return made.father.key


def _twin(made: MadeFamily) -> str:
    assert made.twin is not None
    return made.twin.key


def _baby(made: MadeFamily) -> str:
    return made.baby.key


def _person(_: MadeFamily) -> Data:
    return {
        "role": "grandparent",
        "given_name": "Ewa",
        "family_name": "Nowak",
        "lives_here": "no",
        "sex": "2",
        "gender": "2",
        "nhs_status": "02",
        "ethnicity": "C",
        **day("date_of_birth", date(1960, 5, 4)),
    }


def _opening(made: MadeFamily) -> Involvement:
    """The record was opened in an emergency by a colleague, and is open."""
    Family.objects.filter(pk=made.family.pk).update(restricted=True)
    made.family.refresh_from_db()
    user = make_user(LEAD, made.team, name="Olive Penn")
    opened = actions.break_glass(family=made.family, user=user, confirmed=True, reason="A fall.", by=user.actor)
    assert opened is not None
    return opened


def _opened_before(made: MadeFamily) -> str:
    opened, now = _opening(made), timezone.now()
    Involvement.objects.filter(pk=opened.pk).update(starts=now - timedelta(hours=3), until=now - timedelta(hours=1))
    return opened.key


def _connection(made: MadeFamily) -> str:
    user = make_user(LEAD, made.team, name="Olive Penn")
    return actions.declare_connection(family=made.family, user=user, why="A cousin.", by=user.actor).key


def _looker(made: MadeFamily) -> str:
    """Somebody of the mother's last name looked."""
    user = make_user(LEAD, made.team, name="Ewa Nowak")
    looked(user_id=user.pk, screen="families.PeoplePage", families=[(made.family.pk, made.team.pk)])
    return user.key


def _former_name(made: MadeFamily) -> str:
    return actions.add_former_name(family=made.family, person=made.mother, family_name="Wrong", by=BY).key


def _young(made: MadeFamily) -> str:
    Person.objects.filter(pk=made.mother.pk).update(date_of_birth=today() - timedelta(days=16 * 365 + 40))
    return made.mother.key


def _can_agree(_: MadeFamily) -> Data:
    return {"competent": "yes", "found_by": "Priya Shah", **day("found_on", today())}


def _restricted(made: MadeFamily) -> Data:
    Family.objects.filter(pk=made.family.pk).update(restricted=True)
    return {"reason": "It is no longer needed."}


def _twin_record(made: MadeFamily) -> str:
    return make_family(made.team, mother="Zofia", surname="Nowak").family.key


def _merged(made: MadeFamily) -> str:
    twin = make_family(made.team, mother="Zofia", surname="Nowak", title="Baby of Zofia Nowak")
    return actions.merge_families(keep=made.family, gone=twin.family, by=BY).key


def _two_people(made: MadeFamily) -> list[str]:
    """The sister, and an entry of hers that was made a second time."""
    assert made.sibling is not None
    again = actions.add_person(
        family=made.family, role=FamilyRole.SIBLING, given_name="Maja", family_name="Wisniewska", by=BY
    )
    return [made.sibling.key, again.key]


def _need_entry(made: MadeFamily) -> list[str]:
    return ["need", _need(made)]


def _need_to(made: MadeFamily) -> list[str]:
    return ["need", _need(made), make_family(made.team, mother="Sian").family.key]


def _mother_of(name: str) -> str:
    return Person.objects.filter(given_name=name).latest("pk").key


def _filed(made: MadeFamily) -> str:
    return make_document(made.team, made.family).key


def _in_tray(made: MadeFamily) -> str:
    return make_document(made.team).key


SEEN = [
    Screen("family"),
    Screen("told"),
    Screen("people"),
    Screen("person", _mother),
    Screen("contact"),
    Screen("who_looked", role=GUARDIAN, looks_past_restriction=True),
    Screen("merged", _merged),
    Screen("documents"),
    Screen("document", _filed),
    Screen("entry", _need_entry),
]

FORMS = [
    Screen("rename", data=lambda _: {"title": "Zofia Nowak", "naming": "parent"}, versioned=True),
    Screen("pass_phrase", data=lambda _: {"phrase": "Blue teapot"}, versioned=True),
    Screen("add_person", data=_person),
    Screen("change_person", _mother, lambda m: _person(m) | {"role": "mother", "lives_here": "yes"}, versioned=True),
    Screen("add_former_name", _mother, lambda _: {"family_name": "Wójcik"}),
    Screen("remove_former_name", _former_name, lambda _: {"reason": "Another person."}, versioned=True),
    Screen("competence", _young, _can_agree),
    Screen("approach", data=lambda m: {"person": _father(m), "answer": "not_asked_unsafe"}),
    Screen("end_member", _father, lambda _: day("ends_on", today()), versioned=True),
    Screen(
        "birth", _baby, lambda _: {"given_name": "Adam", "sex": "1", **day("date_of_birth", today())}, versioned=True
    ),
    Screen(
        "relate",
        data=lambda m: {
            "person": m.mother.key,
            "child": _twin(m),
            "kind": "mother",
            "responsibility": "yes",
            "basis": "birth_mother",
            "lives_with": "unknown",
        },
    ),
    Screen(
        "change_relation",
        _relation,
        lambda _: {"kind": "mother", "responsibility": "no", "lives_with": "yes"},
        versioned=True,
    ),
    Screen("loss", data=lambda m: {"person": m.baby.key, "kind": "pregnancy_ended"}),
    Screen(
        "decide_loss",
        lambda m: add_loss(m).key,
        lambda _: {"who_tells": "The midwife speaks to Zofia.", "goes_on": "yes", "lift": "no"},
        versioned=True,
    ),
    Screen(
        "care",
        data=lambda m: {
            "person": m.baby.key,
            "kind": "foster",
            "responsible": "Zofia and the council",
            "may_agree": "Zofia",
            "new_carer": "no",
            **day("happened_on", today()),
        },
    ),
    Screen(
        "settle_care",
        lambda m: add_care(m).key,
        lambda m: {
            "note": "With the social worker.",
            **{f"adult_{person.key}": "as_before" for person in (m.mother, m.father) if person},
            **{
                f"professional_{link.key}": "as_before"
                for link in FamilyProfessional.objects.filter(family=m.family, ends_on=None)
            },
        },
        versioned=True,
    ),
    Screen(
        "adoption",
        data=lambda m: {"person": _sibling(m), "given_name": "Ella", "family_name": "Moss"},
        role=GUARDIAN,
        looks_past_restriction=True,
    ),
    Screen(
        "lift_loss",
        lambda m: add_loss(m).key,
        lambda _: {"reason": "The midwife has spoken to Zofia."},
        versioned=True,
    ),
    Screen("undo_loss", lambda m: add_loss(m).key, lambda _: {"reason": "Another family."}, versioned=True),
    Screen(
        "add_point",
        data=lambda m: {
            "person": m.mother.key,
            "kind": "email",
            "email": "zofia@example.org",
            "safe": "yes",
            "may_leave_message": "unknown",
        },
    ),
    Screen(
        "change_point",
        _point,
        lambda _: {"mobile": "07700 900777", "may_text": "no", "safe": "no", "may_leave_message": "no"},
        versioned=True,
    ),
    Screen("end_point", _point, lambda _: day("ends_on", today()), versioned=True),
    Screen("opt_out", _point, lambda _: {}),
    Screen("opt_in", _stopped, lambda _: {}, versioned=True),
    Screen("returned", _address, lambda _: day("ends_on", today()), versioned=True),
    Screen("add_need", data=lambda m: {"person": m.mother.key, "kind": "format", "text": "Large print"}),
    Screen("review_need", _need, lambda _: {"text": "8 to 9"}, versioned=True),
    Screen("end_need", _need, lambda _: {}, versioned=True),
    Screen("add_alert", data=lambda _: {"kind": "home_visit_risk", "person": "", "text": "A dog."}),
    Screen("review_alert", _alert, lambda _: {"text": "Daniel must not learn of it."}, versioned=True),
    Screen("lift_alert", _alert, lambda _: {"reason": "He knows now."}, versioned=True),
    Screen(
        "agreement",
        _father,
        lambda m: {"person": _father(m), "knows": "yes", "agrees": "no"},
    ),
    Screen(
        "add_consent",
        data=lambda m: {
            "person": m.mother.key,
            "given": "yes",
            "purpose": "share",
            "recipient": "gp",
            "how": "By phone",
            **day("given_on", today()),
        },
    ),
    Screen(
        "add_professional", data=lambda _: {"name": "Sue Marsh", "role": "social_worker", "organisation": "Council"}
    ),
    Screen("change_link", _link, lambda _: {"role": "midwife", **day("starts_on", today())}, versioned=True),
    Screen("end_professional", _link, lambda _: day("ends_on", today()), versioned=True),
    Screen(
        "set_aside",
        _link,
        lambda _: {"reason": "Zofia may be hurt on Friday.", **day("until", today() + timedelta(days=7))},
    ),
    Screen("end_override", lambda m: add_override(m).key, lambda _: {"reason": "The danger is over."}, versioned=True),
    Screen(
        "settle",
        lambda m: add_disagreement(m).key,
        lambda _: {"reason": "The work goes on with Zofia."},
        versioned=True,
    ),
    Screen("find_twin", data=lambda _: {"words": "Nowak"}, leads_on=True),
    Screen(
        "merge",
        _twin_record,
        lambda m: {"stays": m.family.key, "sure": "on"},
        versioned=True,
        any_family=True,
    ),
    Screen("same_person", _baby, lambda m: {"other": _twin(m)}, leads_on=True),
    Screen(
        "merge_people",
        _two_people,
        lambda m: {"stays": m.sibling.key if m.sibling else "", "sure": "on"},
        versioned=True,
    ),
    Screen("unmerge", _merged, lambda _: {"reason": "Two families of one name."}, versioned=True),
    Screen("strike_entry", _need_entry, lambda _: {"reason": "It was said of a cousin."}, versioned=True),
    Screen("move_entry", _need_entry, lambda _: {"words": "Sian"}, leads_on=True),
    Screen(
        "move_entry_to",
        _need_to,
        lambda m: {f"who_{m.mother.key}": _mother_of("Sian"), "reason": "Two tabs were open."},
        versioned=True,
    ),
    Screen("change_document", _filed, lambda _: {"kind": "report", "title": "Report", "person": ""}, versioned=True),
    Screen(
        "file_document",
        _in_tray,
        lambda m: {"kind": "letter", "title": "Letter", "person": m.mother.key},
        versioned=True,
        any_family=True,
    ),
    Screen("restrict", data=lambda _: {"reason": "A colleague's family."}, role=GUARDIAN, looks_past_restriction=True),
    Screen("know_family", data=lambda _: {"why": "A cousin."}),
    Screen(
        "review_emergency",
        _opened_before,
        lambda _: {"justified": "yes", "words": "A child was at risk."},
        role=GUARDIAN,
        versioned=True,
        looks_past_restriction=True,
    ),
    Screen(
        "close_emergency",
        lambda m: _opening(m).key,
        lambda _: {},
        role=GUARDIAN,
        versioned=True,
        looks_past_restriction=True,
    ),
    Screen(
        "connection",
        _connection,
        lambda _: {"decided": "stands", "words": "Sam takes over."},
        role=GUARDIAN,
        versioned=True,
        looks_past_restriction=True,
    ),
    Screen("reallocate", _connection, lambda _: {"words": "Sam takes over."}, versioned=True),
    Screen(
        "review_looks",
        _looker,
        lambda _: {"outcome": "work", "looked_until": timezone.now().isoformat()},
        role=GUARDIAN,
        looks_past_restriction=True,
    ),
    Screen("unrestrict", data=_restricted, role=GUARDIAN, looks_past_restriction=True),
]

SEEN += screens_safety.seen(Screen)
FORMS += screens_safety.forms(Screen)
