"""Forms of a team's leaflets and forms, and of what goes into an envelope (P48)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from families.contact.versions import ENGLISH, LANGUAGES
from pitservice.files.kinds import LARGEST
from pitservice.letters.actions.enclosing import Settled
from pitservice.letters.enclosing import pages_of, reasons
from pitservice.letters.enums import EnclosureKind, Given
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsFileField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm, offer_choices

_LANGUAGES = [(ENGLISH, "English"), *sorted(((code, one.name) for code, one in LANGUAGES.items()), key=lambda x: x[1])]


class EnclosureFileField(NhsFileField):
    """One PDF: cleaned to its name and content."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read; refused by what is in it, with a sentence that names it."""
        upload = super().clean(data, initial)
        name, content = upload.name or "file", upload.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ValidationError(f"“{name}” is larger than 20 MB", code="refused")
        _, why = pages_of(content, name)
        if why:
            raise ValidationError(why, code="refused")
        return name, content


class EnclosureForm(ActForm):
    """What a team settles about one of its leaflets or forms."""

    title = NhsCharField(label="Title", called="a title", max_length=120, help_text="As it stands on its first page.")
    kind = NhsChoiceField(label="What is it?", called="what it is", choices=EnclosureKind.choices)
    language = NhsChoiceField(
        label="Language",
        widget=forms.Select,
        choices=_LANGUAGES,
        help_text="It is proposed only with letters in the same language. Put each language in as one of its own.",
    )
    given = NhsChoiceField(label="How do families get it?", called="how families get it", choices=Given.choices)
    proposed_when = NhsMultipleChoiceField(
        label="When is it proposed?",
        called="when it is proposed",
        help_text="A person chooses it for each envelope. What is handed over at a visit is proposed only for what is "
        "outstanding.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "proposed_when", reasons().items())

    @property
    def settled(self) -> Settled:
        """What was settled."""
        given = self.cleaned_data
        return Settled(
            given["title"].strip(),
            EnclosureKind(given["kind"]),
            given["language"],
            Given(given["given"]),
            given["proposed_when"],
        )


class AddEnclosureForm(EnclosureForm):
    """With its PDF."""

    file = EnclosureFileField(label="PDF", called="a PDF", help_text="Up to 20 MB and 40 pages, without a password")


class ReplaceEnclosureForm(ActForm):
    """A newer version's PDF."""

    file = EnclosureFileField(label="PDF", called="a PDF", help_text="Up to 20 MB and 40 pages, without a password")


class EnvelopeForm(ActForm):
    """What goes with a letter."""

    enclosures = NhsMultipleChoiceField(
        label="What goes into the envelope with it?", called="what goes into the envelope", required=False
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "enclosures", choices, hints)
