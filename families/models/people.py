"""Person, Family, FamilyMember, Relationship, Loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from families.enums import FamilyRole, Gender, LossKind, NhsNumberStatus, ResponsibilityBasis
from families.scoping import FamilyScopedQuerySet, is_guarding
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import Ethnicity, RecordNaming, Sex, YesNoUnknown
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


class PersonQuerySet(models.QuerySet["Person"]):
    """People, who are visible through their families."""

    def visible_to(self, viewer: Viewer) -> PersonQuerySet:
        """People of the viewer's teams who are in a family visible to the viewer, or in none.

        A former identity that was sealed is the guardian's alone (P23).
        """
        places = FamilyMember.objects.filter(person=OuterRef("pk"))
        seen = Exists(FamilyMember.objects.visible_to(viewer).filter(person=OuterRef("pk")))
        mine = self.filter(merged_into__isnull=True, team_id__in=viewer.all_team_ids)
        found = mine.filter(seen | ~Exists(places))
        return found if is_guarding(viewer) else found.filter(sealed=False)


class OfPersonQuerySet(models.QuerySet[Any]):
    """What hangs on a person and on no family: it is visible where the person is."""

    def visible_to(self, viewer: Viewer) -> OfPersonQuerySet:
        """Of people whom this viewer may see."""
        return self.filter(person__in=Person.objects.visible_to(viewer))


#: What stands in the place of a former name after an adoption (P23).
SEALED = "A child (sealed)"


@tracked()
class Person(Record):
    """Anyone: baby (born or expected), parent, carer, sibling.

    The expected date and the date of birth are two columns: an expected date is never reported as a birth
    (domain.md §4.2). An NHS number is optional and unique among a team's living people.
    """

    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(max_length=30, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    lost = models.BooleanField(default=False, editable=False)  # a `Loss` that was not undone names this person (P22)
    #: After an adoption: this former identity is the guardian's alone, and exists on no other screen (P23).
    sealed = models.BooleanField(default=False, editable=False)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    gender = models.CharField(max_length=1, choices=Gender, default=Gender.UNKNOWN)
    nhs_number = models.CharField(max_length=10, blank=True)
    nhs_status = models.CharField(max_length=2, choices=NhsNumberStatus, default=NhsNumberStatus.GIVEN)
    #: The surviving entry of a person who stood here twice; that one's key is led to (un-merging clears it).
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ethnicity = models.CharField(max_length=2, choices=Ethnicity, default=Ethnicity.UNKNOWN)
    ethnicity_local = models.CharField(max_length=60, blank=True)
    first_language = models.CharField(max_length=60, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("nhs_number",), condition=~Q(nhs_number=""), name="person_nhs_number"),
            models.Index(fields=("date_of_birth",), name="person_born"),  # whoever a referral may be about
        )
        constraints = (
            models.UniqueConstraint(
                fields=("team", "nhs_number"),
                condition=~Q(nhs_number="") & Q(died_on__isnull=True, merged_into__isnull=True, sealed=False),
                name="person_nhs_number_once",
                violation_error_message="Another person of this team has this NHS number.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    given_name="",
                    family_name="",
                    known_as="",
                    expected_date__isnull=True,
                    date_of_birth__isnull=True,
                ),
                name="person_has_a_name",
                violation_error_message="Enter a name, or for a baby its date of birth or the date it is expected.",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(date_of_birth__isnull=True) | Q(died_on__gte=F("date_of_birth")),
                name="person_dates",
                violation_error_message="The date of death must be on or after the date of birth.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_unborn(self) -> bool:
        """Expected, and no birth recorded."""
        return self.date_of_birth is None and self.expected_date is not None

    @property
    def legal_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def name(self) -> str:
        """Known-as name first; a baby without a name is called by its mother on the pages of its family.

        A former identity that was sealed has none: the guardian's screen alone shows it (P23).
        """
        if self.sealed:
            return SEALED
        if self.known_as:
            return f"{self.known_as} {self.family_name}".strip()
        return self.legal_name or ("Unborn baby" if self.is_unborn else "Baby")

    def is_under_18(self, on: date) -> bool:
        """A child by law on that day (a teenage parent is one too: P27)."""
        return self.is_younger_than(18, on)

    def is_younger_than(self, years: int, on: date) -> bool:
        """Known to be: a date of birth that is not known says nothing."""
        born = self.date_of_birth
        return born is not None and (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < years


@tracked()
class FormerName(Record):
    """A name that somebody had before: found by, and not used to call them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_names")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(given_name="", family_name=""),
                name="former_name_given",
                violation_error_message="Enter the former name.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class FamilyQuerySet(FamilyScopedQuerySet["Family"]):
    """Families themselves. One that was merged is in no list, search or count; its address leads to the survivor."""

    family_path = ""

    def visible_to(self, viewer: Viewer) -> FamilyQuerySet:
        """Those that exist for this viewer."""
        return self.including_merged(viewer).filter(merged_into__isnull=True)

    def including_merged(self, viewer: Viewer) -> FamilyQuerySet:
        """The same with those that were merged: for leading on from their addresses, and for un-merging."""
        return super().visible_to(viewer)  # type: ignore[return-value]  # filtering a FamilyQuerySet makes one


