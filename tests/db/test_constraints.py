"""Every named constraint: the database refuses, and the person reads a sentence.

`BREAKS` says for each constraint how a row would break it. A new constraint without a line here fails
`tests/architecture/test_constraints.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from pitservice.db.constraints import sentence_for, sentences
from tests.make.accounts import BY, make_user
from tests.make.anything import World, stored

pytestmark = pytest.mark.django_db

Value = Callable[[World], Any]


@dataclass(frozen=True)
class Break:
    """How to break a constraint: an impossible row (`row`), or the same row a second time (`twice`)."""

    label: str
    row: dict[str, Value] = field(default_factory=dict)
    twice: bool = False


def _is(value: Any) -> Value:
    return lambda _: value


def _now(_: World) -> Any:
    return timezone.now()


def _today(_: World) -> Any:
    return timezone.localdate()


def _yesterday(_: World) -> Any:
    return timezone.localdate() - timedelta(days=1)


def _same(label: str) -> Value:
    """The world's row of a model, kept from the first row to the second."""
    return lambda world: world.of(label)


def _kept(name: str, make: Value) -> Value:
    """A value made once for both rows."""
    return lambda world: world.rows.setdefault(f"kept {name}", make(world))


def half(label: str, column: str) -> Break:
    """When without by whom."""
    return Break(label, {column: _now})


def twice(label: str, **row: Value) -> Break:
    """The same row a second time."""
    return Break(label, row, twice=True)


_SLOT = {"during": _kept("during", lambda w: w.unsaved("caseload.slot").during)}

