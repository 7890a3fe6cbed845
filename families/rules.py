"""Small rules about people: who counts as a child or a parent here, and what adding somebody says of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from families.enums import CARING_ROLES, FamilyRole
from families.models import FamilyMember
from pitservice.configuration.enums import YesNoUnknown

#: Children of the family: the baby it is about, and brothers and sisters.
CHILDREN = (FamilyRole.BABY, FamilyRole.SIBLING)
#: Whose parent a grandparent, and whose child a brother or sister, can be.
PARENTS = (
    FamilyRole.MOTHER,
    FamilyRole.FATHER,
    FamilyRole.OTHER_MOTHER,
    FamilyRole.STEP_PARENT,
    FamilyRole.PARTNER,
    FamilyRole.FOSTER_CARER,
    FamilyRole.CARER,
)


def relations_of(
    given: Mapping[str, Any], responsibility: Mapping[str, Any], members: Mapping[str, FamilyMember]
) -> Iterator[dict[str, Any]]:
    """What "Add a person" says of how the new one is related, as `relate` takes it; the new one is left out.

    A parent or carer to the children who were ticked, a grandparent also to the parent chosen; a child to its parents,
    whatever their surnames.
    """
    role, here = given["role"], given["lives_here"]
    if role in CARING_ROLES:
        for key in given.get("to_children") or ():
            child = members[key]
            lives = together(here, child.lives_here)
            yield {"child": child.person, "kind": role, "lives_with": lives, **responsibility}
    if role == FamilyRole.GRANDPARENT and given.get("parent_of"):
        parent = members[given["parent_of"]]
        lives = together(here, parent.lives_here)
        yield {"child": parent.person, "kind": given["as_parent"], "lives_with": lives}
    if role in CHILDREN:
        for key in given.get("parents") or ():
            parent = members[key]
            lives = together(here, parent.lives_here)
            yield {"person": parent.person, "kind": parent.role, "lives_with": lives}


def together(one: str, other: str) -> str:
    """Whether two people live together, by what is known of each living in this household."""
    if one == other == YesNoUnknown.YES:
        return YesNoUnknown.YES
    if {one, other} == {YesNoUnknown.YES, YesNoUnknown.NO}:
        return YesNoUnknown.NO
    return YesNoUnknown.UNKNOWN
