"""A file to attach."""

from __future__ import annotations

from families.forms.documents import DocumentFileField
from pitservice.files.kinds import IN_WORDS
from pitservice.ui.forms import ActForm


class AttachForm(ActForm):
    """One file, recognised by its content."""

    file = DocumentFileField(label="File", called="a file", help_text=f"Choose {IN_WORDS}, up to 20 MB.")