BREAKS: dict[str, Break] = {
    # accounts
    "user_email_once": Break("accounts.user", {"email": lambda w: w.user.email.upper()}),
    "membership_once": twice("accounts.membership", user=lambda w: w.user, role=_is("guardian")),
    "membership_dates": Break("accounts.membership", {"ends_on": _yesterday}),
    "membership_trainee": Break("accounts.membership", {"role": _is("trainee")}),
    # jobs, links
    "job_running_has_lease": Break("jobs.job", {"state": _is("running")}),
    "link_used": half("links.link", "used_at"),
    # configuration
    "postcode_area_once": twice("configuration.postcodearea"),
    "settings_once": twice("configuration.teamsettings"),
    "settings_waiting_weeks": Break("configuration.teamsettings", {"waiting_soon_weeks": _is(18)}),
    "settings_reminders": Break("configuration.teamsettings", {"reminder_earlier_days": _is(1)}),
    "settings_text_hours": Break(
        "configuration.teamsettings", {"texts_from": _is("20:00"), "texts_until": _is("08:00")}
    ),
    "settings_opening": Break("configuration.teamsettings", {"opens": _is("18:00"), "closes": _is("17:00")}),
    "closed_day_once": twice("configuration.closedday"),
    "risk_list_edition": twice("configuration.risklist"),
    "words_version_number": twice("letters.wordsversion"),
    "logo_in_use": twice("letters.logo", picture=stored),
    "enclosure_number": twice("letters.enclosure"),
    "enclosure_in_use": Break(
        "letters.enclosure", {"in_use": lambda w: w.new("letters.enclosure", number=7, in_use=True).in_use}
    ),
    "words_version_checked": Break("letters.wordsversion", {"language": _is("pl")}),
    "risk_list_in_force": Break(
        "configuration.risklist",
        {"in_force": lambda w: w.new("configuration.risklist", edition=7, in_force=True).in_force},
    ),
    "risk_list_draft": Break(
        "configuration.risklist",
        {"draft": lambda w: w.new("configuration.risklist", edition=8, draft=True).draft},
    ),
    "risk_list_draft_rests": Break("configuration.risklist", {"draft": _is(True), "in_force": _is(True)}),
    "risk_item_position": twice("configuration.riskitem"),
    # families
    "person_nhs_number_once": twice("families.person", nhs_number=_is("9990000018")),
    "person_has_a_name": Break("families.person", {"given_name": _is(""), "family_name": _is("")}),
    "person_dates": Break("families.person", {"date_of_birth": _today, "died_on": _yesterday}),
    "member_once": twice("families.familymember"),
    "relationship_once": twice(
        "families.relationship",
        person=_same("families.person"),
        child=_kept("child", lambda w: w.new("families.person")),
    ),
    "relationship_two_people": Break(
        "families.relationship", {"person": _same("families.person"), "child": _same("families.person")}
    ),
    "loss_decided": half("families.loss", "decided_at"),
    "loss_lifted": half("families.loss", "lifted_at"),
    "loss_undone": half("families.loss", "undone_at"),
    "loss_once": twice("families.loss"),
    "point_opted_out": half("families.contactpoint", "opted_out_at"),
    "need_ended": half("families.need", "ended_at"),
    "alert_lifted": half("families.alert", "lifted_at"),
    "former_name_given": Break("families.formername", {"family_name": _is("")}),
    "involvement_reviewed": half("families.involvement", "reviewed_at"),
    "care_settled": half("families.carechange", "settled_at"),
    "disagreement_settled": half("families.disagreement", "settled_at"),
    "sharing_not_shared_why": Break("families.sharing", {"shared": _is(False)}),
    "override_ended": half("families.override", "ended_at"),
    "concern_closed": Break("families.concern", {"closed_at": _now, "outcome": _is("Closed.")}),
    "concern_outcome": Break("families.concern", {"closed_at": _now, "closed_by": _is(BY)}),
    "social_care_how": Break("families.socialcarereferral", {"phoned_on": _is(None)}),
    "protection_dates": Break("families.protectionstatus", {"ends_on": _yesterday}),
    "document_filed": half("families.document", "filed_at"),
    "document_family_filed": Break("families.document", {"family": _same("families.family")}),
    "merge_undone": half("families.merge", "undone_at"),
    "correction_once": twice("families.correction", entry_model=_is("families.need"), entry_id=_is(7)),
    "sealed_once": twice("families.sealedlink", former=_same("families.person")),
    "request_identity": half("families.recordrequest", "identity_checked_at"),
    "request_decided": Break("families.recordrequest", {"decided_at": _now, "decision": _is("given")}),
    "request_decision": Break("families.recordrequest", {"decided_at": _now, "decided_by": _is(BY)}),
    "incident_closed": Break("families.incident", {"closed_at": _now, "outcome": _is("Closed.")}),
    "incident_outcome": Break("families.incident", {"closed_at": _now, "closed_by": _is(BY)}),
    "hold_lifted": half("families.legalhold", "lifted_at"),
    "hold_once": twice("families.legalhold"),
    "release_once": twice("families.release", request=_same("families.recordrequest")),
    "release_asked": half("families.release", "asked_at"),
    "release_piece_ground": Break("families.releasepiece", {"decision": _is("out")}),
    "destruction_approved": half("families.destruction", "approved_at"),
    "destruction_done": half("families.destruction", "destroyed_at"),
    "destruction_once": twice("families.destruction", reference=_is("K7M2Q9XTRD")),
    "alert_restricted_who": Break("families.alert", {"kind": _is("restricted_person"), "person": _is(None)}),
    "organisation_once": twice("families.organisation", name=_is("Rowan Surgery")),
    "family_professional_once": twice("families.familyprofessional"),
    # letters, messages
    "copy_has_pdf": Break("letters.copy", {"state": _is("ready")}),
    "copy_posted": half("letters.copy", "posted_at"),
    "copy_settled": half("letters.copy", "settled_at"),
    "copy_returned": Break("letters.copy", {"returned_on": _today}),
    "copy_confirmed": half("letters.copy", "confirmed_at"),
    "letter_draft_once": twice("letters.letterdraft"),
    "copy_choice_once": twice("letters.copychoice"),
    "copy_choice_reason": Break("letters.copychoice", {"reason": _is("")}),
    "copy_choice_left_out": Break("letters.copychoice", {"left_out": _is([0])}),
    "copy_choice_asked": Break("letters.copychoice", {"asked": _is("")}),
    "copy_choice_online": Break("letters.copychoice", {"online": _is("hide")}),
    "inbound_once": Break("messaging.inboundtext", twice=True),
    "inbound_settled": half("messaging.inboundtext", "settled_at"),
    "inbound_assigned": half("messaging.inboundtext", "assigned_at"),
    "inbound_assigned_to": Break("messaging.inboundtext", {"assigned_at": _now, "assigned_by": _is(BY)}),
    "inbound_done": half("messaging.inboundtext", "done_at"),
    "inbound_done_when": Break("messaging.inboundtext", {"state": _is("done"), "done_how": _is("rang")}),
    "inbound_outcome": Break("messaging.inboundtext", {"state": _is("done"), "done_at": _now, "done_by": _is(BY)}),
    "inbound_person_of_family": Break(
        "messaging.inboundtext", {"family": _is(None), "person": _same("families.person")}
    ),
    "worry_list_edition": twice("messaging.worrylist"),
    "message_sending_has_lease": Break("messaging.message", {"state": _is("sending")}),
    "message_by_hand_not_delivered": Break("messaging.message", {"state": _is("delivered"), "gateway": _is("by hand")}),
    "message_attached_to_email": Break("messaging.message", {"attached": stored, "channel": _is("text")}),
    "message_taken": half("messaging.message", "taken_on"),
    "copy_taken": half("letters.copy", "taken_on"),
    "message_confirmed": half("messaging.message", "confirmed_at"),
    # measures
    "definition_edition": twice("measures.definition", superseded_at=_now, superseded_by=_is(BY)),
    "definition_in_use_once": Break(
        "measures.definition", {"edition": lambda w: w.new("measures.definition", edition=2).edition + 1}
    ),
    "definition_superseded": half("measures.definition", "superseded_at"),
    "score_about": Break("measures.score", {"adult": _is(None)}),
    "score_corrected_why": Break("measures.score", {"replaces": _same("measures.score")}),
    "request_confirmed": half("measures.measurerequest", "confirmed_at"),
    "request_ended": half("measures.measurerequest", "ended_at"),
    "risk_settled": Break("measures.riskanswer", {"settled_at": _now, "done": _is("Rang her.")}),
    "risk_done": Break("measures.riskanswer", {"settled_at": _now, "settled_by": _is(BY)}),
    # referrals
    "referral_warning_read": half("referrals.referral", "warning_read_at"),
    "referral_accepted_has_family": Break("referrals.referral", {"state": _is("waiting"), "family": _is(None)}),
    "referral_row_once": twice("referrals.referral", submission_hash=_is("a" * 64)),
    "import_row_once": twice("referrals.importrow", number=_is(2)),
    "import_row_answered": half("referrals.importrow", "answered_at"),
    "import_row_corrected": half("referrals.importrow", "corrected_at"),
    "import_row_taken_in": Break("referrals.importrow", {"standing": _is("taken_in"), "referral": _is(None)}),
    "decision_taken_back": half("referrals.decision", "taken_back_at"),
    "decision_has_reason": Break("referrals.decision", {"outcome": _is("not_accepted"), "reason": _is("")}),
    "decision_withdrawn_by": Break("referrals.decision", {"outcome": _is("withdrawn"), "withdrawn_by": _is("")}),
    "referral_hold_has_why": Break("referrals.referral", {"hold_until": _today, "hold_why": _is("")}),
    "request_chased": half("referrals.informationrequest", "chased_at"),
    "request_asks_something": Break("referrals.informationrequest", {"asked_for": _is(""), "missing": _is([])}),
    "opinion_once": twice("referrals.opinion"),
    "request_answered": half("referrals.informationrequest", "answered_at"),
    "match_answered": half("referrals.possiblematch", "answered_at"),
    "possible_match_once": twice("referrals.possiblematch"),
    "attachment_of_one": Break(
        "referrals.attachment", {"draft": _same("referrals.draft"), "referral": _same("referrals.referral")}
    ),
    "change_answered": half("referrals.proposedchange", "answered_at"),
    "waiting_once": twice("referrals.waitingentry"),
    "waiting_first_why": Break("referrals.waitingentry", {"first": _is(True), "moved_up": _is("")}),
    "waiting_placed_whole": Break("referrals.waitingentry", {"as_number": _is(1)}),
    "triage_spoke_found": Break("referrals.triagecontact", {"outcome": _is("spoke"), "note": _is("")}),
    "unavailable_dates": Break("referrals.unavailabletime", {"ends_on": _yesterday}),
    "unavailable_once": twice("referrals.unavailabletime"),
    "check_answered": half("referrals.holdingcheck", "answered_at"),
    "check_done": half("referrals.holdingcheck", "done_at"),
    "check_done_what": Break("referrals.holdingcheck", {"done_at": _now, "done_by": _is(BY)}),
    # caseload
    "episode_closed": Break("caseload.episode", {"state": _is("closed")}),
    "episode_referral_once": twice("caseload.episodereferral"),
    "baby_one_open_episode": twice("caseload.episodebaby"),
    "adult_once": twice("caseload.episodeadult"),
    "allocation_one_lead": Break(
        "caseload.allocation",
        {"role": lambda w: w.new("caseload.allocation", role="lead", user=make_user(team=w.team)).role},
    ),
    "room_once": twice("caseload.room", name=_is("Room 2")),
    "appointment_times": Break("caseload.appointment", {"starts": _kept("start", _now), "ends": _kept("start", _now)}),
    "appointment_interpreter": Break("caseload.appointment", {"interpreter_name": _is("Anna Kowal")}),
    "student_is_one": Break("caseload.student", {"name": _is("")}),
    "student_name_once": twice("caseload.student"),
    "student_trainee_once": twice("caseload.student", user=lambda w: w.user, name=_is("")),
    "referrer_answer_how": Break("caseload.referreranswer", {"how": _is("")}),
    "referrer_step_how": Break("caseload.referrerstep", {"how": _is("")}),
    "referrer_step_name": Break("caseload.referrerstep", {"name": _is("")}),
    "appointment_asked_by": Break("caseload.appointment", {"asked_by": _is("family")}),
    "series_weeks": Break("caseload.series", {"weeks": _is(0)}),
    "group_once": twice("caseload.group", name=_is("Baby massage")),
    "group_costs_hours": Break("caseload.group", {"before": _is(30)}),
    "group_session_times": Break(
        "caseload.groupsession", {"starts": _kept("start", _now), "ends": _kept("start", _now)}
    ),
    "group_family_once": twice("caseload.groupfamily"),
    "group_family_days": Break("caseload.groupfamily", {"ends_on": _yesterday}),
    "group_place_once": twice("caseload.appointment", group_session=_same("caseload.groupsession")),
    "clinic_slot_times": Break("caseload.clinicslot", {"starts": _kept("start", _now), "ends": _kept("start", _now)}),
    "clinic_slot_withdrawn": half("caseload.clinicslot", "withdrawn_at"),
    "clinic_slot_once": twice("caseload.appointment", clinic_slot=_same("caseload.clinicslot")),
    "slot_for_one": Break("caseload.slot", {"group_session": _same("caseload.groupsession")}),
    "slot_of_one": Break("caseload.slot", {"practitioner": _is(None)}),
    "slot_practitioner_once": twice("caseload.slot", **_SLOT),
    "slot_room_once": twice("caseload.slot", practitioner=_is(None), room=_same("caseload.room"), **_SLOT),
    "invitation_once": twice("caseload.invitation"),
    "attendance_once": twice("caseload.attendance"),
    "follow_up_confirmed": half("caseload.followup", "contacts_confirmed_at"),
    "note_signed": Break("caseload.note", {"state": _is("signed")}),
    "note_to_cosign": Break("caseload.note", {"state": _is("cosign"), "signed_at": _now, "signed_by": _is(BY)}),
    "note_cosigned": half("caseload.note", "cosigned_at"),
    "lone_visit_one_open": twice("caseload.lonevisit"),
    "lone_visit_buddy_other": Break("caseload.lonevisit", {"buddy": lambda w: w.user}),
    "lone_visit_back": half("caseload.lonevisit", "back_at"),
    "note_form_number": twice("caseload.noteform"),
    "draft_once": twice("caseload.draft"),
    "record_draft_once": twice("caseload.draft", appointment=_is(None), episode=_same("caseload.episode")),
    "draft_of_one": Break("caseload.draft", {"appointment": _is(None)}),
    "assessment_record_once": twice("caseload.note", session=_is(None)),
    "work_answer_once": twice("caseload.workanswer"),
    "clearing_undone": half("caseload.clearing", "undone_at"),
    "cleared_once": twice("caseload.cleared"),
    "cleared_session_once": twice("caseload.clearedsession"),
    "handover_line_once": twice("caseload.handoverline"),
    "handover_line_became": Break("caseload.handoverline", {"colleague": _is(None)}),
    "downtime_phrase_once": twice("caseload.downtimephrase"),
    "downtime_pack_once": twice("caseload.downtimepack"),
    "downtime_pack_days": Break("caseload.downtimepack", {"last": _yesterday}),
    "working_days_once": twice("caseload.workingdays"),
    "working_days_dates": Break("caseload.workingdays", {"ends_on": _yesterday}),
    "working_days_hours": Break("caseload.workingdays", {"weekly_hours": _is(3), "other_hours": _is(4)}),
    "intervention_once": twice("caseload.intervention"),
    "new_to_intervention_once": twice("caseload.newto"),
    "new_to_group_once": twice("caseload.newto", intervention=_is(None), group=_same("caseload.group")),
    "new_to_one_thing": Break("caseload.newto", {"intervention": _is(None)}),
    "new_to_ends": Break("caseload.newto", {"pieces": _is(None)}),
    "new_to_percent": Break("caseload.newto", {"percent": _is(0)}),
    "new_to_days": Break("caseload.newto", {"ended_on": _yesterday}),
    "brings_once": twice("caseload.brings"),
    "locality_once": twice("caseload.locality"),
    "locality_area_once": twice("caseload.localityarea"),
    "locality_area_days": Break("caseload.localityarea", {"ended_on": _yesterday}),
    "works_in_once": twice("caseload.worksin"),
    "works_in_days": Break("caseload.worksin", {"ended_on": _yesterday}),
    "meeting_one_open": twice("caseload.meeting"),
    "meeting_decision_once": twice("caseload.meetingdecision"),
    "meeting_decision_lead": Break("caseload.meetingdecision", {"keyworker": lambda w: w.user}),
    "review_once_a_day": twice("caseload.review"),
    "enquiry_asked_or_left_out": Break("caseload.finalenquiry", {"asked": _is("")}),
    "enquiry_answered": Break("caseload.finalenquiry", {"answered_on": _today}),
    "enquiry_one_open": twice("caseload.finalenquiry"),
    "going_on_says_why": Break("caseload.goingon", {"why": _is("")}),
    "enquiry_settled": half("caseload.finalenquiry", "settled_at"),
    "ending_check_once": twice("caseload.endingcheck"),
    "absence_once": twice("caseload.absence"),
    "absence_days": Break("caseload.absence", {"during": _is(DateRange(None, None))}),
    "absence_cover_other": Break("caseload.absence", {"cover": lambda w: w.user}),
    "absence_taken_back": half("caseload.absence", "taken_back_at"),
    "duty_once": twice("caseload.dutyturn"),
    # consultation, reporting
    "consultation_anonymous": Break(
        "consultation.consultation", {"anonymity": _is("anonymous"), "family": _same("families.family")}
    ),
    "consultation_reason": Break(
        "consultation.consultation", {"anonymity": _is("with_reason"), "anonymity_reason": _is("")}
    ),
    "consultation_numbers": Break("consultation.consultation", {"minutes": _is(0)}),
    "consultation_acknowledged": half("consultation.consultation", "acknowledged_at"),
    "consultation_concern_closed": Break(
        "consultation.consultationconcern", {"closed_at": _now, "outcome": _is("The manager was told.")}
    ),
    "consultation_concern_outcome": Break(
        "consultation.consultationconcern", {"closed_at": _now, "closed_by": _is(BY), "outcome": _is("")}
    ),
    "consultation_concern_taken": Break("consultation.consultationconcern", {"taken_on": _is(None)}),
    "consultation_action_done": half("consultation.consultationaction", "done_at"),
    "consultation_action_owner": Break("consultation.consultationaction", {"owner": _is("us")}),
    "deadline_reminder": Break("consultation.deadline", {"due_on": _yesterday}),
    "deadline_done": Break("consultation.deadline", {"done_at": _now, "came_of_it": _is("Sent.")}),
    "deadline_outcome": Break("consultation.deadline", {"done_at": _now, "done_by": _is(BY), "came_of_it": _is("")}),
    "supervision_minutes": Break("consultation.supervision", {"minutes": _is(0)}),
    "supervision_decision_words": Break("consultation.supervisiondecision", {"words": _is("")}),
    "experience_once": twice("consultation.experience"),
    "meeting_point_once": twice("consultation.meetingpoint"),
    "meeting_action_done": half("consultation.meetingaction", "done_at"),
    "policy_once": twice("policies.policy"),
    "policy_version_number": twice("policies.policyversion", ratified_on=_today, ratified_by=_is("A group")),
    "policy_draft_once": twice(
        "policies.policyversion", number=lambda _: apps.get_model("policies.policyversion").objects.count() + 1
    ),
    "policy_ratified": Break("policies.policyversion", {"ratified_on": _today}),
    "policy_says": Break("policies.policyversion", {"words": _is("")}),
    "policy_reading_once": twice("policies.policyreading"),
    "activity_kind_once": twice("consultation.activitykind"),
    "activity_minutes": Break("consultation.activity", {"minutes": _is(0)}),
    "agreement_review": Break("consultation.writtenagreement", {"review_on": _yesterday}),
    "agreement_ended": Break("consultation.writtenagreement", {"ended_on": _yesterday}),
    "consultation_carried_agreed": Break(
        "consultation.consultation", {"carried": _is(["themes"]), "carried_agreed_by": _is("")}
    ),
    "consultation_referral_agreed": Break(
        "consultation.consultation", {"referral": _same("referrals.referral"), "referred": _is(False)}
    ),
    "report_frozen": Break("reporting.report", {"state": _is("frozen")}),
    "report_sent": half("reporting.report", "sent_at"),
    "report_sent_frozen": Break("reporting.report", {"sent_at": _now, "sent_by": _is(BY)}),
    "report_edition": Break("reporting.report", {"edition": _is(2)}),
    "report_period": Break("reporting.report", {"starts_on": _today, "ends_on": _yesterday}),
    "export_period": Break("reporting.export", {"starts_on": _today, "ends_on": _yesterday}),
    "export_forgotten": half("reporting.export", "forgotten_at"),
    "export_made": Break("reporting.export", {"state": _is("made")}),
    "benchmark_once": Break("reporting.benchmark", twice=True),
    "benchmark_period": Break("reporting.benchmark", {"starts_on": _today, "ends_on": _yesterday}),
    "benchmark_amount": Break("reporting.benchmark", {"amount": _is(-1)}),
    "data_duty_once": Break("reporting.dataduty", twice=True),
    "target_once": Break("reporting.target", twice=True),
    "target_year": Break("reporting.target", {"year": _is(0)}),
}

