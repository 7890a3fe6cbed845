"""Letter, Copy and their moves: snapshots of what was really sent, to whom, at what address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from families.contact.versions import ENGLISH
from families.enums import Purpose, WordForm
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open, state_needs
from pitservice.db.drafts import TypedText
from pitservice.db.history import frozen, tracked
from pitservice.db.keys import LENGTH
from pitservice.db.models import Created, Keyed, Move, Record, TeamOwned
from pitservice.db.transitions import MoveTable
from pitservice.files.models import StoredFile
from pitservice.letters.enums import (
    COPY_MOVES,
    LETTER_MOVES,
    Asked,
    CopyState,
    EnclosureKind,
    Given,
    LetterState,
    Online,
    Patient,
    Shape,
    Way,
)


@tracked()
class Letter(Record):
    """A letter's words. `about` is what the contact rules are asked about ("family:12", "referral:34").

    Of one that a person writes: `occasion` names the session it is about, `written_to` its addressees ("person:12",
    LET-1), `about_parent` the places of paragraphs about a parent (None: nobody has said, P41).
    """

    MOVES: ClassVar[MoveTable] = LETTER_MOVES

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    about = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20, choices=Purpose)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.DRAFT)
    title = models.CharField(max_length=200)
    paragraphs = models.JSONField(default=list)  # a list of texts
    occasion = models.CharField(max_length=60, blank=True)
    written_to = models.JSONField(default=list)
    about_parent = models.JSONField(null=True)
    dedupe_key = models.CharField(max_length=120, unique=True)

    objects = FamilyScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class LetterMove(Move):
    """One change of a letter's state."""

    subject = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="moves")


class CopyQuerySet(FamilyScopedQuerySet["Copy"]):
    """Visible with their letter's family."""

    family_path = "letter__family"


@tracked()
class PrintRun(Record):
    """Letters that are printed and taken to the post together: one file, made by a job (`letters.print`).

    A copy stands in one run at most, so that two people never post the same letter. `taken_out` says which letters
    the contact rules stopped while the file was made. The file goes when the last of its letters is posted.
    """

    shape = models.CharField(max_length=10, choices=Shape)
    made = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holds = models.JSONField(default=list)  # keys of the copies that are in the file
    taken_out = models.JSONField(default=list)  # keys of those that were stopped meanwhile
    round = models.PositiveSmallIntegerField(default=1)

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("team", "created_at"), name="print_run_newest"),)

    def __str__(self) -> str:
        return f"Letters printed together, {self.key}"


