"""Lists that can be read as they stood at the end of a past day."""

from __future__ import annotations

from datetime import date

from pitservice.ui import dates
from pitservice.ui.fields import NhsDateField
from pitservice.ui.forms import FilterForm
from pitservice.ui.pages import ListPage


class StoodFilter(FilterForm):
    """As it stood at the end of which day; the list as it is where none is asked for."""

    on = NhsDateField(
        label="As it stood at the end of",
        called="the day",
        help_text="Leave it empty for the list as it is now.",
        required=False,
        past=True,
    )


class StoodListPage(ListPage):
    """A list whose filter asks for a past day too: `then`. Who may be seen is asked today (P81)."""

    abstract = True
    filter_form = StoodFilter

    @property
    def then(self) -> date | None:
        """The past day whose list is asked for; none for the list as it is."""
        on = self.values.get("on")
        return on if on is not None and on < self.today else None

    def get_heading(self) -> str:
        """What is listed; of a past day, which."""
        heading = super().get_heading()
        return f"{heading}: end of {dates.weekday(self.then)}" if self.then else heading
