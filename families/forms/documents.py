"""Documents that came in: choosing files, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from families.enums import DocumentKind
from families.forms.people import People, offer_one_of
from pitservice.accounts.models import Team
from pitservice.files.kinds import IN_WORDS, LARGEST, refusal
from pitservice.ui.fields import NhsBooleanField, NhsCharField, NhsChoiceField, NhsDateField, NhsFileField
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Reveal

#: At most so many files are sent at once.
MOST = 20
HINT = f"Choose {IN_WORDS}, up to 20 MB each"
Chosen = tuple[str, bytes]


def read(upload: UploadedFile[Any]) -> Chosen:
    """Name and content of one upload; refused by its content, with a sentence that names it."""
    name = upload.name or "file"
    content = upload.read(LARGEST + 1)
    if sentence := refusal(content, name):
        raise ValidationError(sentence, code="refused")
    return name, content


class DocumentFileField(NhsFileField):
    """One file: cleaned to its name and content."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read."""
        return read(super().clean(data, initial))


class SeveralInput(forms.FileInput):
    """A control in which several files can be chosen."""

    allow_multiple_selected = True


class SeveralFilesField(NhsFileField):
    """Several files: cleaned to a list of names and contents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralInput, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them, read; one that is refused refuses all, so that none is forgotten."""
        uploads = data if isinstance(data, (list, tuple)) else [data]
        if len(uploads) > MOST:
            raise ValidationError(f"Choose at most {MOST} files at once", code="too_many")
        return [read(super(SeveralFilesField, self).clean(one, initial)) for one in uploads]


class UploadForm(ActForm):
    """Files for the tray."""

    team = NhsChoiceField(label="For which team?", called="the team")
    uploads = SeveralFilesField(label="Files", called="at least one file", help_text=f"{HINT}. You can choose several")
    from_whom = NhsCharField(
        label="Who are they from, if they are all from one?", required=False, max_length=200, width="30"
    )

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "team", {team.key: team.name for team in teams})
        if len(teams) == 1:
            self.initial["team"] = teams[0].key
            self.fields["team"].widget = forms.HiddenInput()


class AboutForm(ActForm):
    """What a document is."""

    kind = NhsChoiceField(label="What is it?", called="what it is", choices=DocumentKind.choices)
    title = NhsCharField(
        label="Title", called="a title", max_length=200, width="30", help_text="What it is called in the record"
    )
    person = NhsChoiceField(label="Whom is it about?", required=False)
    from_whom = NhsCharField(label="From whom", required=False, max_length=200, width="30")
    dated = NhsDateField(label="Date on it, if it has one", called="the date on it", required=False, past=True)
    withhold = NhsBooleanField(
        label="Not for disclosure",
        required=False,
        help_text="It is left out when a copy of the record is given: court papers, what others said in confidence",
    )
    withhold_why = NhsCharField(label="Why?", called="why it is not for disclosure", required=False, max_length=200)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people, nobody="The whole family")

    @property
    def helper(self) -> FormHelper:
        """Why something is withheld is asked where it is."""
        helper = super().helper
        first = [name for name in ("submission", "seen", "file") if name in self.fields]
        helper.layout = Layout(
            *first, "kind", "title", "person", "from_whom", "dated", Reveal("withhold", {"on": ["withhold_why"]})
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """A reason where it is withheld."""
        given = super().clean() or {}
        if given.get("withhold") and not given.get("withhold_why"):
            self.add_error("withhold_why", "Enter why it is not for disclosure")
        return given


class AddDocumentForm(AboutForm):
    """A file for one family's record."""

    file = DocumentFileField(label="File", called="a file", help_text=HINT)


class DocumentFilter(FilterForm):
    """Which documents of a family; `found` names the search in this person's own session."""

    kind = NhsChoiceField(
        label="What it is", required=False, widget=forms.Select, choices=[("", "Everything"), *DocumentKind.choices]
    )
    found = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class DocumentSearchForm(ActForm):
    """Looking for a document of a family. The words travel by POST, as every search does."""

    words = NhsCharField(
        label="Find a document",
        called="part of a title, or who it is from",
        max_length=100,
        width="20",
        autocomplete="off",
        help_text="Part of its title, who it is from, or its kind",
    )
