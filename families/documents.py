"""Reading documents: the tray, a family's list, what waits, and the timeline (P30)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from families.enums import DocumentKind
from families.models import Document, Family
from families.names import known_names
from families.presenters.documents import document_entry
from families.registry import DatedEntry
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Link
from pitservice.ui.worklist import Item


def tray(viewer: Viewer) -> QuerySet[Document]:
    """What waits to be filed, the oldest first."""
    rows = Document.objects.visible_to(viewer).filter(family=None)
    return rows.select_related("stored").order_by("created_at", "pk")


def of_family(family: Family, viewer: Viewer) -> QuerySet[Document]:
    """A family's documents, the newest first by the date on them or the day they came in."""
    rows = Document.objects.visible_to(viewer).filter(family=family)
    return rows.select_related("stored").order_by("-created_at", "-pk")


def fitting(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those whose title, sender, file name or kind have each of these words."""
    for word in words.split()[:6]:
        kinds = [kind for kind in DocumentKind if word.lower() in kind.label.lower()]
        said = Q(title__icontains=word) | Q(from_whom__icontains=word) | Q(stored__name__icontains=word)
        documents = documents.filter(said | Q(kind__in=kinds))
    return documents


def to_file(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """One item for each document in the tray: for the team, until somebody files it (P4, P30)."""
    return [
        Item(
            what="A document to file",
            whose=document.title,
            action=Link("File it", reverse("families:place_document", args=[document.key]), hidden=document.title),
            mine=False,
            since=document.created_at,
        )
        for document in tray(viewer)
    ]


def document_entries(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """A family's documents on its timeline; one query, however many there are."""
    names = known_names(family)
    return [document_entry(document, family, names) for document in of_family(family, viewer)]