@frozen(
    "reader_name",
    "address",
    "paragraphs",
    "copied_to",
    "enclosures",
    "pdf_id",
    "posted_at",
    "posted_by",
    name="posted_stays",
    when="OLD.state IN ('posted', 'emailed')",
)
@tracked()
class Copy(Record):
    """One copy for one reader: the words and the address as they will be, or were, sent.

    `recipient` and `point` let the contact rules be asked again when the PDF is made. `wanted` names what must still
    hold for it to go ("decision:34"); an app above answers (`pitservice.messaging.wanted`). `way`: by post, or by an
    e-mail, a message of its own whose `wanted` names this copy, which says from then on how it went (P43).
    """

    MOVES: ClassVar[MoveTable] = COPY_MOVES

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=12, choices=CopyState, default=CopyState.QUEUED)
    way = models.CharField(max_length=5, choices=Way, default=Way.POST)
    is_main = models.BooleanField(default=False)
    recipient = models.CharField(max_length=60)
    point = models.CharField(max_length=60, blank=True)
    reader_name = models.CharField(max_length=200)
    reader_role = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    paragraphs = models.JSONField(default=list)
    language = models.CharField(max_length=8, default=ENGLISH)  # of the words (P46)
    form = models.CharField(max_length=10, choices=WordForm, default=WordForm.STANDARD)
    large_print = models.BooleanField(default=False)
    frame = models.JSONField(default=dict)  # heading, salutation and ending where they are not English
    copied_to = models.JSONField(default=list)  # names this reader may know of
    enclosures = models.JSONField(default=list)  # what else is in the envelope: `enclosing.Enclosed` (P48)
    not_before = models.DateTimeField(default=timezone.now)
    wanted = models.CharField(max_length=60, blank=True)
    dedupe_key = models.CharField(max_length=160, unique=True)
    answer = models.CharField(max_length=10, blank=True)
    why = models.TextField(blank=True)  # why held, or why it could not be made
    confirmed_at = models.DateTimeField(null=True)  # a person answered "ask a person"
    confirmed_by = ActorField(null=True)
    confirmed_codes = models.JSONField(default=list)  # the contact rules that person saw; a new one asks again
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = ActorField(null=True)
    run = models.ForeignKey(PrintRun, null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    opened_on = models.DateTimeField(null=True)  # first, by its private link (P43)
    returned_on = models.DateField(null=True, blank=True)
    taken_on = models.DateTimeField(null=True)  # since when somebody deals with what did not go (P49)
    dealer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)  # somebody saw to a letter that came back
    settled_by = ActorField(null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        constraints = (
            state_needs(
                [CopyState.READY, CopyState.POSTED, CopyState.TO_SEND, CopyState.EMAILED],
                "pdf",
                name="copy_has_pdf",
                sentence="The PDF is not made yet.",
            ),
            both_or_neither("posted_at", "posted_by", name="copy_posted", sentence="Say who posted it, and when."),
            both_or_neither("taken_on", "dealer", name="copy_taken", sentence="Say who deals with it, and since when."),
            both_or_neither("settled_at", "settled_by", name="copy_settled", sentence="Say who saw to it, and when."),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(state=CopyState.POSTED),
                name="copy_returned",
                violation_error_message="Only a letter that was posted comes back.",
            ),
            both_or_neither(
                "confirmed_at", "confirmed_by", name="copy_confirmed", sentence="Say who confirmed it, and when."
            ),
        )
        indexes = (
            models.Index(fields=("team", "state", "not_before"), name="copy_state", condition=~Q(state="posted")),
        )

    def __str__(self) -> str:
        return f"{self.letter} to {self.reader_name}"

    @property
    def title(self) -> str:
        """The heading over these words, in their language."""
        return str(self.frame.get("heading") or self.letter.title)


class CopyMove(Move):
    """One change of a copy's state."""

    subject = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="moves")


class LetterDraft(TypedText):
    """What somebody is typing into a letter that is not approved yet: one row for each writer (P70)."""

    no_maker: ClassVar[str] = "the author is the maker"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "author"),
                name="letter_draft_once",
                violation_error_message="You are writing this letter already.",
            ),
        )

    def __str__(self) -> str:
        return f"Draft of {self.author}"


class OfLetterQuerySet(FamilyScopedQuerySet["CopyChoice"]):
    """Visible with their letter's family."""

    family_path = "letter__family"


