"""What is to happen with each piece of work of a caseload that is handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from caseload.actions import Passing
from caseload.enums import AllocationRole, TellOfChange
from caseload.models import Episode
from caseload.rules import Load
from caseload.selectors.leaving import Carried
from pitservice.accounts.models import User
from pitservice.ui.fields import NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm

LEAVE, STAYS, ENDS = "leave", "stays", "ends"


class HandOverCaseloadForm(ActForm):
    """For each piece of work: a colleague takes it on, it stays until a day, their part ends, or not decided yet."""

    until = NhsDateField(
        label="Until when does what stays with them stay?",
        called="the day until which it stays",
        help_text="Only for work that you chose to leave with them for now. It stands on your home page in time.",
        required=False,
        future=True,
    )
    tell = NhsChoiceField(
        label="How do families hear whose appointments change hands?",
        called="how families hear of it",
        choices=TellOfChange.choices,
    )
    reason = NhsTextField(label="Why the work is handed over", called="why the work is handed over", rows=3)

    def __init__(
        self,
        *args: Any,
        carried: Sequence[Carried],
        may_take: Mapping[int, Sequence[User]],
        loads: Mapping[int, Load],
        hints: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.carried = carried
        self.colleagues = {user.key: user for users in may_take.values() for user in users}
        asked = {
            one.episode.key: NhsChoiceField(
                label=one.episode.family.title,
                called="what happens with it",
                help_text=hints[one.episode.pk],
                choices=_choices(one, may_take[one.episode.pk], loads),
                widget=forms.Select,
                initial=LEAVE,
                required=False,
            )
            for one in carried
        }
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """A day where something stays."""
        given = super().clean() or self.cleaned_data
        stays = any(given.get(one.episode.key) == STAYS for one in self.carried)
        if stays and given.get("until") is None and "until" not in self.errors:
            self.add_error("until", "Enter until when it stays with them")
        return given

    @property
    def chosen(self) -> dict[Episode, Passing]:
        """What was decided; work that is not decided yet is left out."""
        answers = {one.episode: self.cleaned_data[one.episode.key] for one in self.carried}
        return {episode: self._passing(answer) for episode, answer in answers.items() if answer not in ("", LEAVE)}

    def _passing(self, answer: str) -> Passing:
        return Passing(to=self.colleagues.get(answer), until=self.cleaned_data["until"] if answer == STAYS else None)


def _choices(one: Carried, users: Sequence[User], loads: Mapping[int, Load]) -> list[tuple[str, str]]:
    """Colleagues with what they carry (CAP-1); staying only for who has a part; ending for who does not lead."""
    found = [(LEAVE, "Not decided yet")]
    found += [(user.key, f"{user.name}: {loads.get(user.pk, Load())}") for user in users]
    if one.role is not None:
        found.append((STAYS, "Stays with them for now"))
    if one.role in (AllocationRole.CO_WORKER, AllocationRole.KEYWORKER):
        found.append((ENDS, "Nobody: their part ends"))
    return found
