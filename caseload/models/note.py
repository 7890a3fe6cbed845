"""Session, Note, Draft, Addendum."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from caseload.enums import NOTE_MOVES, SEEN, STANDS, AppointmentKind, NoteState, Place
from caseload.models.appointment import Appointment
from caseload.models.episode import Allocation, Episode
from caseload.models.note_form import NoteForm
from caseload.models.rota import DutyTurn
from caseload.scoping import OfEpisodeQuerySet
from families.enums import InvolvementKind
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.models import TeamSettings
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.drafts import TypedText
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from referrals.models.referral import LocalDate

#: Whoever has one of these is on the case, as the rule for reading notes says it.
ON_THE_CASE = (
    InvolvementKind.ALLOCATED,
    InvolvementKind.COVER,
    InvolvementKind.NAMED,
    InvolvementKind.BREAK_GLASS,
)
M = TypeVar("M", bound=models.Model)


class SessionQuerySet(OfEpisodeQuerySet["Session"]):
    """Visible with their family."""

    def standing(self) -> SessionQuerySet:
        """Those that count: their appointment still says that the family was seen."""
        return self.filter(appointment__state__in=SEEN)


@tracked()
class Session(Record):
    """A session that took place: kind, minutes, place. `local_date` is the day in the United Kingdom (reports).

    It counts while its appointment says that the family was seen: a corrected outcome leaves the row and what was
    written (`standing()` gives those that count).
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="sessions")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="session")
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=14, choices=AppointmentKind)
    place = models.CharField(max_length=12, choices=Place)
    started = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    interpreter_present = models.BooleanField(null=True)
    referrer_present = models.BooleanField(null=True)  # asked only where one was invited (P64)
    local_date = models.GeneratedField(
        expression=LocalDate(F("started")), output_field=models.DateField(), db_persist=True
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("team", "local_date"), name="session_local_date"),
            models.Index(
                fields=("episode", "started"), include=("id", "appointment", "local_date"), name="session_of_work"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class ReadAsNotesQuerySet(FamilyScopedQuerySet[M]):
    """Visible with their family; to who reads them, as the team has settled who reads notes (`NotesReadBy`, P5)."""

    def visible_to(self, viewer: Viewer) -> FamilyScopedQuerySet[M]:
        """Those that exist for this viewer: their words for whom the team's rule names, their state for all."""
        found = super().visible_to(viewer)
        return found.filter(self._by_rule(viewer)) if viewer.permission == Permission.READ_NOTES else found

    def _by_rule(self, viewer: Viewer) -> Q:
        """No narrower rule, or this viewer is on the case, on duty today, or leads where leads read too."""
        rules = TeamSettings.objects.filter(team_id=OuterRef("team_id"))
        narrower = rules.exclude(notes_read_by=NotesReadBy.TEAM)
        leads = [one.team_id for one in viewer.user.current_memberships if one.role == RoleName.CLINICAL_LEAD]
        worked = Allocation.objects.filter(episode__family=OuterRef(self.family_path), user=viewer.user)
        on_duty = DutyTurn.objects.filter(team=OuterRef("team"), user=viewer.user, day=timezone.localdate())
        return (
            ~Exists(narrower)
            | self._involved(viewer, ON_THE_CASE)
            | Exists(worked)
            | Exists(on_duty)
            | Q(Exists(rules.filter(notes_read_by=NotesReadBy.LEADS)), team_id__in=leads)
        )


class NoteQuerySet(ReadAsNotesQuerySet["Note"]):
    """Its author reads a note, and whoever supervises them."""

    family_path = "episode__family"

    def _by_rule(self, viewer: Viewer) -> Q:
        teaches = Membership.objects.filter(user=OuterRef("author"), team=OuterRef("team"), supervisor=viewer.user)
        return super()._by_rule(viewer) | Q(author=viewer.user) | Q(Exists(teaches))


@frozen(
    "paragraphs",
    "author_id",
    "session_id",
    "signed_at",
    "signed_by",
    name="signed_stays",
    when="OLD.state IN ('cosign', 'signed')",
)
@frozen("cosigned_at", "cosigned_by", name="cosigned_stays", when="OLD.state = 'signed'")
@tracked()
class Note(Record):
    """A note of a session, or without one the assessment record of the work, of which there is one (P65).

    Signed text never changes (a trigger refuses it); what comes later is an addendum.

    `trainee` is whose words wait, or waited, for their supervisor's co-signature: the author's, or of an addendum (P7).

    `paragraphs` is a list of {"text", "about", "heading", "third"}: each may say whom it is about, and that it is about
    somebody outside the family or told by them, for redaction later; it stands under a heading of `written_in`.
    """

    MOVES: ClassVar[MoveTable] = NOTE_MOVES

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="notes")
    session = models.OneToOneField(Session, null=True, on_delete=models.PROTECT, related_name="note")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notes")
    state = models.CharField(max_length=8, choices=NoteState, default=NoteState.DRAFT)
    paragraphs = models.JSONField(default=list)
    written_in = models.ForeignKey(NoteForm, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = ActorField(null=True)
    trainee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cosigned_at = models.DateTimeField(null=True)
    cosigned_by = ActorField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(session__isnull=True),
                name="assessment_record_once",
                violation_error_message="This work has an assessment record already.",
            ),
            state_needs(
                sorted(STANDS),
                "signed_at",
                "signed_by",
                name="note_signed",
                sentence="A signed note says who signed it and when.",
            ),
            state_needs(
                [NoteState.TO_COSIGN],
                "trainee",
                name="note_to_cosign",
                sentence="A note to co-sign says whose words wait.",
            ),
            both_or_neither(
                "cosigned_at",
                "cosigned_by",
                name="note_cosigned",
                sentence="A co-signed note says who co-signed it and when.",
            ),
        )
        indexes = (models.Index(fields=("author", "state"), name="note_author"),)

    def __str__(self) -> str:
        return f"Note on {self.session}" if self.session else f"Assessment record of {self.episode}"

    @property
    def is_record(self) -> bool:
        """Whether it is the assessment record of the work."""
        return self.session_id is None

    @property
    def of_when(self) -> datetime:
        """When its session was; of an assessment record, when it was begun."""
        return self.session.started if self.session else self.created_at


