"""The page that shows who would be told: in short, for each channel, why, and what can be done about it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families import actions
from families.enums import FamilyRole, LossKind, PointKind
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Stale
from pitservice.messaging.models import Message
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, add_mobile, make_family, make_hard_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CON-1")]

NO, UNKNOWN = YesNoUnknown.NO, YesNoUnknown.UNKNOWN


def page(made: MadeFamily, by: RoleName = RoleName.CLINICAL_LEAD, /, **asked: str) -> str:
    """What the page says to a colleague with this role."""
    answer = client_of(make_user(by, made.team)).get(f"/families/{made.family.key}/told/", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def words(html: str) -> str:
    """The page's own words, each run of spaces as one."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(strip_tags(main.replace("<", " <")).split())


@pytest.mark.rule("P8")
def test_of_the_hard_family_it_says_in_short_who_is_told_and_who_is_not() -> None:
    made = make_hard_family()

    said = words(page(made, purpose="accepted", channel="letter"))

    short = said.split("In short", 1)[1].split("Zofia Nowak, mother", 1)[0]
    assert " ".join(short.split()) == (
        "May go Mary Hill: letter Dr Ann Reed: letter Ask a person Zofia Nowak: letter "
        "Must not go Daniel Hughes Jo March"
    )
    assert "Daniel Hughes must not learn of the work." in said
    assert not Message.objects.exists()


def test_each_cause_leads_to_where_it_is_settled_for_those_who_may() -> None:
    made = make_family(father="Tom", safe=UNKNOWN)
    assert made.father is not None
    actions.record_agreement(family=made.family, person=made.father, knows=UNKNOWN, agrees=UNKNOWN, by=BY)

    lead = page(made, purpose="reminder", channel="text")
    guardian = page(made, RoleName.GUARDIAN, purpose="reminder", channel="text")

    change = f"/families/{made.family.key}/contact/{made.mobile.key}/"
    answer = f"/families/{made.family.key}/agreement/{made.father.key}/"
    assert (f'href="{change}"' in lead, f'href="{answer}"' in lead) == (True, True)
    assert (change in guardian, answer in guardian) == (False, False)
    assert "Somebody who may change families: record an answer." in guardian


def test_it_asks_by_one_channel_or_by_all_and_for_a_persons_own_words() -> None:
    made = make_family()
    actions.open_disagreement(family=made.family, person=made.mother, by=BY)

    assert words(page(made)).count("What may go to Aisha Khan") == 1
    by_itself = words(page(made, purpose="first_contact", channel="text", sent="itself"))
    by_person = words(page(made, purpose="first_contact", channel="text", sent="person"))
    assert "the lead decides what goes out meanwhile" in by_itself
    assert "the lead decides what goes out meanwhile" not in by_person
    assert "Nothing speaks against it." in by_person
    assert "E-mail" not in by_person.split("In short", 1)[1]


@pytest.mark.parametrize("asked", [{"purpose": "nonsense"}, {"channel": "pigeon"}, {"sent": "?"}, {}])
def test_nonsense_in_the_address_is_the_first_contact(asked: dict[str, str]) -> None:
    made = make_family()
    client = client_of(make_user(team=made.team))

    body = client.get(f"/families/{made.family.key}/told/", asked).content.decode()
    assert "May go Aisha Khan: text message" in words(body)


def test_a_number_that_is_unsafe_in_another_team_is_refused_and_nobody_says_whose_it_is() -> None:
    made, other = make_family(), make_family(make_team("Secretshire"), mother="Nell", surname="Hidden")
    add_mobile(other, other.mother, made.mobile.value, safe=NO)

    said = page(made, purpose="reminder", channel="text")

    assert "This number or address is recorded as one that must not be used." in said
    for secret in ("Secretshire", "Nell", "Hidden", other.family.key, made.mobile.value):
        assert secret not in said.split("<main", 1)[1].split("In short", 1)[1]


@pytest.mark.rule("P22")
def test_after_a_loss_it_says_so_to_everybody() -> None:
    made = make_family(father="Tom")
    actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)

    short = words(page(made)).split("In short ", 1)[1]

    assert short.startswith("May go Nobody Ask a person Nobody Must not go Aisha Khan Tom Khan")


def test_of_a_family_of_nobody_it_says_so() -> None:
    team = make_team()
    family = actions.open_family(team=team, title="Empty", by=BY)

    body = client_of(make_user(team=team)).get(f"/families/{family.key}/told/").content.decode()

    assert "Nobody is recorded in this family who could be told." in body


@pytest.mark.rule("P24")
def test_what_is_secret_stands_on_the_contact_tab_and_is_said_on_its_page() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    client = client_of(make_user(team=made.team))
    href = f"/families/{made.family.key}/contact/{made.address.key}/"
    sent = {
        "submission": "3f0f1a52-6f6a-4a3e-9f57-2f1f2a7f0c11",
        "address": made.address.value,
        "postcode": "ZZ16 5AU",
        "place": "refuge",
        "safe": "yes",
        "may_leave_message": "unknown",
        "secret_from": [made.father.key],
        "seen": str(made.address.version),
    }

    assert client.post(href, sent).status_code == 302

    made.address.refresh_from_db()
    assert (made.address.place, list(made.address.secret_from.all())) == ("refuge", [made.father])
    tab = words(client.get(f"/families/{made.family.key}/contact/").content.decode())
    assert "A refuge" in tab
    assert "Kept secret from Tom Khan" in tab


