"""Handing a stored file to a browser, always as a download or an inline PDF, never as a page that could run."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from pitservice.files import store
from pitservice.files.models import StoredFile

_INLINE = {"application/pdf"}


def serve(stored: StoredFile, *, ours: bool = True) -> HttpResponse:
    """The file as a response. The caller has checked who may have it, and logged it.

    Only what we made ourselves (`ours`) is shown in the browser; what came in from outside is saved.
    """
    inline = ours and stored.content_type in _INLINE
    return download(store.get(stored.sha256), stored.name, stored.content_type, inline=inline)


def download(content: bytes, name: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """Content as a file to save, or with `inline` to look at."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
