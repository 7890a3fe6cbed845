"""Components drawn from plain values: everything escaped, tables readable on a telephone, one-press buttons safe."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.template.loader import get_template

from pitservice.ui import components
from pitservice.ui.components import (
    Alert,
    Banner,
    Button,
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Empty,
    Entry,
    Fact,
    FactList,
    Pages,
    Progress,
    Section,
    Table,
    Tag,
    Timeline,
    Words,
)
from pitservice.ui.templatetags import ui
from tests.ui.drawing import drawn, drawn_component, elements

NASTY = "<script>alert(1)</script>"
# Parts that only stand inside another, which draws them.
PARTS = {"Cell", "Column", "Fact", "NavItem", "Tab", "Colour"}


def test_every_component_has_a_template() -> None:
    kinds = [
        kind
        for kind in vars(components).values()
        if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in PARTS
    ]

    assert kinds
    for kind in kinds:
        get_template(ui._template_name(kind))


def test_component_of_an_app_brings_its_own_template() -> None:
    @dataclass(frozen=True)
    class Own:
        template: ClassVar[str] = "components/empty.html"
        text: str = "mine"
        link: None = None

    assert "mine" in drawn_component(Own())


@pytest.mark.parametrize(
    "thing",
    [
        NASTY,
        Words([NASTY]),
        Tag(NASTY),
        Callout(NASTY, [NASTY]),
        Empty(NASTY),
        Alert(NASTY),
        Section(NASTY, [Details(NASTY, [NASTY])]),
        FactList([Fact(NASTY, [NASTY, NASTY])], heading=NASTY),
        Banner(NASTY, lines=[NASTY], alerts=[Alert(NASTY)]),
        Timeline([Entry(NASTY, NASTY, lines=[NASTY], kind=NASTY)]),
        Table(NASTY, [Column(NASTY)], [[Cell(NASTY, hint=NASTY)]]),
        Progress(NASTY, 1, 2, NASTY),
        Button(NASTY, "/", post=True, submission=NASTY),
    ],
)
def test_text_is_escaped_exactly_once(thing: object) -> None:
    html = drawn_component(thing, csrf_token="token")

    assert "<script" not in html
    assert "&amp;lt;" not in html
    assert "&lt;script&gt;" in html


def test_every_cell_of_a_table_repeats_its_heading() -> None:
    table = Table(
        "Waiting",
        [Column("Baby"), Column("Weeks", numeric=True)],
        [[Cell("Zayn", "/z"), Cell("7")], [Cell("Mia"), Cell("9")]],
    )

    html = drawn_component(table)

    assert html.count('<span class="nhsuk-table__heading" aria-hidden="true">Baby </span>') == 2
    assert html.count('<span class="nhsuk-table__heading" aria-hidden="true">Weeks </span>') == 2
    assert [one["role"] for one in elements(html, "td")] == ["cell", "cell"]
    assert [one["role"] for one in elements(html, "th")] == ["columnheader", "columnheader", "rowheader", "rowheader"]


def test_sorted_column_says_so() -> None:
    html = drawn_component(Table("Waiting", [Column("Due", "?sort=due", "ascending")], [[Cell("Today")]]))

    assert elements(html, "th")[0]["aria-sort"] == "ascending"
    assert elements(html, "a")[0]["href"] == "?sort=due"


def test_one_press_button_carries_its_uuid_and_the_version_seen() -> None:
    html = drawn_component(Button("Sign", "/sign", post=True, submission="u-1", seen="3"), csrf_token="token")

    hidden = {one["name"]: one["value"] for one in elements(html, "input")}
    assert hidden == {"csrfmiddlewaretoken": "token", "submission": "u-1", "seen": "3"}
    assert elements(html, "form")[0]["method"] == "post"
    assert elements(html, "button")[0]["data-prevent-double-click"] == "true"


def test_plain_button_is_a_link() -> None:
    html = drawn_component(Button("Decide", "/decide"))

    assert elements(html, "a")[0]["href"] == "/decide"
    assert elements(html, "form") == []


def test_tag_says_its_state_in_words_and_colour() -> None:
    html = drawn_component(Tag("late", Colour.RED))

    assert html.strip() == '<strong class="nhsuk-tag nhsuk-tag--red">late</strong>'


def test_fact_without_value_says_so() -> None:
    assert "Not recorded" in drawn_component(FactList([Fact("GP")]))


def test_banner_is_a_region_with_a_heading_and_never_hides_an_alert() -> None:
    html = drawn_component(Banner("Zayn", alerts=[Alert("Do not write to 12 Rowan Close")]))

    assert elements(html, "section") == [{"class": "app-banner", "aria-labelledby": "family-banner"}]
    assert elements(html, "h2")[0]["id"] == "family-banner"
    assert elements(html, "details") == []


def test_headings_go_one_level_down_inside_a_section() -> None:
    html = drawn_component(Section("Outer", [Section("Inner", [FactList([Fact("a", "b")], heading="Facts")])]))

    assert (len(elements(html, "h2")), len(elements(html, "h3"))) == (1, 2)


def test_progress_is_unknown_until_a_total_is() -> None:
    assert "value" not in elements(drawn_component(Progress("Import", 0, 0)), "progress")[0]
    assert elements(drawn_component(Progress("Import", 78, 360)), "progress")[0]["max"] == "360"


def test_pages_lead_both_ways_only_where_there_are_more() -> None:
    assert elements(drawn_component(Pages(1, has_next=False)), "a") == []
    assert [one["rel"] for one in elements(drawn_component(Pages(2, True, "?page=1", "?page=3")), "a")] == [
        "prev",
        "next",
    ]


def test_nothing_is_drawn_for_nothing() -> None:
    assert drawn_component(None) == ""
    assert drawn("{% load ui %}{% draw things %}", things=(None, "words")).count("<p") == 1


@pytest.mark.parametrize(("seconds", "words"), [(900, "in 15 minutes"), (1, "in 1 minute"), (61, "in 2 minutes")])
def test_waits_are_rounded_up(seconds: int, words: str) -> None:
    assert ui.in_how_long(timedelta(seconds=seconds)) == words


def test_qr_code_is_numbers_alone() -> None:
    code = ui.qr_code("otpauth://totp/x?secret=ABC")

    assert code.size > 20
    assert set(code.path) <= set("M0123456789 hv-1z")
