"""The names of a child to be sealed in free text: each place is decided about before anything is sealed (P23)."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.selectors.clinic import alerts_of, speaks_against
from families import actions
from families.actions import NewIdentity
from families.enums import AlertKind, NeedKind, SealDecision
from families.models import Document, Need, Person, SealedPlace
from families.sealing import LOOK, Place, names_of, places_of
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Event
from pitservice.db.errors import Refused
from referrals.models import WaitingEntry
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_session, make_work
from tests.make.clinic import make_clinic
from tests.make.documents import make_document
from tests.make.families import make_family, nhs_number
from tests.make.messaging import queue_text, write_letter

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P23")]

SENT = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b41"}


@pytest.fixture
def work() -> MadeWork:
    """A birth family in whose record the child is named in words, in several apps."""
    made = make_family(mother="Perpetua", surname="Oldroyd", baby="Kassian", title="Kassian Oldroyd's family")
    work = make_work(made=made)
    family = made.family
    actions.add_need(family=family, person=made.mother, kind=NeedKind.FORMAT, text="A picture of Kassian helps", by=BY)
    actions.add_need(family=family, person=made.mother, kind=NeedKind.FORMAT, text="Kassiani font", by=BY)
    actions.raise_alert(family=family, kind=AlertKind.READ_FIRST, text="KASSIAN is in hospital", by=BY)
    actions.raise_concern(
        family=family,
        person=None,
        words="Seen: Kassian cried.",
        happened_on=timezone.localdate(),
        next_step="Call",
        next_on=timezone.localdate(),
        by=BY,
    )
    make_document(made.team, family, title="A scan")
    make_session(work)
    return work


def found(work: MadeWork) -> dict[str, Place]:
    """The newest of each kind of entry."""
    return {place.label: place for place in places_of(work.family, work.made.baby)}


def adopt(work: MadeWork) -> None:
    actions.record_adoption(
        family=work.family, person=work.made.baby, new=NewIdentity("Ella", "Moss"), named=[work.lead], by=BY
    )


def decide(work: MadeWork, decision: SealDecision) -> int:
    decisions = {
        place.name: str(decision if place.closable else SealDecision.STANDS)
        for place in places_of(work.family, work.made.baby)
    }
    return actions.decide_places(family=work.family, person=work.made.baby, decisions=decisions, by=BY)


def test_every_app_is_searched_for_whole_names_and_every_document_is_listed(work: MadeWork) -> None:
    places = places_of(work.family, work.made.baby)
    own = [place for place in places if place.label.startswith("families.")]

    assert sorted(place.label for place in own) == [
        "families.alert",
        "families.concern",
        "families.document",
        "families.need",
    ]
    assert found(work)["families.need"].excerpt == "A picture of Kassian helps"
    assert found(work)["families.document"].excerpt == LOOK
    assert names_of(work.made.baby) == ["Kassian"]


def test_a_text_and_a_letter_are_searched(work: MadeWork) -> None:
    message = queue_text(work.made)
    type(message).objects.filter(pk=message.pk).update(words="Bring Kassian on Friday")
    copy = write_letter(work.made)
    type(copy).objects.filter(pk=copy.pk).update(paragraphs=["We met Kassian."])

    labels = {place.label for place in places_of(work.family, work.made.baby)}

    assert {"messaging.message", "letters.copy"} <= labels


def test_another_familys_entry_of_that_name_and_the_childs_own_are_not_listed(work: MadeWork) -> None:
    other = make_family(work.team, baby="Kassian")
    actions.add_need(family=other.family, person=other.mother, kind=NeedKind.FORMAT, text="Kassian", by=BY)
    actions.add_need(family=work.family, person=work.made.baby, kind=NeedKind.FORMAT, text="Kassian hears", by=BY)

    needs = [place for place in places_of(work.family, work.made.baby) if place.label == "families.need"]

    assert [place.excerpt for place in needs] == ["A picture of Kassian helps"]


def test_sealing_is_refused_until_each_place_is_decided(work: MadeWork) -> None:
    many = len(places_of(work.family, work.made.baby))
    with pytest.raises(Refused, match=f"in the words of {many} entries"):
        adopt(work)
    need = found(work)["families.need"]
    one = {need.name: str(SealDecision.STANDS)}

    left = actions.decide_places(family=work.family, person=work.made.baby, decisions=one, by=BY)

    assert left == many - 1
    with pytest.raises(Refused, match=f"in the words of {left} entries"):
        adopt(work)
    assert not Person.objects.get(pk=work.made.baby.pk).sealed
    assert decide(work, SealDecision.STANDS) == 0
    adopt(work)
    assert Person.objects.get(pk=work.made.baby.pk).sealed


def test_what_is_closed_is_gone_for_who_is_named_and_stays_for_the_guardian(work: MadeWork) -> None:
    assert decide(work, SealDecision.CLOSE) == 0
    adopt(work)
    lead = make_user(RoleName.CLINICAL_LEAD, work.team)
    actions.involve(family=work.family, user=lead, kind="named", by=BY)
    client = client_of(lead)
    key = work.family.key

    pages = {
        name: unescape(client.get(f"/families/{key}/{name}").content.decode())
        for name in ("", "people/", "contact/", "safeguarding/", "documents/")
    }

    assert [name for name, page in pages.items() if "kassian" in page.lower().replace("kassiani", "")] == []
    assert "Kassiani font" in pages["contact/"]
    assert "A scan" not in pages["documents/"]
    assert Document.objects.count() == 1


def test_nothing_is_hidden_before_the_child_is_sealed(work: MadeWork) -> None:
    decide(work, SealDecision.CLOSE)
    page = client_of(make_user(RoleName.CLINICAL_LEAD, work.team)).get(f"/families/{work.family.key}/contact/")

    assert "A picture of Kassian helps" in page.content.decode()


def test_the_guardian_decides_on_a_page_and_comes_back_until_nothing_is_left(work: MadeWork) -> None:
    guardian = client_of(make_user(RoleName.GUARDIAN, work.team))
    to = reverse("families:sealing", args=[work.family.key, work.made.baby.key])
    assert to in guardian.get(reverse("families:adoption", args=[work.family.key])).content.decode()
    page = unescape(guardian.get(to).content.decode())
    assert "A picture of Kassian helps" in page
    assert reverse("families:entry", args=[work.family.key, "need", Need.objects.order_by("pk")[0].key]) in page
    need, *others = sorted(places_of(work.family, work.made.baby), key=lambda place: place.label != "families.need")

    first = guardian.post(to, SENT | {need.name: "close"})
    assert (first.status_code, first["Location"]) == (302, to)
    rest = {place.name: "stands" for place in others} | {need.name: "close"}
    last = guardian.post(to, SENT | {"submission": SENT["submission"][:-1] + "2"} | rest)

    assert last["Location"] == reverse("families:adoption", args=[work.family.key])
    assert SealedPlace.objects.filter(decision=SealDecision.CLOSE).count() == 1
    assert Event.objects.filter(verb="families.decide_place").count() == len(others) + 1


def test_only_the_guardian_of_the_team_sees_the_page(work: MadeWork) -> None:
    to = reverse("families:sealing", args=[work.family.key, work.made.baby.key])

    assert client_of(make_user(RoleName.CLINICAL_LEAD, work.team)).get(to).status_code == 403
    assert client_of(make_user(RoleName.GUARDIAN)).get(to).status_code == 404
    assert nhs_number() not in to


def test_what_is_closed_and_what_is_the_sealed_childs_own_stands_nowhere_where_somebody_books(work: MadeWork) -> None:
    made, baby = work.made, work.made.baby
    actions.add_need(family=made.family, person=made.mother, kind=NeedKind.TIMES_TO_AVOID, text="Kassian naps", by=BY)
    actions.add_need(family=made.family, person=baby, kind=NeedKind.HOW_TO_CONTACT, text="The crib of K", by=BY)
    actions.raise_alert(family=made.family, person=baby, kind=AlertKind.OTHER, text="Cot of K", by=BY)
    actions.raise_alert(family=made.family, kind=AlertKind.OTHER, text="A large dog", by=BY)
    booked, slot = make_appointment(work, in_days(3)), make_clinic(work.lead)[0]
    assert decide(work, SealDecision.CLOSE) == 0

    adopt(work)

    client = client_of(work.lead)
    pages = [
        client.get(reverse(f"caseload:{name}", args=[key]))
        for name, key in (("book", work.episode.key), ("move", booked.key), ("set_out", booked.key))
    ]
    waits = WaitingEntry(family=made.family, family_id=made.family.pk)
    waits.grieves, waits.away = False, []  # type: ignore[attr-defined]  # as a row of the list has them
    said = [unescape(page.content.decode()) for page in pages]
    said += [" ".join(alerts_of(made.family)), " ".join(speaks_against(slot, [waits])[made.family.pk])]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [
        word for word in ("kassian", "crib of k", "cot of k") if word in " ".join(said).lower().replace("kassiani", "")
    ] == []
    assert [one for one in said if "A large dog" not in one] == []