class OfNoteQuerySet(FamilyScopedQuerySet[M]):
    """Visible with their note's family."""

    family_path = "note__episode__family"


@tracked()
class SignedVersion(Record):
    """A note's words as they were signed, kept when the author took the signature back.

    `sent_back`: it was not the author who did, but who was to co-sign it; `reason` is what they say (P7).
    """

    append_only: ClassVar[bool] = True

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    paragraphs = models.JSONField(default=list)
    signed_on = models.DateTimeField()
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    sent_back = models.BooleanField(default=False)

    objects = OfNoteQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.note} as signed before"


class NoteMove(Move):
    """One change of a note's state."""

    subject = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="moves")


class Draft(TypedText):
    """What somebody is writing about an appointment, or in an assessment record: one row for each writer (P70)."""

    no_maker: ClassVar[str] = "the author is the maker"

    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="drafts")
    episode = models.ForeignKey(Episode, null=True, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("appointment", "author"),
                name="draft_once",
                violation_error_message="You are writing about this appointment already.",
            ),
            models.UniqueConstraint(
                fields=("episode", "author"),
                name="record_draft_once",
                violation_error_message="You are writing this assessment record already.",
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) ^ Q(episode__isnull=True),
                name="draft_of_one",
                violation_error_message="A draft is about an appointment, or an assessment record.",
            ),
        )

    def __str__(self) -> str:
        return f"Draft of {self.author}"


@tracked()
class Addendum(Record):
    """Words added to a signed note, signed in their turn by being added."""

    append_only: ClassVar[bool] = True

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    objects = OfNoteQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addenda"
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"Addendum to {self.note}"
