"""After sending, the referrer proposes changes or withdraws by the receipt's link; a person answers (P11, P10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from families.enums import LossKind
from families.models import Alert, ContactPoint
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.links.models import Link
from pitservice.ui import worklist
from referrals.actions import (
    answer_change,
    close_links,
    forget_drafts,
    keep_answers,
    read_warning,
    send_draft,
    settle_family,
)
from referrals.enums import ChangeAnswer, ChangeKind, Entrance, Outcome, PartyRole, ReferralState
from referrals.models import Amendment, Draft, PossibleMatch, ProposedChange, Referral, ReferredPerson
from referrals.submission import Submission
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import make_family
from tests.make.referrals import make_decision, make_referral, make_risk_list
from tests.referrals.door import CONTACT, MOTHER, PROFESSIONAL, REFERRER, send, text, walk
from tests.referrals.test_saved_drafts import link_and_code, sitting, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P11")]

ACCEPTED, SET_ASIDE = ChangeAnswer.ACCEPTED, ChangeAnswer.SET_ASIDE
FATHER = {
    "role": "father", "given_name": "Daniel", "family_name": "Khan", "may_know": "yes", "knows": "no",
    "agrees": "unknown",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


@pytest.fixture
def lead(team: Team) -> User:
    """The team's clinical lead."""
    return make_user(RoleName.CLINICAL_LEAD, team)


def sent(client: Client, team: Team) -> tuple[str, str]:
    """A referral that was sent; the receipt's link, and its code."""
    return link_and_code(send(client, walk(client, "refer", team, PROFESSIONAL), {}))


def opened(client: Client, link: str, code: str) -> str:
    """The list of tasks of the referral, by link and code."""
    return str(send(client, link, {"code": code}).headers["Location"])


def propose(client: Client, team: Team, **steps: Any) -> Referral:
    """A referral was sent, and these steps are changed after it."""
    return propose_again(client, *sent(client, team), **steps)


def propose_again(client: Client, link: str, code: str, *, reason: str = "More.", **steps: Any) -> Referral:
    """These steps are changed by the link."""
    href = opened(client, link, code)
    for name, data in steps.items():
        response = send(client, sitting(href, name.replace("_", "-")), data)
        assert response.status_code == 302, text(response)
    response = send(client, sitting(href, "changes"), {"reason": reason})
    assert response.status_code == 302, text(response)
    return Referral.objects.get()


def the_change(**lookup: Any) -> ProposedChange:
    """The one change that fits."""
    return ProposedChange.objects.get(**lookup)


def press(client: Client, change: ProposedChange, name: str) -> Any:
    """Press a button of the change log."""
    href = reverse(f"referrals:{name}-change", args=[change.amendment.referral.key, change.key])
    return send(client, href, {"seen": str(change.version)})


def test_the_receipt_shows_a_link_and_a_code_once(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)

    receipt = send(client, check, {})
    link, _ = link_and_code(receipt)

    assert "no-store" in receipt.headers["Cache-Control"]
    assert link not in client.get(check, follow=True).content.decode()
    assert Link.objects.get(purpose="referrals.receipt").subject_key == Referral.objects.get().key


