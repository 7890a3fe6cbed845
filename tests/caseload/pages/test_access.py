"""Who may open which page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from caseload.enums import CheckAnswer, EndCheck
from caseload.models import FollowUp
from families.actions import restrict
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Access
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import (
    MadeWork,
    in_days,
    make_appointment,
    make_ending,
    make_enquiry,
    make_session,
    make_signed_note,
    make_work,
)
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db


def _appointment(work: MadeWork) -> str:
    return make_appointment(work, in_days(-1)).key


def _ahead(work: MadeWork) -> str:
    return make_appointment(work).key


def _follow_up(work: MadeWork) -> str:
    make_ending(work)
    return FollowUp.objects.get(episode=work.episode).key


def _episode(work: MadeWork) -> str:
    return work.episode.key


def _family(work: MadeWork) -> str:
    return work.family.key


def _waiting(work: MadeWork) -> str:
    return make_waiting(work.team).key


def _check(work: MadeWork) -> str:
    return make_ending(work, checks={EndCheck.LETTERS: CheckAnswer.LEFT}).checks.get().key


def _enquiry(work: MadeWork) -> str:
    return make_enquiry(work, safe="no").key


def _signed(work: MadeWork) -> str:
    return make_signed_note(work).key


def _unsigned(work: MadeWork) -> str:
    return make_session(work).note.key


OBJECT_PAGES: list[tuple[str, Callable[[MadeWork], str]]] = [
    ("family", _family),
    ("episode", _episode),
    ("attempt", _episode),
    ("first_contact", _episode),
    ("limit", _episode),
    ("ask_referrer", _episode),
    ("enquiry", _enquiry),
    ("settle_enquiry", _enquiry),
    ("book", _episode),
    ("agree", _episode),
    ("hand_over", _episode),
    ("end", _episode),
    ("end_unplanned", _episode),
    ("settle_check", _check),
    ("plan_ending", _episode),
    ("review", _episode),
    ("late_issue", _episode),
    ("appointment", _appointment),
    ("interpreter", _ahead),
    ("name_interpreter", _ahead),
    ("student", _ahead),
    ("student_answers", _ahead),
    ("referrer_answers", _ahead),
    ("invite_referrer", _ahead),
    ("referrer", _ahead),
    ("move", _ahead),
    ("cancel", _ahead),
    ("correct", _appointment),
    ("session", _appointment),
    ("draft", _appointment),
    ("note", _signed),
    ("sign", _unsigned),
    ("addendum", _signed),
    ("cosign", _signed),
    ("join", _episode),
    ("follow_up", _follow_up),
    ("confirm", _follow_up),
    ("follow_up_text", _follow_up),
    ("follow_up_record", _follow_up),
]
LIST_PAGES = [
    "my_day",
    "diary",
    "diary_list",
    "own_feed",
    "stop_feed",
    "list",
    "first_contacts",
    "enquiries",
    "limits",
    "outcomes",
    "unsigned",
    "to_cosign",
    "reviews",
    "sessions_used",
    "quiet",
    "endings_overdue",
    "checks_left",
    "follow_ups",
    "referrers",
]


@pytest.mark.parametrize(("name", "key_of"), OBJECT_PAGES, ids=[name for name, _ in OBJECT_PAGES])
def test_a_page_opens_for_the_lead_and_for_nobody_else(name: str, key_of: Callable[[MadeWork], str]) -> None:
    work = make_work()
    url = reverse(f"caseload:{name}", args=[key_of(work)])
    restricted_to = make_user(RoleName.CLINICAL_LEAD, work.team, "Named")

    def status(user: object) -> int:
        return client_of(user).get(url).status_code  # type: ignore[arg-type]  # a User

    assert status(work.lead) == 200
    assert status(make_user(RoleName.MANAGER, work.team)) == 403
    assert status(make_user(RoleName.PRACTITIONER)) == 404
    restrict(family=work.family, reason="Works here", named=[restricted_to], by=BY)
    assert status(make_user(RoleName.CLINICAL_LEAD, work.team)) == 404


@pytest.mark.parametrize("name", LIST_PAGES)
def test_a_list_opens_for_a_practitioner_and_not_for_a_manager(name: str) -> None:
    url = reverse(f"caseload:{name}")

    assert client_of(make_user(RoleName.PRACTITIONER)).get(url).status_code == 200
    assert client_of(make_user(RoleName.MANAGER)).get(url).status_code == 403


@pytest.mark.parametrize("name", ["session", "end", "follow_up_record", "sign"])
def test_an_administrator_records_no_clinical_work(name: str, work: MadeWork) -> None:
    keys = dict(OBJECT_PAGES)
    url = reverse(f"caseload:{name}", args=[keys[name](work)])

    assert client_of(make_user(RoleName.ADMINISTRATOR, work.team)).get(url).status_code == 403


def test_who_looked_is_written(work: MadeWork) -> None:
    client_of(work.lead).get(reverse("caseload:episode", args=[work.episode.key]))

    assert Access.objects.filter(user_id=work.lead.pk, family_id=work.family.pk).exists()
