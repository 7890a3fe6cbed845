"""The downtime pack: made at night, opened by its words alone, without what not everybody may see (P71)."""

from __future__ import annotations

import io
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from caseload import actions, tasks
from caseload.interpreting import Interpreter
from caseload.models import DowntimePack, DowntimePhrase
from caseload.sealing import unseal
from caseload.selectors.downtime import free_for, last_day, late_packs, readers_of, standing_of
from caseload.times import local_day
from families.actions import add_point, break_glass, involve, raise_alert, record_loss, restrict
from families.enums import AlertKind, InvolvementKind, LossKind, PointKind
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.ui.worklist import today_of
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work, open_in
from tests.make.clinic import make_clinic, make_family_waiting, take

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P71")]

WORDS, OWN = "green otter river lamp", "quiet maple tide song"


@pytest.fixture
def work() -> MadeWork:
    """Booked tomorrow at ten, with an alert."""
    work = make_work()
    raise_alert(family=work.family, kind=AlertKind.HOME_VISIT_RISK, text="A large dog", by=BY)
    make_appointment(work, in_days(1), interpreter=Interpreter("Polish", name="Ewa Maj"))
    return work


def make_packs(work: MadeWork, user: User | None = None) -> list[str]:
    """The words of the pages of the team's pack, or of one made for a colleague, of tonight."""
    words, by = (OWN, user.actor) if user else (WORDS, BY)
    actions.set_downtime_phrase(team=work.team, user=user, phrase=words, by=by)
    tasks.make_packs(now=in_days(0, time(3)), by=BY)
    return read(DowntimePack.objects.get(team=work.team, user=user), words)


def read(pack: DowntimePack, words: str) -> list[str]:
    reader = PdfReader(io.BytesIO(store.get(pack.stored.sha256)))
    assert reader.is_encrypted
    assert not reader.decrypt("another word entirely")
    assert reader.decrypt(words)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_pass_phrase_opens_two_days_with_phones_and_alerts(work: MadeWork) -> None:
    said = " ".join(make_packs(work))

    assert work.family.title in said
    assert work.made.mobile.value in said
    assert "Risk at home visit: A large dog" in said
    assert f"Interpreter: {Interpreter('Polish', name='Ewa Maj')}" in said


def test_families_that_not_everybody_may_see_are_for_those_who_do(work: MadeWork) -> None:
    named, other = work.lead, make_work(work.team, lead=work.lead)
    make_appointment(other, in_days(1, time(14)))
    make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    restrict(family=other.family, reason="A colleague's family", named=[named], by=BY)

    assert other.family.key not in " ".join(make_packs(work))
    own = " ".join(make_packs(work, named))
    assert other.family.key in own
    assert work.family.key not in own


