"""A referral that may be about a restricted record is the guardian's to answer, and nobody else learns why (P10)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families import actions as families
from families.contact import Question, who_may_be_told
from families.enums import CareKind, Channel, FamilyRole, LossKind, PointKind, Purpose
from families.models import Family, Person
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.letters.models import Letter
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.tasks import send_due
from pitservice.ui.worklist import items_for
from referrals import actions
from referrals.enums import Entrance, MatchAnswer, Outcome
from referrals.models import LeadAsked, PossibleMatch, Referral
from referrals.selectors.matching import look, to_match
from referrals.verdict import Verdict
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, add_mobile, let_stand, make_family, nhs_number
from tests.make.messaging import open_all_day
from tests.make.referrals import NO, baby, make_referral, make_risk_list, mother

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P10")]

ACCEPT = Verdict(outcome=Outcome.WAITING_LIST, differs="Known to the team.")
ASK = "Ask the guardian"
#: The restricted record's own words; what was sent calls the mother otherwise.
HIDDEN = ("Quillfeather", "Nell")
NUMBER = "07700 900123"
#: In the place of the name as it was sent.
NAMED = "the mother named"


@dataclass
class Scene:
    """A team with a restricted record in hiding, a screener, a guardian, and the colleague who is named."""

    team: Team
    lead: User
    guardian: User
    named: User
    record: Family
    born: Any

    def refer(self, **fields: Any) -> Referral:
        """A referral of the same mother, her name misspelt by a letter."""
        sent = mother(given_name="Nel", family_name="Quillfeathers", date_of_birth=self.born, mobile=NUMBER)
        return make_referral(self.team, **{"people": (baby(), sent)} | fields)

    def match(self) -> PossibleMatch:
        """The one row."""
        return PossibleMatch.objects.get(record=self.record)


def _scene() -> Scene:
    team = open_all_day(make_team("Northmoor"))
    make_risk_list(team)
    lead, named = make_user(team=team), make_user(team=team, name="Nia Named")
    return Scene(team, lead, make_user(RoleName.GUARDIAN, team), named, _hide(team, named), _born())


def _born() -> Any:
    return timezone.localdate() - timedelta(days=30 * 365)


def _hide(team: Team, named: User, *, restricted: bool = True) -> Family:
    made = make_family(team, mother="Nell", surname="Quillfeather", baby="Zayn")
    families.change_person(person=made.mother, date_of_birth=_born(), by=BY)
    add_mobile(made, made.mother, NUMBER)
    if restricted:
        families.restrict(family=made.family, reason="A colleague's sister.", named=[named], by=BY)
    return made.family


@pytest.fixture(scope="module")
def one(kept: Any) -> Any:
    return kept(_scene)


@pytest.fixture
def scene(one: Scene, db: None) -> Scene:
    return deepcopy(one)


def page(user: User, where: str) -> Any:
    return client_of(user).get(where)


def text(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def send(client: Client, where: str, seen: int | None = None, **data: Any) -> Any:
    return client.post(where, {"submission": str(uuid.uuid4()), "seen": "" if seen is None else seen, **data})


def decide_href(referral: Referral) -> str:
    return reverse("referrals:decide", args=[referral.key])


def viewer(user: User, permission: Permission = Permission.DECIDE_REFERRALS) -> Viewer:
    return Viewer.of(user, permission)


# --- who is asked, and what the screener reads ---


def test_the_guardian_is_asked_on_their_list_and_home_page_and_nobody_else(scene: Scene) -> None:
    referral = scene.refer()

    (row,) = to_match(viewer(scene.guardian, Permission.GUARD))
    (item,) = [one for one in items_for(scene.guardian, timezone.localdate()) if one.action.text == "Answer"]

    assert (row.referral, row.record, row.answer) == (referral, scene.record, "")
    assert (item.whose, item.family) == (f"Referral {referral.key}", (scene.record.pk, scene.team.pk))
    assert not [one for one in items_for(scene.lead, timezone.localdate()) if one.family]
    assert not PossibleMatch.objects.visible_to(viewer(scene.lead)).exists()
    assert not PossibleMatch.objects.visible_to(viewer(make_user(RoleName.GUARDIAN), Permission.GUARD)).exists()


def test_the_screener_reads_only_that_the_guardian_must_be_asked(scene: Scene) -> None:
    referral = scene.refer()

    shown = page(scene.lead, decide_href(referral))

    assert "Ask the guardian: nothing is decided or sent until they have answered." in text(shown)
    for hidden in (*HIDDEN, scene.record.key, "possible match", "Probably new", "differ by a letter"):
        assert hidden not in strip_tags(shown.content.decode()).replace("Quillfeathers", "").replace("Nel ", "")
    assert 'name="outcome"' not in shown.content.decode()
    assert "Ask the guardian" in text(page(scene.lead, reverse("referrals:inbox")))


def test_the_page_says_the_same_whatever_the_record_holds(scene: Scene) -> None:
    """Two records in hiding, of which one is certain and one possible, cannot be told apart."""
    twice = [scene.refer(), scene.refer(people=(baby(), mother(given_name="Nell", family_name="Quillfeather",
                         date_of_birth=scene.born, mobile=NUMBER)))]  # fmt: skip
    rows = PossibleMatch.objects.order_by("pk")
    assert [row.certain for row in rows] == [False, True]

    sections = [text(page(scene.lead, decide_href(one))) for one in twice]
    told = [words[words.index("Who is it about?") : words.index("What worries")] for words in sections]

    # Only the moment at which the guardian was asked and the name as it was sent differ.
    plain = [re.sub(r"asked [^.]*\.", "asked.", said).replace("Nel Quillfeathers", NAMED).replace(
        "Nell Quillfeather", NAMED) for said in told]  # fmt: skip
    assert plain[0] == plain[1]
    assert plain[0].count(NAMED) == 1


def test_where_nothing_is_hidden_a_match_is_offered_as_before(scene: Scene) -> None:
    """With a record that may be meant, equal before and after another is hidden that the referral is not about."""
    known = make_family(scene.team, mother="Olive", surname="Marsh", baby="Ivy")
    add_mobile(known, known.mother, "07700 900777")
    sent = mother(given_name="Olive", family_name="Marsh", mobile="07700 900777")
    referral = make_referral(scene.team, people=(baby(given_name="Ivy", family_name="Marsh"), sent))
    before = text(page(scene.lead, decide_href(referral)))
    assert "1 possible match: choose whom it is about." in before
    other = make_family(scene.team, mother="Una", surname="Quillfeather", baby="Wren")

    families.restrict(family=other.family, reason="A colleague's.", named=[scene.named], by=BY)

    assert text(page(scene.lead, decide_href(referral))) == before


def test_where_nothing_is_hidden_the_decision_page_says_what_it_said_before(scene: Scene) -> None:
    """Equal before and after a restricted record is there that the referral cannot be about."""
    referral = make_referral(scene.team)
    before = text(page(scene.lead, decide_href(referral)))
    other = make_family(scene.team, mother="Una", surname="Quillfeather", baby="Wren")
    families.restrict(family=other.family, reason="A colleague's.", named=[scene.named], by=BY)

    assert text(page(scene.lead, decide_href(referral))) == before
    assert ASK not in before


# --- nothing is decided, sent, allocated or booked ---


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.ALLOCATE])
def test_nothing_is_decided_until_the_guardian_has_answered(scene: Scene, outcome: Outcome) -> None:
    referral = scene.refer()
    verdict = Verdict(outcome=outcome, reason="criteria", differs="Known.", exception="Asked.", asked_for="How?",
                      chase_on=timezone.localdate(), withdrawn_by="family", note="Moved.")  # fmt: skip

    with pytest.raises(Refused, match=ASK):
        actions.decide(referral=referral, verdict=verdict, by=BY)

    referral.refresh_from_db()
    assert (referral.state, referral.family) == ("received", None)
    assert not Letter.objects.exists()
    assert Family.objects.count() == 1


def test_it_is_not_settled_past_the_guardian_and_not_allocated(scene: Scene) -> None:
    referral = scene.refer()

    with pytest.raises(Refused, match=ASK):
        actions.settle_family(referral=referral, by=BY)
    with pytest.raises(Refused, match="Say who the referral is about"):
        actions.mark_allocated(referral=referral, by=BY)


def test_a_post_that_was_made_up_decides_nothing(scene: Scene) -> None:
    referral = scene.refer()

    answer = send(client_of(scene.lead), decide_href(referral), referral.version, outcome="waiting_list", who="new")

    assert answer.status_code == 409
    assert ASK in text(answer)
    assert Referral.objects.get(pk=referral.pk).state == "received"


def test_nobody_may_be_told_anything_meanwhile_and_no_receipt_goes(scene: Scene) -> None:
    referral = scene.refer()
    send_due()

    answers = [
        one
        for channel in Channel
        for purpose in (Purpose.RECEIPT, Purpose.ACCEPTED, Purpose.ASK_INFORMATION)
        for one in who_may_be_told(f"referral:{referral.pk}", Question(purpose, channel, timezone.now()))
    ]

    assert {one.answer for one in answers} == {"refuse"}
    assert all("guardian-first" in one.codes for one in answers)
    assert not Message.objects.exists()
    assert not OutboxEntry.objects.exists()


def test_a_record_that_is_restricted_later_holds_what_was_in_the_queue(scene: Scene) -> None:
    families.unrestrict(family=scene.record, reason="A mistake.", by=BY)
    referral = scene.refer(entrance=Entrance.FAMILY, source="self", referrer_name="", referrer_email="",
                           people=(baby(), mother(given_name="Nell", family_name="Quillfeather", wrote=True,
                                                  date_of_birth=scene.born, mobile=NUMBER)))  # fmt: skip
    assert Message.objects.get().state == "queued"

    families.restrict(family=scene.record, reason="A colleague's sister.", named=[scene.named], by=BY)
    send_due()

    assert (Message.objects.get().state, OutboxEntry.objects.count()) == ("held", 0)
    assert look(referral, viewer(scene.lead)).guardian


def test_a_record_that_came_later_is_asked_about_by_the_screener(scene: Scene) -> None:
    families.change_person(
        person=scene.record.people.get(given_name="Nell"), given_name="Zoe", family_name="Other", by=BY
    )
    referral = scene.refer()
    assert not PossibleMatch.objects.exists()
    families.change_person(
        person=scene.record.people.get(given_name="Zoe"), given_name="Nell", family_name="Quillfeather", by=BY
    )
    href = reverse("referrals:ask-guardian", args=[referral.key])
    assert href in page(scene.lead, decide_href(referral)).content.decode()

    send(client_of(scene.lead), href)

    assert scene.match().referral == referral
    assert href not in page(scene.lead, decide_href(referral)).content.decode()


def test_there_may_be_nothing_to_ask(scene: Scene) -> None:
    referral = make_referral(scene.team)

    answer = send(client_of(scene.lead), reverse("referrals:ask-guardian", args=[referral.key]))

    assert answer.status_code == 409
    assert "There is nothing to ask the guardian" in text(answer)


# --- the guardian answers ---


def answer(scene: Scene, user: User, choice: str, seen: int | None = None, note: str = "") -> Any:
    match = scene.match()
    version = match.version if seen is None else seen
    return send(client_of(user), reverse("referrals:match", args=[match.key]), version, answer=choice, note=note)


def test_another_family_goes_on_as_usual_and_the_receipt_goes_now(scene: Scene) -> None:
    sent = mother(given_name="Nel", family_name="Quillfeathers", date_of_birth=scene.born, mobile=NUMBER, wrote=True)
    referral = scene.refer(entrance=Entrance.FAMILY, source="self", referrer_name="", people=(baby(), sent))
    assert not Message.objects.exists()
    shown = text(page(scene.guardian, reverse("referrals:match", args=[scene.match().key])))
    assert "Nell Quillfeather" in shown
    assert "Nel Quillfeathers" in shown

    assert answer(scene, scene.guardian, "not_same", note="Her cousin.").status_code == 302

    match = scene.match()
    assert (match.answer, match.note, match.answered_by) == ("not_same", "Her cousin.", scene.guardian.actor)
    assert Message.objects.get().about == f"referral:{referral.pk}"
    shown = text(page(scene.lead, decide_href(referral)))
    assert "Probably new" in shown
    assert ASK not in shown
    actions.decide(referral=referral, verdict=ACCEPT, by=BY)
    assert Referral.objects.get(pk=referral.pk).family != scene.record


def test_attached_by_the_guardian_it_exists_for_those_named_alone(scene: Scene) -> None:
    referral = scene.refer()

    answer(scene, scene.guardian, "attach")

    referral.refresh_from_db()
    assert referral.family == scene.record
    assert page(scene.lead, decide_href(referral)).status_code == 404
    assert referral.key not in page(scene.lead, reverse("referrals:inbox")).content.decode()
    assert page(scene.named, decide_href(referral)).status_code == 200
    assert list(to_match(viewer(scene.guardian, Permission.GUARD))) == []


def test_the_same_but_not_attached_goes_on_waiting(scene: Scene) -> None:
    referral = scene.refer()

    answer(scene, scene.guardian, "same")

    assert [row.answer for row in to_match(viewer(scene.guardian, Permission.GUARD))] == ["same"]
    with pytest.raises(Refused, match=ASK):
        actions.decide(referral=referral, verdict=ACCEPT, by=BY)


def test_the_colleague_who_is_named_sees_the_record_and_may_attach_it(scene: Scene) -> None:
    referral = scene.refer()

    (match,) = look(referral, viewer(scene.named)).matches
    actions.decide(
        referral=referral, verdict=Verdict(outcome=Outcome.WAITING_LIST, family=match.family, differs="Known."), by=BY
    )

    assert Referral.objects.get(pk=referral.pk).family == scene.record


def test_an_answer_can_be_taken_back_and_asks_again(scene: Scene) -> None:
    referral = scene.refer()
    actions.answer_match(match=scene.match(), answer=MatchAnswer.NOT_SAME, by=BY)

    actions.forget_answer(match=scene.match(), by=BY)

    assert look(referral, viewer(scene.lead)).guardian
    with pytest.raises(Refused, match="no answer to take back"):
        actions.forget_answer(match=scene.match(), by=BY)


def test_the_guardian_finds_an_answer_again_and_takes_it_back(scene: Scene) -> None:
    referral = scene.refer()
    answer(scene, scene.guardian, "not_same")
    listed = reverse("referrals:to-match")
    assert referral.key not in text(page(scene.guardian, listed))
    assert referral.key in text(page(scene.guardian, f"{listed}?show=answered"))
    assert "I take my answer back" in text(page(scene.guardian, reverse("referrals:match", args=[scene.match().key])))

    answer(scene, scene.guardian, "forget")

    assert scene.match().answer == ""
    assert referral.key in text(page(scene.guardian, listed))
    assert ASK in text(page(scene.lead, decide_href(referral)))


def test_the_guardians_pages_refuse_others_and_the_slower_of_two(scene: Scene) -> None:
    scene.refer()
    href, seen = reverse("referrals:match", args=[scene.match().key]), scene.match().version
    listed = reverse("referrals:to-match")

    assert [page(user, listed).status_code for user in (scene.lead, scene.named)] == [403, 403]
    assert page(scene.lead, href).status_code == 403
    assert page(make_user(RoleName.GUARDIAN), href).status_code == 404
    actions.answer_match(match=scene.match(), answer=MatchAnswer.SAME, by=BY)
    slower = answer(scene, scene.guardian, "same", seen=seen)
    assert slower.status_code == 409
    assert answer(scene, scene.guardian, "").status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_guardians_list_costs_the_same_for_one_and_three(
    scene: Scene, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        scene.refer()
    client = client_of(scene.guardian)
    client.get(reverse("referrals:to-match"))

    with django_assert_num_queries(5):
        shown = client.get(reverse("referrals:to-match"))

    assert f"{rows} referral" in text(shown)


# --- another team ---


def test_of_another_teams_record_only_the_team_is_said(scene: Scene) -> None:
    other = make_team("Southmoor")
    referral = make_referral(other, people=scene_people(scene))
    families.unrestrict(family=scene.record, reason="A mistake.", by=BY)

    shown = page(make_user(team=other), decide_href(referral)).content.decode()

    assert "Northmoor may know this family: ask that team’s lead before you decide." in text(page_of(shown))
    for hidden in (scene.record.key, scene.record.title, scene.lead.name if scene.lead.name != "Priya Shah" else "—"):
        assert hidden not in shown


def test_another_teams_restricted_record_is_that_teams_guardians_and_the_team_is_not_said(scene: Scene) -> None:
    other = make_team("Southmoor")
    lead = make_user(team=other)
    referral = make_referral(other, people=scene_people(scene))

    shown = page(lead, decide_href(referral)).content.decode()

    assert ASK in shown
    assert "Northmoor" not in shown
    assert [row.referral for row in to_match(viewer(scene.guardian, Permission.GUARD))] == [referral]
    with pytest.raises(Refused, match="another team's"):
        actions.attach_match(match=scene.match(), by=BY)
    actions.answer_match(match=scene.match(), answer=MatchAnswer.NOT_SAME, by=BY)
    assert ASK not in text(page(lead, decide_href(referral)))


def scene_people(scene: Scene) -> tuple[Any, ...]:
    """As the other team's referrer describes the same mother."""
    return baby(), mother(given_name="Nel", family_name="Quillfeathers", date_of_birth=scene.born, mobile=NUMBER)


