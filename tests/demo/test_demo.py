"""The demo year: made once through the actions, told in the past, and only where a demo belongs."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from caseload.models import Appointment, Episode, Note
from consultation.models import Consultation
from families.contact.rules import RULES
from families.models import Family, Loss, Person
from families.searching import search
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from pitservice.audit.seals import problems
from pitservice.demo.sign_ins import COLLEAGUES, PASSWORD
from pitservice.letters.models import Copy, CopyChoice, Enclosure, Logo, PrintRun, WordsVersion
from pitservice.messaging.models import Message
from pitservice.policies.models import PolicyVersion
from referrals.models import Attachment, Decision, Import, ImportRow, Referral, ReferralMove
from tests.demo.told import families_by_rule
from tests.harness.database import CloneDatabase
from tests.make.accounts import make_team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(clone_database: CloneDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner's address, as the launcher gives it to the command."""
    monkeypatch.setenv("DATABASE_OWNER_URL", clone_database.owner_url)


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("make_demo", *arguments, stdout=said)
    return said.getvalue()


def _states(model: Any) -> dict[str, int]:
    return dict(model.objects.values_list("state").annotate(n=Count("pk")))


@pytest.mark.rule("P34")
@override_settings(EMAIL_GATEWAY="outbox")
def test_the_demo_year(owner: None) -> None:
    """One test, because the year takes a while to make: everything that must be in it, and that it can be made anew."""
    asked: Counter[str] = Counter()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked[sql.split(" ", 1)[0]] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert run() == "The demo year is made.\n"
    assert asked.total() < 850 * Family.objects.count(), "`make run` waits for it"

    today = timezone.localdate()
    assert {user.email for user in User.objects.all()} == {email for email, *_ in COLLEAGUES}
    referrals = _states(Referral)
    assert set(referrals) >= {"received", "awaiting_information", "team_review", "waiting", "allocated", "not_accepted"}
    assert set(referrals) >= {"withdrawn", "recorded_before"}
    assert _states(Import) == {"done": 1, "review": 1}
    assert set(ImportRow.objects.values_list("standing", flat=True)) == {"taken_in", "ready", "problem", "comment"}
    assert Attachment.objects.exclude(referral=None).count() == 1
    assert Consultation.objects.filter(referral__entrance="consultation").count() == 1
    assert 55 <= Referral.objects.count() <= 75
    assert set(_states(Episode)) >= {"engaging", "assessment", "intervention", "closed"}
    assert set(_states(Note)) == {"draft", "cosign", "signed"}
    assert {"sent", "failed", "queued", "held", "by_hand", "cancelled"} <= set(_states(Message))
    assert Family.objects.filter(restricted=True).count() == 2  # one of a colleague's, one from before an adoption
    assert Loss.objects.filter(lifted_at=None).count() == 1
    assert Consultation.objects.count() >= 10
    assert set(WordsVersion.objects.values_list("name", "language")) == {
        ("missed_you", "en"), ("reminder", "en"), ("reminder", "pl"),
    }  # fmt: skip
    assert Enclosure.objects.filter(in_use=True).count() == 4
    assert [logo.team.slug for logo in Logo.objects.filter(in_use=True)] == ["north"]
    taken_over = PolicyVersion.objects.filter(team__slug="neonatal-unit")  # the team set up out of the first (P86)
    assert set(taken_over.values_list("ratified_on", flat=True)) == {None}
    assert set(PrintRun.objects.values_list("copies__state", flat=True)) == {"ready", "posted"}
    assert Copy.objects.filter(state="posted").exclude(enclosures=[]).count() == 1
    assert Copy.objects.exclude(returned_on=None).exclude(dealer=None).count() == 1
    assert CopyChoice.objects.exclude(left_out=[]).exists()
    assert set(Copy.objects.exclude(way="post").values_list("way", "state")) == {
        ("email", "emailed"), ("link", "to_send"),
    }  # fmt: skip
    assert set(Message.objects.exclude(attached=None).values_list("state", flat=True)) == {"sent"}
    assert Appointment.objects.filter(state="booked", starts__gt=timezone.now()).exists()

    # What was done lies in the past: decisions over the year, most of them in time, with moves to match.
    decided = Decision.objects.exclude(in_time=None)
    assert decided.filter(created_at__lt=timezone.now() - timedelta(days=100)).count() > 15
    assert decided.filter(in_time=True).count() > decided.filter(in_time=False).count() > 0
    assert ReferralMove.objects.filter(at__lt=timezone.now() - timedelta(days=100)).count() > 30
    assert not Referral.objects.filter(received_at__gt=timezone.now()).exists()
    assert Episode.objects.filter(opened_on__lt=today - timedelta(days=90)).count() > 8
    # Nothing about the past has been told twice, and the audit is whole.
    assert list(problems()) == []
    assert Event.objects.filter(at__lt=timezone.now() - timedelta(days=60)).count() > 100

    # A former name, accents and a hyphen: typed as people type them, one family is found.
    lead = Viewer.of(User.objects.get(email="lead@example.org"), Permission.SEE_FAMILIES)
    found = [[match.family_id for match in search(lead, typed)] for typed in ("svobodova", "dvorak novakova")]
    assert found == [[Person.objects.get(given_name="Hana").memberships.get().family_id]] * 2
    assert set(families_by_rule()) == {rule.code for rule in RULES}  # every row of the contact rules has a family (P34)
    for email, *_ in COLLEAGUES:
        client = Client()
        assert client.post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302
        assert client.get(reverse("home")).status_code == 200

    before = Family.objects.count()
    assert run("--if-empty") == ""
    assert Family.objects.count() == before
    said = run("--sign-ins")
    assert all(email in said for email, *_ in COLLEAGUES)
    assert PASSWORD in said


def test_the_demo_takes_the_place_of_a_demo_only(owner: None) -> None:
    make_team("A real team")

    with pytest.raises(CommandError, match="somebody else's data"):
        run()

    assert Team.objects.get().name == "A real team"


@override_settings(DEMO=False)
def test_outside_a_demo_there_is_none(owner: None) -> None:
    with pytest.raises(CommandError, match="demonstrations only"):
        run()

    assert not Team.objects.exists()


def test_in_an_empty_place_nobody_is_listed(owner: None) -> None:
    assert run("--sign-ins") == ""