def test_a_family_closed_to_a_colleague_is_not_in_the_teams_pack(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    involve(family=work.family, user=sam, kind=InvolvementKind.CLOSED_TO, why="Her cousin", by=BY)

    assert work.family.key not in " ".join(make_packs(work))
    assert work.family.key not in " ".join(make_packs(work, sam))


def test_free_slots_of_a_clinic_stand_in_the_teams_pack_alone_and_one_that_a_family_has_as_its_appointment(
    work: MadeWork,
) -> None:
    starts = in_days(open_in(1), time(12))
    free, given = make_clinic(work.lead, slots=2, starts=starts, where="Eastfield Clinic")
    secret = make_family_waiting(work.team)
    take(given, secret)
    restrict(family=secret.family, reason="A colleague's family", named=[work.lead], by=BY)

    said = " ".join(make_packs(work))
    assert said.count("Assessment clinic, free") == 1
    assert f"Assessment clinic, free: midday to 1pm, {work.lead.name}, Eastfield Clinic" in said
    assert secret.family.key not in said
    own = " ".join(make_packs(work, work.lead))
    assert "Assessment clinic, free" not in own
    assert secret.family.key in own

    actions.withdraw_slot(slot=free, by=BY)
    day = local_day(starts)
    assert free_for(readers_of(work.team), day, day) == []


def test_a_free_slot_that_cannot_be_given_is_not_in_the_pack(work: MadeWork) -> None:
    (slot,) = make_clinic(work.lead, starts=in_days(open_in(1), time(9)))
    day = local_day(slot.starts)
    assert free_for(readers_of(work.team), day, day) == [slot]

    actions.record_absence(team=work.team, user=work.lead, first=day, last=day, cover=None, by=BY)

    assert free_for(readers_of(work.team), day, day) == []


def test_nothing_is_made_before_two_twice_or_without_words(work: MadeWork) -> None:
    assert tasks.make_packs(now=in_days(0, time(3)), by=BY) == 0
    actions.set_downtime_phrase(team=work.team, phrase=WORDS, by=BY)

    made = [tasks.make_packs(now=in_days(0, time(hour)), by=BY) for hour in (1, 3, 4)]

    assert made == [0, 1, 0]


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("short", "at least 20"),
        ("aaaa aaaa aaaa aaaa aaaa", "more different"),
        ("grüner Otter am Flussufer", "anywhere"),
    ],
)
def test_words_that_can_be_tried_out_are_refused(work: MadeWork, phrase: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        actions.set_downtime_phrase(team=work.team, phrase=phrase, by=BY)


def test_the_words_are_sealed_and_nobody_sets_anothers(work: MadeWork, settings: Settings) -> None:
    phrase = actions.set_downtime_phrase(team=work.team, phrase=f" {WORDS} ", by=BY)

    assert WORDS not in phrase.sealed
    assert unseal(phrase.sealed) == WORDS
    settings.SECRET_KEY = "another secret of the same length, that opens nothing of the first"
    assert unseal(phrase.sealed) is None
    assert standing_of([work.team])[0].is_locked
    assert tasks.make_packs(now=in_days(0, time(3)), by=BY) == 0
    with pytest.raises(Refused, match="Only they themselves"):
        actions.set_downtime_phrase(team=work.team, user=work.lead, phrase=WORDS, by=BY)


def test_a_family_restricted_since_is_out_of_the_pack_with_the_next_ring(work: MadeWork) -> None:
    other = make_work(work.team, lead=work.lead)
    make_appointment(other, in_days(1, time(14)))
    assert other.family.key in " ".join(make_packs(work))
    restrict(family=other.family, reason="A colleague's family", named=[work.lead], by=BY)

    assert tasks.make_packs(now=in_days(0, time(11)), by=BY) == 1

    said = " ".join(read(DowntimePack.objects.get(), WORDS))
    assert other.family.key not in said
    assert work.family.key in said


def test_a_family_opened_in_an_emergency_is_in_no_pack(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    restrict(family=work.family, reason="A colleague's family", named=[work.lead], by=BY)
    break_glass(
        family=work.family,
        user=sam,
        confirmed=True,
        reason="She rang in distress and nobody else is here",
        by=sam.actor,
    )

    assert work.family.key not in " ".join(make_packs(work, sam))


def test_until_it_is_made_with_new_words_the_old_pack_stays(work: MadeWork) -> None:
    make_packs(work)
    pack = DowntimePack.objects.get()

    actions.set_downtime_phrase(team=work.team, phrase=OWN, seen=DowntimePhrase.objects.get().version, by=BY)
    assert DowntimePack.objects.get() == pack
    assert standing_of([work.team])[0].has_older_words

    tasks.make_packs(now=in_days(0, time(5)), by=BY)
    assert work.family.title in " ".join(read(DowntimePack.objects.get(), OWN))


def test_one_that_cannot_be_made_keeps_no_other_and_somebody_is_told(
    work: MadeWork, settings: Settings, tmp_path: Path
) -> None:
    """The folder is a file: no copy can be written into it."""
    (tmp_path / "packs").write_text("in the way")
    settings.DOWNTIME_ROOT = str(tmp_path / "packs")
    make_packs(work)
    DowntimePhrase.objects.update(set_at=timezone.now() - timedelta(hours=2))
    assert late_packs(timezone.now()) == 0

    DowntimePack.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert late_packs(timezone.now()) == 1
    assert "not of this night" in client_of(work.lead).get("/healthz").json()["downtime"]
    lead = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    assert "The pack is not in its folder" in client_of(lead).get(reverse("home")).content.decode()


def test_who_left_knows_the_words_and_the_lead_is_told(work: MadeWork) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    make_packs(work)
    page = reverse("caseload:downtime")
    assert "Sam Okoro left" not in client_of(lead).get(page).content.decode()

    sam.is_active = False
    sam.save(update_fields=["is_active"])

    assert "Sam Okoro left" in client_of(lead).get(page).content.decode()


def test_a_loss_an_unsafe_number_and_a_secret_one_stand_as_on_the_visit_sheet(work: MadeWork) -> None:
    add_point(
        family=work.family,
        person=work.made.mother,
        kind=PointKind.LANDLINE,
        value="0113 496 0999",
        safe=YesNoUnknown.NO,
        by=BY,
    )
    record_loss(family=work.family, person=work.made.baby, kind=LossKind.BABY_DIED, by=BY)

    said = " ".join(make_packs(work))

    assert "Landline – Not safe: " in said
    assert "Speak to" in said
    assert "Nothing goes out until a person has decided" in said


def test_it_lies_in_the_folder_and_old_ones_are_taken_away(
    work: MadeWork,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.DOWNTIME_ROOT = str(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        make_packs(work)
    first = [path.name for path in tmp_path.iterdir()]
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_packs(now=in_days(4, time(3)), by=BY)

    assert first == [f"downtime-{work.team.slug}-{timezone.localdate().isoformat()}.pdf"]
    day = timezone.localdate() + timedelta(days=4)
    assert [path.name for path in tmp_path.iterdir()] == [f"downtime-{work.team.slug}-{day.isoformat()}.pdf"]
    assert [pack.day for pack in DowntimePack.objects.all()] == [day]


def test_over_a_weekend_it_reaches_to_the_second_working_day() -> None:
    team = make_team()
    day = timezone.localdate()
    while day.weekday() != 5:
        day += timedelta(days=1)

    assert last_day(team, day) >= day + timedelta(days=3)


def test_it_is_downloaded_by_those_who_see_every_family_in_it_and_the_look_is_kept(work: MadeWork) -> None:
    make_packs(work)
    admin = make_user(RoleName.ADMINISTRATOR, work.team)
    href = reverse("caseload:downtime_file", args=[DowntimePack.objects.get().key])

    assert client_of(admin).get(href)["Content-Type"] == "application/pdf"
    assert Access.objects.filter(user_id=admin.pk, family_id=work.family.pk).exists()
    assert client_of(make_user(RoleName.TRAINEE, work.team)).get(href).status_code == 404
    assert client_of(make_user(RoleName.PRACTITIONER)).get(href).status_code == 404
    restrict(family=work.family, reason="A colleague's family", named=[work.lead], by=BY)
    assert client_of(admin).get(href).status_code == 404


def test_the_lead_s_home_page_says_how_old_it_is(work: MadeWork) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    home = reverse("home")

    assert "no pass-phrase is set" in client_of(boss).get(home).content.decode()
    make_packs(work)
    assert "Downtime pack of" in client_of(boss).get(home).content.decode()
    DowntimePack.objects.update(day=timezone.localdate() - timedelta(days=2))
    assert "The pack is old" in client_of(boss).get(home).content.decode()
    assert not today_of(work.lead, timezone.localdate()).above


def test_the_lead_sets_the_words_on_their_page_and_a_practitioner_their_own(work: MadeWork) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    team, own = (
        reverse(f"caseload:{name}", args=[work.team.slug]) for name in ("downtime_phrase", "own_downtime_phrase")
    )
    first, second = (
        {"submission": f"6f0a9ad6-4b4f-4a9e-8a53-f2a1f3d1f00{number}", "phrase": WORDS} for number in (1, 2)
    )

    assert client_of(work.lead).get(team).status_code == 403
    assert client_of(boss).post(team, first).status_code == 302
    assert client_of(work.lead).post(own, second).status_code == 302
    assert {row.user for row in DowntimePhrase.objects.all()} == {None, work.lead}
    page = client_of(work.lead).get(reverse("caseload:downtime")).content.decode()
    assert "Change your own pass-phrase" in page
    assert "Set the pass-phrase" not in page
    assert WORDS not in page


def test_the_page_costs_the_same_however_much_is_booked(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    boss = client_of(make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo"))
    make_packs(work)
    page = reverse("caseload:downtime")
    boss.get(page)
    with django_assert_num_queries(16):
        boss.get(page)
    for hour in (12, 14):
        make_appointment(make_work(work.team, lead=work.lead), in_days(1, time(hour)))
    make_packs(work)
    with django_assert_num_queries(16):
        boss.get(page)
