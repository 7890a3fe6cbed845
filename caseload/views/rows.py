"""What stands in a diary, drawn the same on My day and in the diary."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from caseload.models import ClinicSlot, GroupSession
from caseload.presenters import appointment as appointments
from caseload.presenters import clinic, groups
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Cell
from pitservice.ui.pages import Page


class DrawsRows(Page):
    """A page with rows of a diary: appointments, sessions of groups, free slots of assessment clinics."""

    abstract = True
    permission = Permission.SEE_CASELOAD

    @cached_property
    def records_in(self) -> frozenset[int]:
        """Teams in which this person records sessions."""
        return Viewer.of(self.user, Permission.RECORD_SESSIONS).all_team_ids

    @cached_property
    def books_in(self) -> frozenset[int]:
        """Teams in which this person books."""
        return Viewer.of(self.user, Permission.BOOK).all_team_ids

    def drawn(self, row: Any, *, with_day: bool, ask: str) -> list[Cell]:
        """One row; `ask`: whom to speak to before a visit to a family in which a loss stands (P22)."""
        if isinstance(row, ClinicSlot):
            return clinic.diary_row(row, with_day=with_day, may_book=row.team_id in self.books_in)
        may_record = row.team_id in self.records_in
        if isinstance(row, GroupSession):
            return groups.diary_row(row, may_record=may_record, with_day=with_day)
        return appointments.diary_row(row, may_record=may_record, with_day=with_day, ask=ask)