@tracked()
class CopyChoice(Record):
    """What a person decided about one reader of a letter that is being written; no row: nobody has decided (P40, P41).

    `left_out` holds the places of paragraphs that this reader does not get, `named` the readers whom this copy may name
    (None: as proposed). `asked`: the parent who attended and who was asked about an absent parent's copy. `patient` and
    `online` are asked of a GP's copy: whose record it goes to, and what is done about its being shown on a phone.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="choices")
    recipient = models.CharField(max_length=60)
    goes = models.BooleanField()
    way = models.CharField(max_length=5, choices=Way, default=Way.POST)
    reason = models.TextField()
    left_out = models.JSONField(default=list)
    left_out_why = models.TextField(blank=True)
    named = models.JSONField(null=True)
    asked = models.CharField(max_length=60, blank=True)
    asked_answer = models.CharField(max_length=3, choices=Asked, blank=True)
    asked_on = models.DateField(null=True)
    patient = models.CharField(max_length=8, choices=Patient, blank=True)
    online = models.CharField(max_length=8, choices=Online, blank=True)
    online_why = models.TextField(blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "recipient"),
                name="copy_choice_once",
                violation_error_message="Somebody has decided about this reader already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="copy_choice_reason",
                violation_error_message="Enter why this reader gets a copy, or does not.",
            ),
            models.CheckConstraint(
                condition=Q(left_out=[]) | ~Q(left_out_why=""),
                name="copy_choice_left_out",
                violation_error_message="Enter why paragraphs are left out.",
            ),
            models.CheckConstraint(
                condition=Q(asked="", asked_answer="", asked_on__isnull=True)
                | (~Q(asked="") & ~Q(asked_answer="") & Q(asked_on__isnull=False)),
                name="copy_choice_asked",
                violation_error_message="Say who was asked, what they answered, and when.",
            ),
            models.CheckConstraint(
                condition=Q(online__in=("", Online.SAFE)) | ~Q(online_why=""),
                name="copy_choice_online",
                violation_error_message="Enter why the letter must not be shown online.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} to {self.recipient}"


class WordsVersion(Keyed, TeamOwned, Created):
    """A team's own words of one template, in one language and form: never changed, the newest is in force (P46).

    `name` is the template's (`words.LETTERS`, `words.TEXTS`). `as_shipped`: from here on what ships with the product
    counts again, which in another language or form is nothing. A version that is not standard English was checked by a
    named person or agency; `frame` has what a letter says besides its paragraphs in that language. `let_through`: what
    the guard on content found, read and wanted by whoever made the version.
    """

    append_only: ClassVar[bool] = True

    name = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default=ENGLISH)
    form = models.CharField(max_length=10, choices=WordForm, default=WordForm.STANDARD)
    number = models.PositiveIntegerField()
    words = models.TextField()
    frame = models.JSONField(default=dict)
    as_shipped = models.BooleanField(default=False)
    checked_by = models.CharField(max_length=120, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    let_through = models.JSONField(default=list)
    why = models.CharField(max_length=200, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "name", "language", "form", "number"),
                name="words_version_number",
                violation_error_message="Somebody else has changed these words since. Look at theirs first.",
            ),
            models.CheckConstraint(
                condition=Q(language=ENGLISH) | Q(as_shipped=True) | (~Q(checked_by="") & Q(checked_on__isnull=False)),
                name="words_version_checked",
                violation_error_message="Say who checked the translation, and when.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.language}, {self.form}), version {self.number}"


@tracked()
class Enclosure(Record):
    """One version of a PDF that a team encloses: a leaflet, a questionnaire, a consent form (P48).

    `document` is the same for all versions of one; of those the newest is `in_use`, or none where it was taken off the
    list. The file of a version never changes. `given` and `proposed_when` are the team's setting: with the letter or at
    the visit, and what must be outstanding for it to be proposed (`registry.Outstanding`).
    """

    document = models.CharField(max_length=LENGTH)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=EnclosureKind)
    language = models.CharField(max_length=8, default=ENGLISH)
    given = models.CharField(max_length=6, choices=Given, default=Given.LETTER)
    proposed_when = models.JSONField(default=list)  # codes of what is outstanding
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"),
                name="enclosure_number",
                violation_error_message="Somebody else has put in a newer version. Look at it first.",
            ),
            one_open(
                "document",
                open_when=Q(in_use=True),
                name="enclosure_in_use",
                sentence="Another version of this is in use.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


@tracked()
class Logo(Record):
    """A team's own logo on its letters, in words too for whoever does not see it; what went before stays as it was."""

    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    in_use = models.BooleanField(default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "team",
                open_when=Q(in_use=True),
                name="logo_in_use",
                sentence="Another logo is in use. Look at it first.",
            ),
        )

    def __str__(self) -> str:
        return f"Logo of {self.team}"
