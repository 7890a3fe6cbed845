"""Words that a report has on the page and in its files."""

from __future__ import annotations

from reporting.models import Report


def paragraphs(text: str) -> list[str]:
    """What somebody typed, paragraph by paragraph."""
    return [line for line in text.split("\n") if line.strip()]


def edition_words(report: Report) -> str:
    """Which edition it is, and for a later one why it was made; nothing for the first."""
    return f"Edition {report.edition}. {report.why}" if report.replaces_id else ""