def test_opening_the_link_shows_and_records_nothing_and_data_comes_after_the_code(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    before = Event.objects.count()

    for _ in range(2):
        assert "Aisha" not in client.get(link).content.decode()
    assert Event.objects.count() == before

    assert send(client, link, {"code": wrong(code)}).status_code == 422
    assert Draft.objects.filter(amends__isnull=False).count() == 0
    href = opened(client, link, code)
    assert "Change or withdraw your referral" in text(client.get(href))
    assert "Aisha" in client.get(sitting(href, "carer-1")).content.decode()


def test_changes_are_shown_beside_what_was_said_and_wait_for_a_person(client: Client, team: Team, lead: User) -> None:
    link, code = sent(client, team)
    href = opened(client, link, code)
    onward = send(client, sitting(href, "worries"), {"worries": "She does not sleep."}).headers["Location"]
    assert onward == sitting(href, "changes")
    assert "Before Low since the birth. Now She does not sleep." in text(client.get(onward))

    response = send(client, onward, {"reason": "I saw her again."})

    assert "We have what you sent" in text(client.get(response.headers["Location"]))
    referral = Referral.objects.get()
    assert referral.worries == "Low since the birth."
    page = text(client_of(lead).get(reverse("referrals:referral", args=[referral.key])))
    for words in ("Before Low since the birth.", "Proposed She does not sleep.", "I saw her again.", "by the referrer"):
        assert words in page
    assert "Amended by the referrer" in text(client_of(lead).get(reverse("referrals:inbox")))


def test_nothing_is_sent_without_a_change_or_a_reason(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    changes = sitting(opened(client, link, code), "changes")

    assert "You have changed nothing yet" in text(client.get(changes))
    refused = send(client, changes, {"reason": "None."})
    assert (refused.status_code, "You have changed nothing yet" in text(refused)) == (409, True)
    assert "Enter why you change it" in text(send(client, changes, {"reason": " "}))
    assert Amendment.objects.count() == 0


def test_accepting_with_one_press_writes_it_and_setting_aside_leaves_it(client: Client, team: Team, lead: User) -> None:
    helpers = {"keeps_support": "no", "services_involved": "Perinatal team"}
    referral = propose(client, team, worries={"worries": "She does not sleep."}, helpers=helpers)
    staff = client_of(lead)

    page = staff.get(reverse("referrals:referral", args=[referral.key])).content.decode()
    change = the_change(field="worries")
    assert reverse("referrals:accept-change", args=[referral.key, change.key]) in page
    assert press(staff, change, "accept").status_code == 302
    assert press(staff, the_change(field="keeps_support"), "set-aside").status_code == 302

    referral.refresh_from_db()
    assert (referral.worries, referral.keeps_support) == ("She does not sleep.", "yes")
    page = text(staff.get(reverse("referrals:referral", args=[referral.key])))
    assert "2 changes answered" in page
    assert f"by {lead.name}" in page
    assert "Amended by the referrer" not in text(staff.get(reverse("referrals:inbox")))


def test_a_change_is_answered_once(client: Client, team: Team, lead: User) -> None:
    propose(client, team, worries={"worries": "She does not sleep."})
    change = the_change()
    staff = client_of(lead)
    press(staff, change, "set-aside")

    refused = press(staff, change, "accept")

    assert refused.status_code == 409
    with pytest.raises(Refused, match="before you"):
        answer_change(change=change, answer=ACCEPTED, by=BY)
    assert Referral.objects.get().worries == "Low since the birth."


def test_contacts_and_consent_are_not_written_over_even_when_accepted(client: Client, team: Team) -> None:
    contact = CONTACT | {"mobile": "07700 900999", "email": "aisha@example.org", "email_safe": "yes"}
    carer = MOTHER | {"family_name": "Khan-Osei", "asked_by": "A colleague"}
    propose(client, team, contact_1=contact, carer_1=carer)

    for change in ProposedChange.objects.all():
        answer_change(change=change, answer=ACCEPTED, by=BY)

    mother = ReferredPerson.objects.get(role=PartyRole.MOTHER)
    assert mother.mobile == "+447700900222"
    assert mother.asked_by == "Health visitor"
    assert (mother.email, mother.email_safe) == ("aisha@example.org", YesNoUnknown.YES)  # nothing was recorded there
    assert mother.family_name == "Khan-Osei"


def test_what_is_said_of_a_new_number_is_not_recorded_of_the_old_one(client: Client, team: Team) -> None:
    steps = [*PROFESSIONAL[:3], CONTACT | {"mobile_safe": "unknown", "may_text": "unknown"}, *PROFESSIONAL[4:]]
    link, code = link_and_code(send(client, walk(client, "refer", team, steps), {}))
    propose_again(client, link, code, contact_1=CONTACT | {"mobile": "07700 900999"})

    for change in ProposedChange.objects.all():
        answer_change(change=change, answer=ACCEPTED, by=BY)

    mother = ReferredPerson.objects.get(role=PartyRole.MOTHER)
    assert (mother.mobile, mother.mobile_safe, mother.may_text) == ("+447700900222", "unknown", "unknown")


def test_what_is_said_of_the_number_that_is_recorded_fills_what_was_not_known(client: Client, team: Team) -> None:
    steps = [*PROFESSIONAL[:3], CONTACT | {"mobile_safe": "unknown"}, *PROFESSIONAL[4:]]
    propose_again(client, *link_and_code(send(client, walk(client, "refer", team, steps), {})), contact_1=CONTACT)

    answer_change(change=the_change(), answer=ACCEPTED, by=BY)

    assert ReferredPerson.objects.get(role=PartyRole.MOTHER).mobile_safe == YesNoUnknown.YES


def test_changes_of_somebody_who_was_set_aside_are_written_to_nobody_else(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    aunt = FATHER | {"role": "carer", "given_name": "Ruth"}
    another = CONTACT | {"another": "yes"}
    two: dict[str, Any] = {"carer_2": FATHER, "contact_2": another, "carer_3": aunt, "contact_3": CONTACT}
    propose_again(client, link, code, reason="They are back.", contact_1=another, **two)
    for change, answer in zip(ProposedChange.objects.order_by("pk"), (SET_ASIDE, ACCEPTED), strict=True):
        answer_change(change=change, answer=answer, by=BY)

    propose_again(client, link, code, carer_2=FATHER | {"given_name": "Danny"}, carer_3=aunt | {"given_name": "Ruthie"})
    for change in ProposedChange.objects.filter(answer=""):
        answer_change(change=change, answer=ACCEPTED, by=BY)

    assert set(ReferredPerson.objects.exclude(role="sibling").values_list("given_name", flat=True)) == {
        "Zayn", "Aisha", "Ruthie",
    }  # fmt: skip


def test_after_it_is_settled_the_record_stays(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    referral = Referral.objects.get()
    settle_family(referral=referral, by=BY)
    points = list(ContactPoint.objects.values_list("value", "safe"))
    propose_again(
        client,
        link,
        code,
        contact_1=CONTACT | {"email": "aisha@example.org", "another": "yes"},
        carer_2=FATHER,
        contact_2=CONTACT,
    )

    for change in ProposedChange.objects.all():
        answer_change(change=change, answer=ACCEPTED, by=BY)

    assert list(ContactPoint.objects.values_list("value", "safe")) == points
    assert ReferredPerson.objects.get(role=PartyRole.MOTHER).email == ""
    assert ReferredPerson.objects.filter(role=PartyRole.FATHER).count() == 0


def test_what_narrows_holds_every_word_until_somebody_has_read_it(client: Client, team: Team) -> None:
    referral = propose(client, team, contact_1=CONTACT | {"mobile_safe": "no"})

    assert referral.must_be_read
    assert "Is it safe to use? No" in referral.warning
    assert ReferredPerson.objects.get(role=PartyRole.MOTHER).mobile_safe == YesNoUnknown.YES


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("contact_1", CONTACT | {"mobile": "07700 900999"}),
        ("contact_1", CONTACT | {"mobile": ""}),
        ("contact_1", CONTACT | {"mobile_safe": "unknown"}),
        ("contact_1", CONTACT | {"another": "unsafe"}),
        ("carer_1", MOTHER | {"knows": "unknown", "agrees": "unknown"}),
    ],
)
def test_another_number_and_what_is_no_longer_known_to_be_safe_narrow_too(
    client: Client, team: Team, step: str, given: dict[str, Any]
) -> None:
    assert propose(client, team, **{step: given}).must_be_read


def test_more_ways_to_reach_somebody_hold_nothing(client: Client, team: Team) -> None:
    more = {"email": "aisha@example.org", "email_safe": "yes"}

    assert not propose(client, team, contact_1=CONTACT | more).must_be_read


def test_a_new_warning_is_read_first_though_the_first_was_read(client: Client, team: Team) -> None:
    link, code = link_and_code(send(client, walk(client, "refer", team, [*PROFESSIONAL[:-1], {"warning": "Dog."}]), {}))
    read_warning(referral=Referral.objects.get(), by=BY)

    referral = propose_again(client, link, code, know_first={"warning": "Dog.\nHe opens her post."})

    assert referral.must_be_read
    assert referral.warning.startswith("Dog.\nChanged by the referrer on ")
    assert "He opens her post." in referral.warning


def test_after_it_is_settled_what_narrows_stands_in_the_record(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    settle_family(referral=Referral.objects.get(), by=BY)

    referral = propose_again(client, link, code, carer_1=MOTHER | {"agrees": "no"})

    alert = Alert.objects.get(family=referral.family)
    assert alert.kind == "read_first"
    assert referral.key in alert.text


def test_somebody_is_added_by_one_press_and_matched_again(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    href = opened(client, link, code)
    send(client, sitting(href, "contact-1"), CONTACT | {"another": "yes"})
    send(client, sitting(href, "carer-2"), FATHER)
    send(client, sitting(href, "contact-2"), {"mobile": "07700 900444", "mobile_safe": "yes", "another": "no"})
    send(client, sitting(href, "changes"), {"reason": "He is back."})

    change = the_change(kind=ChangeKind.PERSON)
    assert ProposedChange.objects.count() == 1
    assert "07700 900444" in change.proposed
    answer_change(change=change, answer=ACCEPTED, by=BY)

    father = ReferredPerson.objects.get(role=PartyRole.FATHER)
    assert (father.given_name, father.mobile, father.knows) == ("Daniel", "+447700900444", "no")
    assert Event.objects.filter(verb="referrals.keep_matches").count() == 2


@pytest.mark.rule("SCR-1")
def test_changed_ticks_are_looked_at_by_the_rule_anew(client: Client, team: Team) -> None:
    item = next(item for item in team_items(team) if item.significant)
    propose(client, team, risks={"ticks_0": [str(item.pk)]})
    referral = Referral.objects.get()
    assert referral.suggests is False

    answer_change(change=the_change(step="risks"), answer=ACCEPTED, by=BY)

    referral.refresh_from_db()
    assert referral.referrer_ticks == [item.pk]
    assert referral.suggests is True


def team_items(team: Team) -> list[Any]:
    """The first group of the list in force."""
    from pitservice.configuration.selectors import risk_list_of

    edition = risk_list_of(team.pk)
    assert edition is not None
    items = list(edition.items.all())
    return [item for item in items if item.group == items[0].group]


def withdrawn(client: Client, team: Team) -> Referral:
    """A referral whose referrer would withdraw it."""
    link, code = sent(client, team)
    href = opened(client, link, code)
    response = send(client, sitting(href, "withdraw"), {"reason": "They have moved away."})
    assert "We have what you sent" in text(client.get(response.headers["Location"]))
    return Referral.objects.get()


def test_a_wish_to_withdraw_waits_for_a_person_who_withdraws_with_one_press(
    client: Client, team: Team, lead: User
) -> None:
    referral = withdrawn(client, team)
    assert referral.state == ReferralState.RECEIVED
    staff = client_of(lead)
    assert "The referrer wants to withdraw" in text(staff.get(reverse("referrals:inbox")))

    press(staff, the_change(), "accept")

    referral.refresh_from_db()
    assert referral.state == ReferralState.WITHDRAWN
    assert (
        str(referral.moves.get(to_state=ReferralState.WITHDRAWN).reason)
        == "The referrer withdrew it: They have moved away."
    )


def test_the_worklist_names_each_referral_once(client: Client, team: Team, lead: User) -> None:
    referral = propose(client, team, worries={"worries": "A."}, siblings={"siblings": "Ola, 3"})
    sees = Viewer.of(lead, Permission.DECIDE_REFERRALS)
    source = next(one for one in worklist.sources() if one.title == "Changes by referrers")

    (item,) = source.items(sees, timezone.localdate())

    assert (item.what, item.whose) == ("Amended by the referrer", f"Referral {referral.key}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_costs_the_same_however_many_changes(
    client: Client, team: Team, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    steps: list[tuple[str, dict[str, str]]] = [
        ("worries", {"worries": "A."}),
        ("siblings", {"siblings": "Ola, 3"}),
        ("know_first", {"warning": "Ring before noon."}),
    ]
    referral = propose(client, team, **dict(steps[:rows]))
    staff = client_of(lead)
    href = reverse("referrals:referral", args=[referral.key])
    staff.get(href)

    with django_assert_num_queries(QUERIES):
        staff.get(href)


#: Of a referral's page with its change log.
QUERIES = 17


@pytest.mark.rule("P10")
@pytest.mark.parametrize("outcome", [Outcome.NOT_ACCEPTED, Outcome.WAITING_LIST])
def test_a_decided_referral_tells_the_referrer_nothing(client: Client, team: Team, outcome: Outcome) -> None:
    link, code = sent(client, team)
    undecided = [text(client.get(link)), text(client.get(opened(client, link, code)))]
    make_decision(Referral.objects.get(), outcome)

    assert [text(client.get(link)), text(client.get(opened(client, link, code)))] == undecided
    referral = propose_again(client, link, code, worries={"worries": "A."})
    assert referral.worries == "Low since the birth."


@pytest.mark.rule("P10")
def test_one_that_waits_for_the_guardian_tells_the_referrer_nothing(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    plain = text(client.get(opened(client, link, code)))
    hidden = settle_family(referral=make_referral(team), by=BY)
    type(hidden).objects.filter(pk=hidden.pk).update(restricted=True)
    referral = Referral.objects.get(family=None)
    PossibleMatch.objects.create(
        referral=referral, record=hidden, team=team, certain=True, reason="Same number", created_by=BY
    )

    assert text(client.get(opened(client, link, code))) == plain


def test_sending_again_starts_from_what_was_proposed_last(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    propose_again(client, link, code, worries={"worries": "A."})
    propose_again(client, link, code, siblings={"siblings": "Ola, 3"})

    assert sorted(ProposedChange.objects.values_list("before", "proposed")) == [
        ("Hana Osei, 7", "Ola, 3"),
        ("Low since the birth.", "A."),
    ]


def _expired(link: str) -> str:
    Link.objects.update(expires_on=timezone.now() - timedelta(seconds=1))
    return link


def _guessed(link: str) -> str:
    return link.replace(link.split("/")[-2], "x" * 43)


def _other_team(link: str) -> str:
    return link.replace(link.split("/")[2], make_team().slug)


def _draft_page(link: str) -> str:
    return link.replace("/change/", "/return/")


def _closed(link: str) -> str:
    referral = Referral.objects.get()
    family = settle_family(referral=referral, by=BY)
    close_links(family_id=family.pk, by=BY)
    return link


@pytest.mark.parametrize("spoil", [_expired, _guessed, _other_team, _draft_page, _closed])
def test_a_link_that_does_not_open_is_refused_politely_and_logged(
    client: Client, team: Team, spoil: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    link, code = sent(client, team)
    href = spoil(link)

    for response in (client.get(href), send(client, href, {"code": code})):
        assert response.status_code == 404
        assert "This link does not open anything" in text(response)
        assert "Aisha" not in text(response)
    if spoil in (_expired, _draft_page, _closed):
        assert Event.objects.filter(verb="links.refused").exists()
    if spoil is _guessed:
        assert "A private link that does not exist was tried for referrals.receipt." in caplog.text


@pytest.mark.rule("P22")
def test_after_a_loss_a_change_that_was_begun_and_saved_opens_no_more(client: Client, team: Team) -> None:
    href = opened(client, *sent(client, team))
    link, code = link_and_code(send(client, sitting(href, "save"), {}))
    family = settle_family(referral=Referral.objects.get(), by=BY)

    close_links(family_id=family.pk, by=BY)

    for response in (client.get(link), send(client, link, {"code": code}), client.get(sitting(href, "carer-1"))):
        assert response.status_code == 404
        assert "Aisha" not in text(response)


@pytest.mark.rule("P22")
def test_attached_to_a_record_with_a_loss_a_referrals_links_open_no_more(client: Client, team: Team) -> None:
    made = make_family(team, baby="Zayn")
    families.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    link, code = sent(client, team)

    settle_family(referral=Referral.objects.get(), family=made.family, by=BY)

    for response in (client.get(link), send(client, link, {"code": code})):
        assert response.status_code == 404


@pytest.mark.rule("P1")
def test_before_accepting_it_is_said_where_everything_to_the_referrer_would_go(
    client: Client, team: Team, lead: User
) -> None:
    about_you = REFERRER | {"email": "somebody@example.com", "address": "2 Low Road\nZZ2 2BB"}
    referral = propose(client, team, about_you=about_you)
    staff = client_of(lead)

    page = text(staff.get(reverse("referrals:referral", args=[referral.key])))

    assert f"go to somebody@example.com and no longer to {referral.referrer_email}." in page
    assert "go to 2 Low Road, ZZ2 2BB" in page
    assert page.count("ring them first on a number you know") == 2
    press(staff, the_change(field="email"), "accept")
    assert "somebody@example.com and no longer" not in text(
        staff.get(reverse("referrals:referral", args=[referral.key]))
    )


def test_one_referrals_link_and_code_open_no_other(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    other, other_code = sent(client, team)
    assert code != other_code

    assert send(client, other, {"code": code}).status_code == 422
    href = opened(client, link, code)
    assert send(client, sitting(href, "check"), {}).headers["Location"] == sitting(href, "changes")


def test_an_amendment_is_no_new_referral_and_a_new_form_has_no_change_page(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    opened(client, link, code)
    draft = Draft.objects.get(amends__isnull=False)
    with pytest.raises(Refused):
        send_draft(draft=draft, submission=Submission(entrance=Entrance.PROFESSIONAL, submitted={}), by=BY)

    fresh = walk(client, "refer", team, PROFESSIONAL[:1])
    for name in ("changes", "withdraw"):
        assert client.get(sitting(fresh, name)).status_code == 404


def test_after_the_sitting_it_is_left_and_after_14_days_forgotten(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    href = opened(client, link, code)
    Draft.objects.filter(amends__isnull=False).update(changed_at=timezone.now() - timedelta(minutes=61))
    for name in ("tasks", "changes", "withdraw", "carer-1"):
        assert "This form was left for a while" in text(client.get(sitting(href, name), follow=True))

    Draft.objects.update(changed_at=timezone.now() - timedelta(days=15))
    forget_drafts(by=Actor.system("tests"))
    assert client.get(href).status_code == 404
    assert client.get(link).status_code == 200


def test_pressing_send_twice_proposes_once(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    href = opened(client, link, code)
    send(client, sitting(href, "worries"), {"worries": "A."})
    changes = sitting(href, "changes")

    first, second = (send(client, changes, {"reason": "More."}).headers["Location"] for _ in range(2))

    assert first == second
    assert Amendment.objects.count() == 1
    with pytest.raises(Refused, match="sent already"):
        keep_answers(draft=Draft.objects.get(amends__isnull=False), step="worries", typed={}, clean={}, by=BY)


@pytest.mark.parametrize("name", ["accept", "set-aside"])
def test_another_team_and_another_role_answer_nothing(client: Client, team: Team, name: str) -> None:
    propose(client, team, worries={"worries": "A."})
    change = the_change()

    assert press(client_of(make_user(RoleName.CLINICAL_LEAD, make_team())), change, name).status_code == 404
    assert press(client_of(make_user(RoleName.ADMINISTRATOR, team)), change, name).status_code == 403
    assert the_change().answer == ""
