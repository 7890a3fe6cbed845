"""An entry of another family's is moved (P25); one made in error is struck through; neither releases a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from families import actions
from families.contact import Question, who_may_be_told
from families.contact.gather import family_facts
from families.entries import kinds, standing, struck_in
from families.enums import AlertKind, Channel, ConsentPurpose, IncidentKind, NeedKind, ProfessionalRole, Purpose
from families.models import Agreement, Alert, Consent, Correction, Incident, MovedEntry, Need
from families.selectors import newest_agreements
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Event
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, client_of, make_user
from tests.make.anything import World
from tests.make.documents import make_document
from tests.make.families import MadeFamily, add_mobile, add_professional, make_family, make_hard_family

pytestmark = pytest.mark.django_db

TEXT = Question(Purpose.APPOINTMENT, Channel.TEXT, timezone.now().replace(hour=12))


def refused(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.sentence


@pytest.fixture
def wrong() -> MadeFamily:
    return make_family(mother="Aisha")


@pytest.fixture
def right(wrong: MadeFamily) -> MadeFamily:
    return make_family(wrong.team, mother="Sian", surname="Morgan", baby="Owen")


def need_of(made: MadeFamily) -> Need:
    return actions.add_need(family=made.family, person=made.mother, kind=NeedKind.FORMAT, text="Large print", by=BY)


def move(entry: Any, wrong: MadeFamily, right: MadeFamily, **more: Any) -> MovedEntry:
    given: dict[str, Any] = {"whose": {wrong.mother.pk: right.mother}, "reason": "Two tabs were open.", "by": BY} | more
    return actions.move_entry(entry=entry, family=wrong.family, to=right.family, **given)


@pytest.mark.rule("P25")
def test_a_moved_entry_leaves_one_line_and_opens_an_incident(wrong: MadeFamily, right: MadeFamily) -> None:
    need = need_of(wrong)

    moved = move(need, wrong, right)

    need.refresh_from_db()
    assert (need.family, need.person, need.text) == (right.family, right.mother, "Large print")
    assert (moved.family, moved.to_family, moved.noun) == (wrong.family, right.family, "need")
    incident = Incident.objects.get()
    assert (incident.kind, incident.family, incident.about) == (
        IncidentKind.MISFILED,
        wrong.family,
        f"families.need:{need.key}",
    )
    assert "Large print" not in incident.words
    event = Event.objects.get(verb="families.move_entry")
    assert (event.family_id, event.data) == (wrong.family.pk, {"to": right.family.pk, "entry": need.pk})
    assert event.reason is not None
    assert event.reason.text == "Two tabs were open."


@pytest.mark.rule("P25")
def test_the_wrong_timeline_shows_the_quiet_line_and_the_right_one_the_entry(
    wrong: MadeFamily, right: MadeFamily
) -> None:
    document = make_document(wrong.team, wrong.family, title="Report on Owen", person=wrong.mother)
    client = client_of(make_user(team=wrong.team))

    move(document, wrong, right)

    old = client.get(f"/families/{wrong.family.key}/").content.decode()
    assert "An entry was moved to the record it belongs to: document" in old
    assert "Report on Owen" not in old
    assert right.family.key not in old
    assert "Report on Owen" in client.get(f"/families/{right.family.key}/").content.decode()
    assert client.get(f"/families/{wrong.family.key}/documents/{document.key}/file/").status_code == 404


@pytest.mark.rule("P25")
def test_the_incident_names_what_went_out_since(wrong: MadeFamily, right: MadeFamily) -> None:
    need = need_of(wrong)
    world = World(wrong.team)
    world.rows["families.family"] = wrong.family
    sent = world.new("messaging.message", state="sent")
    world.new("messaging.message", state="queued")
    copy = world.new("letters.copy", state="posted", pdf=world.of("files.storedfile"), **_posted())

    move(need, wrong, right)

    assert f"messaging.message:{sent.key}" in Incident.objects.get().words
    assert f"letters.copy:{copy.key}" in Incident.objects.get().words
    assert Incident.objects.get().words.count("messaging.message") == 1
    copy.refresh_from_db()
    assert copy.letter.family == wrong.family


def _posted() -> dict[str, Any]:
    return {"posted_at": timezone.now(), "posted_by": BY}


def test_a_concern_goes_with_its_steps(wrong: MadeFamily, right: MadeFamily) -> None:
    world = World(wrong.team)
    world.rows |= {"families.family": wrong.family}
    concern = world.new("families.concern", person=wrong.mother)
    step = world.new("families.concernstep", concern=concern)

    move(concern, wrong, right)

    concern.refresh_from_db()
    step.refresh_from_db()
    assert (concern.family, concern.person, step.family) == (right.family, right.mother, right.family)


def test_a_session_goes_with_its_appointment_note_and_who_was_there(wrong: MadeFamily, right: MadeFamily) -> None:
    world = World(wrong.team)
    world.rows |= {"families.family": wrong.family, "families.person": wrong.mother}
    session, attendance = world.of("caseload.session"), world.of("caseload.attendance")
    note = world.of("caseload.note")
    no_work = "There is no piece of work with that family yet. Allocate it first, then move this."
    assert refused(lambda: move(session, wrong, right)) == no_work
    episode = World(right.team).new("caseload.episode", family=right.family)

    move(session, wrong, right)

    for row in (session, session.appointment, attendance, note):
        row.refresh_from_db()
    assert (session.episode, session.appointment.episode) == (episode, episode)
    assert attendance.person == right.mother
    assert note.session == session


def test_an_attempt_goes_to_the_other_familys_work(wrong: MadeFamily, right: MadeFamily) -> None:
    world = World(wrong.team)
    world.rows |= {"families.family": wrong.family, "families.person": wrong.mother}
    attempt = world.of("caseload.contactattempt")
    episode = World(right.team).new("caseload.episode", family=right.family)

    move(attempt, wrong, right)

    attempt.refresh_from_db()
    assert (attempt.episode, attempt.person) == (episode, right.mother)


@pytest.mark.rule("CON-1")
def test_moving_a_warning_away_releases_nothing(wrong: MadeFamily, right: MadeFamily) -> None:
    alert = actions.raise_alert(
        family=wrong.family, kind=AlertKind.UNSAFE_ADDRESS, text="Not to the house.", person=wrong.mother, by=BY
    )

    move(alert, wrong, right)

    assert family_facts(right.family.pk).unsafe_home
    assert family_facts(wrong.family.pk).read_first
    assert {answer.allowed for answer in who_may_be_told(wrong.about, TEXT)} == {False}


def test_what_stands_in_the_way_of_moving_is_said(wrong: MadeFamily, right: MadeFamily) -> None:
    need, elsewhere = need_of(wrong), make_family()

    assert refused(lambda: move(need, wrong, wrong)) == "The entry stands in this family's record already."
    assert refused(lambda: move(need, wrong, elsewhere)).startswith("That record is another team's.")
    assert refused(lambda: move(need, wrong, right, reason=" ")) == "Enter how the entry came into this record."
    assert refused(lambda: move(need, wrong, right, whose={})).startswith("Say for everybody in this entry")
    assert refused(lambda: move(need, wrong, right, whose={wrong.mother.pk: wrong.baby})).startswith("This person is")
    assert refused(lambda: move(wrong.mother, wrong, right)).startswith("An entry of this kind cannot be moved.")
    with pytest.raises(Stale):
        move(need, wrong, right, seen=99)
    named = make_user(team=wrong.team)
    actions.restrict(family=right.family, reason="A colleague's family.", named=[named], by=BY)
    lead = make_user(team=wrong.team)
    assert refused(lambda: move(need, wrong, right, by=lead.actor)).startswith("This cannot be done here.")
    assert MovedEntry.objects.count() == 0


def test_every_kind_that_moves_says_what_it_is() -> None:
    assert {kind.name for kind in kinds()} >= {"need", "alert", "consent", "document", "sharing", "concern", "session"}
    assert all(kind.noun == kind.noun.lower() and len(kind.noun) <= 60 for kind in kinds())


# --- entered in error ---


@pytest.mark.rule("CON-1")
def test_a_struck_answer_no_longer_counts_and_releases_nothing() -> None:
    made = make_family()
    no = actions.record_agreement(family=made.family, person=made.mother, knows="yes", agrees="no", by=BY)
    assert newest_agreements(made.family)[made.mother.pk] == no

    correction = actions.strike_entry(entry=no, family=made.family, reason="It was the cousin.", by=BY)

    assert (correction.entry_model, correction.entry_id) == ("families.agreement", no.pk)
    assert newest_agreements(made.family)[made.mother.pk].agrees == "yes"
    assert struck_in(made.family) == {("families.agreement", no.pk): "It was the cousin."}
    assert {answer.allowed for answer in who_may_be_told(made.about, TEXT)} == {False}
    assert Alert.objects.get(family=made.family, kind=AlertKind.READ_FIRST).lifted_at is None


@pytest.mark.rule("CON-1")
def test_a_struck_consent_no_longer_counts() -> None:
    made = make_family()
    gp = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    row = Consent.objects.get(purpose=ConsentPurpose.SHARE)
    shares = {one.ref: one.shares for one in family_facts(made.family.pk).outsiders}
    assert shares == {f"professional:{gp.pk}": "yes"}

    actions.strike_entry(entry=row, family=made.family, reason="She had not said so.", by=BY)

    shares = {one.ref: one.shares for one in family_facts(made.family.pk).outsiders}
    assert shares == {f"professional:{gp.pk}": "unknown"}
    assert list(standing(Consent.objects.all())) == list(Consent.objects.exclude(pk=row.pk))
    assert standing(Agreement.objects.all()).count() == 1


@pytest.mark.rule("P20")
@pytest.mark.rule("CON-1")
def test_striking_who_must_not_know_asks_here_and_wherever_the_number_is_used() -> None:
    hard = make_hard_family()
    cousin, stranger = make_family(), make_family()
    number = hard.father.points.get(kind="mobile").value if hard.father else ""
    add_mobile(cousin, cousin.mother, number)
    alert = Alert.objects.get(kind=AlertKind.RESTRICTED_PERSON)

    actions.strike_entry(entry=alert, family=hard.family, reason="Another Daniel.", by=BY)

    alert.refresh_from_db()
    assert alert.lifted_at is not None
    held = Alert.objects.filter(kind=AlertKind.READ_FIRST).order_by("pk").values_list("family_id", flat=True)
    assert list(held) == [hard.family.pk, cousin.family.pk]
    assert {answer.allowed for answer in who_may_be_told(hard.about, TEXT)} == {False}
    assert True in {answer.allowed for answer in who_may_be_told(stranger.about, TEXT)}


@pytest.mark.rule("P20")
def test_a_struck_unsafe_number_stays_unsafe_everywhere() -> None:
    made, cousin = make_family(), make_family()
    point = add_mobile(made, made.mother, safe="no")  # type: ignore[arg-type]  # the value of the choice
    add_mobile(cousin, cousin.mother, point.value, preferred=True)

    actions.strike_entry(entry=point, family=made.family, reason="A wrong digit.", by=BY)

    point.refresh_from_db()
    assert point.ends_on is not None
    assert point.ends_on < timezone.localdate()
    ref = cousin.mother.points.get(value=point.value).pk
    adult = family_facts(cousin.family.pk).adults[0]
    assert next(one for one in adult.points if one.ref == f"point:{ref}").unsafe_elsewhere


def test_a_struck_entry_stays_on_the_timeline_with_its_reason() -> None:
    made = make_family()
    document = make_document(made.team, made.family, title="Report")
    actions.strike_entry(entry=document, family=made.family, reason="Scanned twice.", by=BY)
    client = client_of(make_user(team=made.team))

    body = client.get(f"/families/{made.family.key}/").content.decode()

    assert f'<del><a class="nhsuk-link" href="/families/{made.family.key}/documents/{document.key}/">' in body
    assert "Entered in error: Scanned twice." in body
    listed = client.get(f"/families/{made.family.key}/documents/").content.decode()
    assert "Entered in error" in listed
    assert Alert.objects.count() == 0


def test_a_struck_need_has_ended_and_a_move_takes_the_strike_along() -> None:
    wrong = make_family()
    right = make_family(wrong.team, mother="Sian")
    need = need_of(wrong)
    actions.strike_entry(entry=need, family=wrong.family, reason="Of a cousin.", by=BY)
    need.refresh_from_db()
    assert need.ended_at is not None

    move(need, wrong, right)

    assert struck_in(wrong.family) == {}
    assert struck_in(right.family) == {("families.need", need.pk): "Of a cousin."}


def test_what_stands_in_the_way_of_striking_is_said() -> None:
    made = make_family()
    need = need_of(made)
    world = World(made.team)
    world.rows["families.family"] = made.family
    concern = world.new("families.concern")
    attempt = world.of("caseload.contactattempt")

    def strike(entry: Any, reason: str = "Wrong.") -> Correction:
        return actions.strike_entry(entry=entry, family=made.family, reason=reason, by=BY)

    assert refused(lambda: strike(need, " ")) == "Enter what is wrong with it."
    assert refused(lambda: strike(concern)).startswith("This concern is still open.")
    assert refused(lambda: strike(attempt)) == "An entry of this kind cannot be struck through."
    strike(need)
    with pytest.raises(IntegrityError), transaction.atomic():
        strike(need)


def test_who_may_only_edit_is_told_who_moves_entries() -> None:
    made = make_family()
    need = need_of(made)
    page = f"/families/{made.family.key}/entries/need/{need.key}/"

    lead = client_of(make_user(team=made.team)).get(page).content.decode()
    practitioner = client_of(make_user(RoleName.PRACTITIONER, made.team))

    assert "Find the right family" in lead
    assert "Your clinical lead or an administrator can move it." in practitioner.get(page).content.decode()
    assert practitioner.get(f"{page}move/").status_code == 403
    assert practitioner.get(f"/families/{made.family.key}/entries/nothing/{need.key}/").status_code == 404


def test_an_administrator_does_not_reach_a_concern_by_its_address() -> None:
    made = make_family()
    world = World(made.team)
    world.rows["families.family"] = made.family
    concern = world.new("families.concern")
    page = f"/families/{made.family.key}/entries/concern/{concern.key}/"

    assert client_of(make_user(RoleName.ADMINISTRATOR, made.team)).get(page).status_code == 404
    assert client_of(make_user(RoleName.PRACTITIONER, made.team)).get(page).status_code == 200
