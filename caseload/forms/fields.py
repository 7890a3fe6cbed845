"""What several forms choose from: people of a piece of work, colleagues, rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from caseload.models import Episode
from caseload.rules import Load
from families.models import Person
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.models import User
from pitservice.ui.fields import NhsModelChoiceField, NhsModelMultipleChoiceField, NhsQuartersField

#: Nobody works more hours in a week.
MOST_HOURS = 60


def names_for(episode: Episode) -> Mapping[int, str]:
    """How everybody of the family is called on its pages, by person id ("Baby of Zofia Nowak (first)")."""
    return names_in(members_of(episode.family))


class PeopleField(NhsModelMultipleChoiceField):
    """Several people, as checkboxes; a person's key stands in the form, never an id."""

    def __init__(self, people: Iterable[Person] = (), *, names: Mapping[int, str], **kwargs: Any) -> None:
        self.names = names
        super().__init__(queryset=_these(people), to_field_name="key", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """As the family's pages call them."""
        return self.names.get(obj.pk, str(obj))


class PersonField(NhsModelChoiceField):
    """One person, as radio buttons."""

    def __init__(self, people: Iterable[Person] = (), *, names: Mapping[int, str], **kwargs: Any) -> None:
        self.names = names
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(queryset=_these(people), to_field_name="key", empty_label=None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """As the family's pages call them."""
        return self.names.get(obj.pk, str(obj))


class ColleagueField(NhsModelChoiceField):
    """One colleague; `loads` (what each carries, by user id) is said beside the name (CAP-1).

    `besides`: further words about some of them, by user id.
    """

    def __init__(
        self,
        colleagues: Any = None,
        *,
        loads: Mapping[int, Load] | None = None,
        besides: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.loads, self.besides = loads, besides or {}
        kwargs.setdefault("empty_label", None if kwargs.get("widget") is forms.RadioSelect else "")
        queryset = User.objects.none() if colleagues is None else colleagues
        super().__init__(queryset=queryset, to_field_name="key", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The name, with what they carry where that matters, and what else is said of them."""
        carries = [] if self.loads is None else [str(self.loads.get(obj.pk, Load()))]
        said = [*carries, *filter(None, [self.besides.get(obj.pk)])]
        return f"{obj.name}: {'; '.join(said)}" if said else str(obj.name)


class HoursField(NhsQuartersField):
    """Hours of a week, in quarters: 22.5 or 22.25. None where nothing was typed and nothing has to be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(least=0, most=MOST_HOURS, what="hours", **kwargs)


def _these(people: Iterable[Person]) -> Any:
    return Person.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