def page_of(content: str) -> Any:
    class Shown:
        """A response."""

    shown = Shown()
    shown.content = content.encode()  # type: ignore[attr-defined]  # as text() reads it
    return shown


# --- even what is certain attaches only by a person ---


def _unsafe(made: MadeFamily) -> Family:
    families.add_point(family=made.family, person=made.mother, kind=PointKind.EMAIL, value="a@example.org", safe=NO,
                       by=BY)  # fmt: skip
    return made.family


def _lost(made: MadeFamily) -> Family:
    families.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    return made.family


def _in_care(made: MadeFamily) -> Family:
    families.change_care(
        family=made.family,
        person=made.baby,
        kind=CareKind.FOSTER,
        happened_on=timezone.localdate(),
        responsible="The council",
        may_agree="The council",
        carer=families.Carer("Joy", "Adeyemi", FamilyRole.FOSTER_CARER),
        by=BY,
    )
    return made.family


def _adopted(made: MadeFamily) -> Family:
    let_stand(made.family, made.baby)
    new = families.NewIdentity("Finn", "Adler", NEW_NUMBER)
    return families.record_adoption(
        family=made.family, person=made.baby, new=new, named=[make_user(team=made.team)], by=BY
    )


#: What the child's new record is known by, and what stood in the old one.
NEW_NUMBER, FORMER_NUMBER = nhs_number(), nhs_number()


