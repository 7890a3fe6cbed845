"""User, Team and Membership."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from pitservice.accounts.enums import Nation, RoleName
from pitservice.db.actor import Actor
from pitservice.db.history import tracked
from pitservice.db.models import Created, Keyed, Versioned

#: Before a name, and not a name.
_TITLES = ("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sister", "sr")


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A colleague who can sign in (with a password) or cannot yet (without one)."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """By e-mail, however it was typed."""
        return self.get(email=(username or "").strip().lower())


#: What decides what a colleague sees on every page, read in the query of their memberships instead of in each list's
#: own: name → an expression, in which `OuterRef("user_id")` is the colleague and `OuterRef("team_id")` the team.
READ_ALONG: dict[str, Callable[[], Any]] = {}


@tracked(exclude=("password", "last_login"))
class User(Keyed, AbstractBaseUser, PermissionsMixin):
    """A colleague. What they may do comes from their memberships alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    home_postcode = models.CharField(max_length=10, blank=True)  # by choice: who looks near home is noticed (P33)
    digest = models.BooleanField(default=True)  # by choice: an e-mail on working days of what waits (P6)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, editable=False)  # the benchmark's admin only

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody with this e-mail address is already a user.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """How the home page greets: "Priya"; a title is left out."""
        parts = self.name.split()
        while len(parts) > 1 and parts[0].rstrip(".").lower() in _TITLES:
            parts.pop(0)
        return parts[0] if parts else self.name

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """Today's memberships, read once for each request, and with them what apps above asked for in `READ_ALONG`."""
        current = Membership.objects.current(timezone.localdate()).filter(user=self).select_related("team")
        return list(current.annotate(**{name: make() for name, make in READ_ALONG.items()}))

    def read_along(self, name: str) -> list[Any]:
        """What was read under a name of `READ_ALONG`; nothing for somebody without a membership today."""
        return getattr(self.current_memberships[0], name) if self.current_memberships else []

    @property
    def actor(self) -> Actor:
        """This colleague as the doer of a write."""
        return Actor.user(self.pk)


@tracked()
class Team(Keyed, Versioned):
    """A team (a locality): everything clinical belongs to one. `slug` stands in the address of its public forms."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    nation = models.CharField(max_length=20, choices=Nation, default=Nation.ENGLAND)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    hours = models.CharField(max_length=120, blank=True, default="Monday to Friday, 9am to 5pm")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def current(self, on: date) -> MembershipQuerySet:
        """Those in force on a day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)


@tracked()
class Membership(Created, Versioned):
    """A user's role in a team, from a day to a day. A trainee's has an end and a named supervisor (P7)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=RoleName)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    supervisor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "team", "role"),
                condition=Q(ends_on__isnull=True),
                name="membership_once",
                violation_error_message="This colleague already has this role in this team.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_dates",
                violation_error_message="The role must end on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(role=RoleName.TRAINEE) | Q(ends_on__isnull=False, supervisor__isnull=False),
                name="membership_trainee",
                violation_error_message="Enter an end date and a supervisor for a trainee.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.team}"
