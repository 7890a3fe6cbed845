"""The page bases: every view of the product is one of these, with a declared permission."""

from __future__ import annotations

from pitservice.ui.pages.act import ActionPage, LooksFirst, PressPage
from pitservice.ui.pages.base import Page, every_page
from pitservice.ui.pages.listing import ListPage
from pitservice.ui.pages.private import BehindLink, GivesLink, PrivateLinkPage, TeamThanksPage
from pitservice.ui.pages.public import PublicFormPage, PublicPage
from pitservice.ui.pages.record import FilePage, RecordPage
from pitservice.ui.pages.searching import SearchedListPage, keep_words, kept_words
from pitservice.ui.pages.team import TeamPage

__all__ = [
    "ActionPage",
    "BehindLink",
    "FilePage",
    "GivesLink",
    "ListPage",
    "LooksFirst",
    "Page",
    "PressPage",
    "PrivateLinkPage",
    "PublicFormPage",
    "PublicPage",
    "RecordPage",
    "SearchedListPage",
    "TeamPage",
    "TeamThanksPage",
    "every_page",
    "keep_words",
    "kept_words",
]