@pytest.mark.parametrize("happened", [_unsafe, _lost, _in_care, _adopted])
def test_even_a_certain_match_attaches_only_by_a_person(scene: Scene, happened: Callable[[MadeFamily], Family]) -> None:
    """What happened is recorded as it is in life; the referral names the child by its number, and is certain."""
    made = make_family(scene.team, mother="Ada", surname="Stone", baby="Finn")
    families.change_person(person=made.baby, nhs_number=FORMER_NUMBER, by=BY)
    record = happened(Made.anew(made))
    number = NEW_NUMBER if happened is _adopted else FORMER_NUMBER
    born = Person.objects.get(nhs_number=number).date_of_birth
    sent = baby(given_name="Finn", family_name="", nhs_number=number, date_of_birth=born)
    referral = make_referral(scene.team, people=(sent, mother(given_name="Zoe", family_name="Other", mobile="")))

    (match,) = look(referral, viewer(scene.lead)).matches

    assert (match.family, match.certain) == (record, True)
    assert Referral.objects.get(pk=referral.pk).family is None
    shown = page(scene.lead, decide_href(referral)).content.decode()
    assert f'value="{record.key}"' in shown
    assert f'value="{record.key}" checked' not in shown
    decided = send(client_of(scene.lead), decide_href(referral), referral.version, outcome="waiting_list")
    assert decided.status_code == 422
    assert "Choose whom the referral is about" in text(decided)
    assert not Letter.objects.exists()
    compare = reverse("referrals:compare", args=[referral.key, record.key])
    assert send(client_of(scene.lead), compare, referral.version, answer="same").status_code == 409
    child = Person.objects.get(nhs_number=number)
    given = {"answer": "same", "who_0": child.key}
    assert send(client_of(scene.lead), compare, referral.version, **given).status_code == 302
    assert Referral.objects.get(pk=referral.pk).family == record