FILTERED = sorted(name for name in BREAKS if name in sentences())


@pytest.mark.parametrize("name", FILTERED)
def test_the_database_refuses_and_the_person_reads_a_sentence(name: str) -> None:
    broken, world = BREAKS[name], World()
    if broken.twice:
        world.new(broken.label, **{column: value(world) for column, value in broken.row.items()})
    values = {column: value(world) for column, value in broken.row.items()}
    row = world.unsaved(broken.label, **values)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save(force_insert=True)

    assert getattr(refusal.value.__cause__, "diag").constraint_name == name  # noqa: B009 - psycopg's, untyped
    assert sentence_for(refusal.value) == sentences()[name]


@pytest.mark.parametrize("name", [name for name in FILTERED if not BREAKS[name].twice])
def test_what_breaks_a_constraint_is_only_what_it_is_about(name: str) -> None:
    """The same row without the broken columns is taken: so it was this constraint that spoke, and it can be kept."""
    World().new(BREAKS[name].label)


def test_a_refusal_that_is_not_ours_has_no_sentence() -> None:
    world = World()
    person = world.of("families.person")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        world.new("families.person", pk=person.pk)

    assert sentence_for(refusal.value) is None


def test_a_time_and_its_doer_are_taken_together() -> None:
    world = World()

    world.new("families.need", ended_at=timezone.now(), ended_by=BY)

    assert apps.get_model("families.need").objects.filter(ended_by=BY).count() == 1


def test_slots_that_touch_do_not_overlap_and_freed_ones_can_be_taken_again() -> None:
    world = World()
    first = world.new("caseload.slot")
    end = first.during.upper

    world.new("caseload.slot", during=type(first.during)(end, end + timedelta(hours=1)))
    type(first).objects.filter(pk=first.pk).update(live=False)
    world.new("caseload.slot", during=first.during)

    assert type(first).objects.filter(live=True).count() == 2


def test_references_are_protected() -> None:
    world = World()
    world.of("families.familymember")
    delete = "DELETE FROM families_family WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE"

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="violates foreign key"):
        cursor.execute(delete.replace("%s", str(world.of("families.family").pk)))