@pytest.mark.rule("P24")
def test_a_new_point_cannot_be_secret_from_its_own_person() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    client = client_of(make_user(team=made.team))
    sent = {
        "submission": "3f0f1a52-6f6a-4a3e-9f57-2f1f2a7f0c12",
        "person": made.mother.key,
        "kind": PointKind.EMAIL,
        "email": "aisha@example.org",
        "safe": "yes",
        "may_leave_message": "unknown",
    }

    wrong = client.post(f"/families/{made.family.key}/contact/add/", sent | {"secret_from": [made.mother.key]})
    right = client.post(f"/families/{made.family.key}/contact/add/", sent | {"secret_from": [made.father.key]})

    assert wrong.status_code == 422
    assert "It cannot be kept secret from the person whose it is" in wrong.content.decode()
    assert right.status_code == 302
    point = made.family.points.get(kind=PointKind.EMAIL)
    assert list(point.secret_from.all()) == [made.father]


@pytest.mark.rule("P21")
@pytest.mark.rule("P28")
def test_what_is_set_aside_and_who_disagrees_stands_on_the_contact_tab_and_the_timeline() -> None:
    made = make_hard_family()
    lead, practitioner, keyworker = (
        client_of(make_user(role, made.team))
        for role in (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER, RoleName.KEYWORKER)
    )
    until = timezone.now() + timedelta(days=7)
    override = actions.set_consent_aside(
        family=made.family, professional=made.professionals["midwife"], reason="The twins.", until=until, by=BY
    )
    opened = actions.open_disagreement(family=made.family, person=made.mother, by=BY)
    address = f"/families/{made.family.key}/"

    tabs = [client.get(f"{address}contact/").content.decode() for client in (lead, practitioner, keyworker)]

    assert all("Consent set aside" in tab and "Parents disagree" in tab for tab in tabs)
    assert [f"/set-aside/{override.key}/end/" in tab for tab in tabs] == [True, True, False]
    assert [f"/disagreement/{opened.key}/" in tab for tab in tabs] == [True, False, False]
    assert ["Set consent aside" in words(tab) for tab in tabs] == [True, True, False]
    front = words(lead.get(address).content.decode())
    assert "Consent to share with Jo March set aside to protect somebody" in front
    assert "Zofia Nowak does not agree to the work; the lead was asked" in front
    actions.end_override(override=override, reason="Over.", by=BY)
    actions.settle_disagreement(disagreement=opened, reason="Heard.", by=BY)
    front = words(lead.get(address).content.decode())
    assert "Consent to share with Jo March counts again" in front
    assert "The lead settled what follows from Zofia Nowak’s answer" in front
    assert "Parents disagree" not in lead.get(f"{address}contact/").content.decode()


def test_a_grandmother_is_asked_about_where_a_parent_is_under_18() -> None:
    made = make_family()
    born = timezone.localdate() - timedelta(days=17 * 366)
    actions.change_person(person=made.mother, date_of_birth=born, by=BY)
    granny = actions.add_person(family=made.family, role=FamilyRole.GRANDPARENT, given_name="Dawn", by=BY)
    actions.record_agreement(family=made.family, person=granny, knows="yes", agrees="yes", by=BY)
    add_mobile(made, granny)

    said = words(page(made, channel="text"))

    assert "nothing goes to Dawn, a grandparent, unless that parent wants it." in said
    assert "Ask the parent who is under 18." in said


@pytest.mark.rule("P24")
def test_who_was_added_to_a_secret_and_who_was_taken_off_is_known_and_a_stale_page_is_told() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    lead = make_user(RoleName.CLINICAL_LEAD, made.team, name="Priya Shah")
    made.mobile.refresh_from_db()
    seen = made.mobile.version
    actions.keep_secret(point=made.mobile, secret_from=[made.father], seen=seen, by=lead.actor)
    actions.keep_secret(point=made.mobile, secret_from=[made.baby], by=lead.actor)

    events = Event.objects.filter(verb="families.keep_secret").order_by("pk")

    assert [(row.data["added"], row.data["removed"]) for row in events] == [
        ([made.father.pk], []),
        ([made.baby.pk], [made.father.pk]),
    ]
    page = unescape(client_of(lead).get(reverse("families:contact", args=[made.family.key])).content.decode())
    assert "Zayn Khan added; Tom Khan taken off" in page
    assert page.count("by Priya Shah") >= 2
    with pytest.raises(Stale):
        actions.keep_secret(point=made.mobile, secret_from=[], seen=seen, by=lead.actor)


@pytest.mark.rule("P24")
@pytest.mark.rule("P27")
def test_a_changed_care_and_a_young_parent_lead_to_their_own_forms() -> None:
    made = make_family()
    young = timezone.localdate() - timedelta(days=15 * 365)
    actions.change_person(person=made.mother, date_of_birth=young, by=BY)
    change = actions.change_care(
        family=made.family,
        person=made.baby,
        kind="foster",
        happened_on=timezone.localdate(),
        responsible="Aisha",
        may_agree="Aisha",
        by=BY,
    )

    said = page(made, purpose="reminder", channel="call", sent="person")

    assert f'href="/families/{made.family.key}/care/{change.key}/"' in said
    assert f'href="/families/{made.family.key}/people/{made.mother.key}/can-agree/"' in said


@pytest.mark.rule("P1")
def test_where_nothing_may_go_in_any_way_and_nothing_changes_that_one_line_says_so() -> None:
    made = make_hard_family()

    said = words(page(made, purpose="first_contact"))

    hill = said.split("What may go to Mary Hill", 1)[1].split("What may go to", 1)[0]
    assert "By Every way Answer Must not go" in hill
    assert (hill.count("Must not go"), hill.count("Nothing changes this.")) == (1, 1)
    assert "Add a phone or address" not in hill