@tracked()
class Family(Record):
    """People who belong together, with a title: the unit of the record.

    `restricted` hides it from everybody not named; `merged_into` leads from a merged family's key to the survivor.
    `pass_phrase`: what they agreed to say on the telephone, so that we know who rings (P47).
    """

    title = models.CharField(max_length=200)
    naming = models.CharField(max_length=10, choices=RecordNaming, default=RecordNaming.CHILD)
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pass_phrase = models.CharField(max_length=80, blank=True)
    people = models.ManyToManyField(Person, through="FamilyMember", related_name="families")

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"
        indexes = (models.Index(fields=("team", "title"), name="family_title"),)

    def __str__(self) -> str:
        return self.title

    @property
    def family_id(self) -> int:
        """The same name as on every row about a family."""
        return self.pk


class FamilyMemberQuerySet(FamilyScopedQuerySet["FamilyMember"]):
    """Places in families."""

    def with_what_to_know(self) -> FamilyMemberQuerySet:
        """With `court_limits` and `competence` (P27), which stand in the banner, without a query of their own."""
        from families.models.care import Competence

        theirs = {"family": OuterRef("family"), "person": OuterRef("person")}
        limits = Relationship.objects.filter(**theirs).exclude(court_limits="").order_by("pk")
        found = Competence.objects.filter(**theirs).order_by("-found_on", "-created_at", "-pk")
        words = JSONObject(competent="competent", found_by="found_by", found_on="found_on")
        return self.annotate(
            known_limits=ArraySubquery(limits.values("court_limits")),
            known_competence=Subquery(found.values(json=words)[:1]),
        )


@tracked()
class FamilyMember(Record):
    """Somebody's place in a family, from a day to a day."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=FamilyRole)
    lives_here = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = FamilyMemberQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "family",
                "person",
                open_when=Q(ends_on__isnull=True),
                name="member_once",
                sentence="This person is in this family already.",
            ),
        )
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()}"

    @property
    def court_limits(self) -> Sequence[str]:
        """What courts have limited of theirs, as `with_what_to_know` read it."""
        return self.__dict__.get("known_limits") or ()

    @property
    def competence(self) -> Mapping[str, str] | None:
        """Whether a parent under 18 can agree for themselves, as `with_what_to_know` read it (P27)."""
        return self.__dict__.get("known_competence")


@tracked()
class Relationship(Record):
    """What one person is to another: `person` is `kind` of `child`, with parental responsibility or without."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="relationships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_as_child")
    kind = models.CharField(max_length=20, choices=FamilyRole)
    responsibility = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    basis = models.CharField(max_length=20, choices=ResponsibilityBasis, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    seen_on = models.DateField(null=True, blank=True)  # when that evidence was seen
    court_limits = models.TextField(blank=True)  # what a court has forbidden or limited, in its words
    lives_with = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "child"),
                name="relationship_once",
                violation_error_message="How these two are related is recorded already.",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("child")),
                name="relationship_two_people",
                violation_error_message="A relationship is between two people.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display().lower()} of {self.child}"


@tracked()
class Loss(Record):
    """A loss, naming who (P22). While it stands nothing goes out about the family; only a person lifts that."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="losses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="losses")
    kind = models.CharField(max_length=20, choices=LossKind)
    happened_on = models.DateField(null=True, blank=True)
    #: What the lead settled: who tells whom, and whether the work goes on with those who remain.
    who_tells = models.TextField(blank=True)
    goes_on = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = ActorField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = ActorField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "losses"
        constraints = (
            both_or_neither("decided_at", "decided_by", name="loss_decided", sentence="Say who decided, and when."),
            both_or_neither("lifted_at", "lifted_by", name="loss_lifted", sentence="Say who lifted it, and when."),
            both_or_neither("undone_at", "undone_by", name="loss_undone", sentence="Say who undid it, and when."),
            one_open(
                "person",
                open_when=Q(undone_at__isnull=True),
                name="loss_once",
                sentence="This loss is recorded already.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
