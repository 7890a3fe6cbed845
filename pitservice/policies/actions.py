"""Writing the register: a policy added, drafted, ratified, reviewed, read, ended (P84)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.policies.models import Policy, PolicyReading, PolicyVersion

ENDED = "This policy has ended."


@dataclass(frozen=True, slots=True)
class Says:
    """What a version says: in words, or where its document is kept; and what is new in it."""

    words: str = ""
    kept_in: str = ""
    news: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """As they are kept. Refused where there is neither words nor a place."""
        found = {"words": self.words.strip(), "kept_in": self.kept_in.strip(), "news": self.news.strip()}
        if not found["words"] and not found["kept_in"]:
            raise Refused("Enter what the policy says, or where the document is kept.")
        return found


@transaction.atomic
def add_policy(*, team: Team, kind: str, title: str, says: Says, by: Actor) -> Policy:
    """Put a policy into the register, with its first version as a draft: nobody is asked to read it yet (P84)."""
    made = Policy.objects.create(team=team, kind=kind, title=title.strip(), created_by=by)
    PolicyVersion.objects.create(team=team, policy=made, number=1, created_by=by, **says.columns)
    record("policies.add_policy", made, by=by)
    return made


@transaction.atomic
def change_policy(*, policy: Policy, kind: str, title: str, seen: int | None = None, by: Actor) -> Policy:
    """Change what a policy is called and what it is about; what its versions say stays."""
    policy = _open(policy, seen)
    policy.kind, policy.title = kind, title.strip()
    policy.save(update_fields=["kind", "title"])
    record("policies.change_policy", policy, by=by)
    return policy


@transaction.atomic
def write_draft(*, policy: Policy, says: Says, seen: int | None = None, by: Actor) -> PolicyVersion:
    """Write the version that is being prepared, or begin one; the one in force stays. `seen`: the draft's version."""
    policy = _open(policy)
    draft = PolicyVersion.objects.filter(policy=policy, ratified_on=None).first()
    if draft is None:
        last = PolicyVersion.objects.filter(policy=policy).aggregate(last=Max("number"))["last"] or 0
        draft = PolicyVersion(team_id=policy.team_id, policy=policy, number=last + 1, created_by=by)
    elif seen is None:
        raise Refused("Somebody has begun a new version meanwhile. Look at it, then send yours again.")
    else:
        draft = lock(draft, seen=seen)
    for name, value in says.columns.items():
        setattr(draft, name, value)
    draft.save()
    record("policies.write_draft", policy, by=by, number=draft.number)
    return draft


@transaction.atomic
def drop_draft(*, policy: Policy, seen: int | None = None, by: Actor) -> None:
    """Throw away the version that is being prepared; the one in force stays."""
    policy = _open(policy)
    draft = _draft(policy, seen)
    record("policies.drop_draft", policy, by=by, number=draft.number)
    draft.delete()


@transaction.atomic
def ratify(
    *, policy: Policy, ratified_by: str, ratified_on: date, review_on: date, seen: int | None = None, by: Actor
) -> PolicyVersion:
    """Put the draft in force: from now on it is never changed, and everybody in the team is asked to read it (P84)."""
    policy = _open(policy)
    draft = _draft(policy, seen)
    if ratified_on > timezone.localdate():
        raise Refused("The day on which it was ratified must be today or in the past.")
    before = PolicyVersion.objects.filter(policy=policy).aggregate(last=Max("ratified_on"))["last"]
    if before and ratified_on < before:
        raise Refused("It cannot have been ratified before the version that it follows.")
    _must_come(review_on)
    draft.ratified_by, draft.ratified_on = ratified_by.strip(), ratified_on
    draft.save(update_fields=["ratified_by", "ratified_on"])
    policy.review_on = review_on
    policy.save(update_fields=["review_on"])
    record("policies.ratify", policy, by=by, number=draft.number)
    return draft


@transaction.atomic
def review(*, policy: Policy, review_on: date, seen: int | None = None, by: Actor) -> Policy:
    """Say that a policy was reviewed and stays as it is, and when it is looked at again; nobody reads it anew."""
    policy = _open(policy, seen)
    if not PolicyVersion.objects.filter(policy=policy, ratified_on__isnull=False).exists():
        raise Refused("Nothing of this policy is in force yet. Ratify the draft first.")
    _must_come(review_on)
    policy.review_on = review_on
    policy.save(update_fields=["review_on"])
    record("policies.review", policy, by=by)
    return policy


@transaction.atomic
def end_policy(*, policy: Policy, seen: int | None = None, by: Actor) -> Policy:
    """Take a policy out of force; its versions and who read them stay in the register."""
    policy = _open(policy, seen)
    policy.ended_on = timezone.localdate()
    policy.save(update_fields=["ended_on"])
    record("policies.end_policy", policy, by=by)
    return policy


@transaction.atomic
def say_read(*, policy: Policy, number: int, user: User, by: Actor) -> PolicyReading:
    """Keep that a colleague has read the version in force; a second press changes nothing (P84).

    Refused where another version than the one they saw is in force.
    """
    if by.user_id != user.pk:
        raise Refused("Only they themselves say what they have read.")
    policy = _open(policy)
    now = PolicyVersion.objects.filter(policy=policy, ratified_on__isnull=False).order_by("-number").first()
    if now is None or now.number != number:
        raise Refused("Another version is in force now. Read that one.")
    reading, new = PolicyReading.objects.get_or_create(
        version=now, user=user, defaults={"team_id": policy.team_id, "created_by": by}
    )
    if new:
        record("policies.say_read", policy, by=by, number=number)
    return reading


def _open(policy: Policy, seen: int | None = None) -> Policy:
    policy = lock(policy, seen=seen)
    if policy.ended_on is not None:
        raise Refused(ENDED)
    return policy


def _draft(policy: Policy, seen: int | None) -> PolicyVersion:
    found = PolicyVersion.objects.filter(policy=policy, ratified_on=None).first()
    if found is None:
        raise Refused("No new version of this policy is being prepared.")
    return lock(found, seen=seen)


def _must_come(review_on: date) -> None:
    if review_on <= timezone.localdate():
        raise Refused("The day of the next review must be in the future.")