class Made:
    """A family read again after it was changed."""

    @staticmethod
    def anew(made: MadeFamily) -> MadeFamily:
        made.baby.refresh_from_db()
        return made


def test_a_childs_former_number_leads_to_the_guardian_alone(scene: Scene) -> None:
    made = make_family(scene.team, mother="Ada", surname="Stone", baby="Finn")
    families.change_person(person=made.mother, nhs_number=(hers := nhs_number()), by=BY)
    families.change_person(person=made.baby, nhs_number=FORMER_NUMBER, by=BY)
    _adopted(Made.anew(made))
    sent = mother(given_name="Ada", family_name="Stone", nhs_number=hers)

    referral = make_referral(scene.team, people=(baby(given_name="Finn", nhs_number=FORMER_NUMBER), sent))

    found = look(referral, viewer(scene.lead))
    assert (found.guardian, list(found.matches)) == (True, [])
    shown = page(scene.lead, decide_href(referral)).content.decode()
    for hidden in (NEW_NUMBER, "Adler", made.family.key):
        assert hidden not in shown


# --- another team's lead was asked ---


def test_that_another_teams_lead_was_asked_is_recorded_and_stands_on_the_page(scene: Scene) -> None:
    families.unrestrict(family=scene.record, reason="A mistake.", by=BY)
    other = make_team("Southmoor")
    lead, referral = make_user(team=other), make_referral(other, people=scene_people(scene))
    href = reverse("referrals:ask-lead", args=[referral.key])
    assert href in page(lead, decide_href(referral)).content.decode()
    assert "Northmoor" in text(page(lead, href))

    refused = send(client_of(lead), href, team=scene.team.key, said="knows")
    made_up = send(client_of(lead), href, team=other.key, spoke_to="Nia", said="knows")
    send(client_of(lead), href, team=scene.team.key, spoke_to="Nia", said="knows_not", note="We go on.")

    assert (refused.status_code, made_up.status_code) == (422, 422)
    assert "Enter with whom you spoke" in text(refused)
    shown = text(page(lead, decide_href(referral)))
    assert "They do not know the family: Nia," in shown
    assert "Northmoor may know this family" not in shown
    assert scene.record.key not in page(lead, decide_href(referral)).content.decode()
    assert LeadAsked.objects.get().other_team == scene.team


def test_no_lead_is_asked_where_nothing_is_known_or_the_guardian_is(scene: Scene) -> None:
    other = make_team("Southmoor")
    lead = make_user(team=other)
    hidden, plain = make_referral(other, people=scene_people(scene)), make_referral(other)

    for referral in (hidden, plain):
        href = reverse("referrals:ask-lead", args=[referral.key])
        assert "There is no other team to ask about this referral." in text(page(lead, href))
        assert send(client_of(lead), href).status_code == 409
