"""Who did it: every write names an `Actor`, and every row that says *when* also says *by whom*.

It lives at the very bottom because history, audit and moves, beneath accounts, all store one.
It is stored as one short text ("user:12", "system:reminders"), never as a foreign key: what was done
stays readable when the doer's row is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models


class ActorKind(StrEnum):
    """What kind of doer."""

    USER = "user"
    SYSTEM = "system"  # ref: the job's name
    LINK = "link"  # the holder of a private link; ref: the link's id
    PUBLIC = "public"  # somebody who filled in a public form; ref: the form's name
    IMPORT = "import"  # ref: the import's key
    GATEWAY = "gateway"  # ref: the gateway's name


#: How a doer is named to staff; filled by the apps that know (accounts for users).
NAMERS: dict[ActorKind, Callable[[str], str]] = {}

_NAMES = {
    ActorKind.USER: "a colleague",
    ActorKind.SYSTEM: "the system",
    ActorKind.LINK: "somebody with a private link",
    ActorKind.PUBLIC: "the person who sent the form",
    ActorKind.IMPORT: "an import",
    ActorKind.GATEWAY: "the text message service",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A doer: its kind and its reference within that kind."""

    kind: ActorKind
    ref: str = ""

    @classmethod
    def user(cls, user_id: int) -> Actor:
        """The signed-in colleague with this id."""
        return cls(ActorKind.USER, str(user_id))

    @classmethod
    def system(cls, job: str) -> Actor:
        """The product itself, doing the named job."""
        return cls(ActorKind.SYSTEM, job)

    @classmethod
    def parse(cls, text: str) -> Actor:
        """Read back what `str(actor)` wrote; ValueError for anything else."""
        kind, _, ref = text.partition(":")
        return cls(ActorKind(kind), ref)

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"

    @property
    def user_id(self) -> int | None:
        """The colleague's id, or None when it was not a colleague."""
        return int(self.ref) if self.kind is ActorKind.USER else None

    @property
    def name(self) -> str:
        """How staff read it: "Priya Shah", "the system"."""
        namer = NAMERS.get(self.kind)
        return (namer(self.ref) if namer else "") or _NAMES[self.kind]


Set = TypeVar("Set")
Got = TypeVar("Got")

if TYPE_CHECKING:
    _TextField = models.CharField
else:

    class _TextField(models.CharField):
        """Django's fields take type parameters for the type checker only; at run time this one shrugs them off."""

        def __class_getitem__(cls, _parameters: object) -> type:
            return cls


class ActorField(_TextField[Set, Got]):
    """A column that holds an Actor."""

    _pyi_private_set_type: Actor  # type: ignore[assignment]  # read by the type checker's Django plugin
    _pyi_private_get_type: Actor  # type: ignore[assignment]  # as above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: object) -> Actor | None:
        """From the database."""
        return Actor.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        """From a fixture or a form."""
        return Actor.parse(value) if isinstance(value, str) and value else value

    def get_prep_value(self, value: Any) -> Any:
        """To the database."""
        return str(value) if isinstance(value, Actor) else value
