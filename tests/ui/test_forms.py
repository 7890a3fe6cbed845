"""Forms drawn with the `nhsuk` pack: ids tie label, hint and error to the box, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from pitservice.ui.controls import SummaryLine, summary_lines
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.layout import Fieldset, Opens, Question, Reveal, RevealMixin
from tests.ui.drawing import by_id, drawn, drawn_form, elements


class ReferralForm(forms.Form):
    """One field of each way of drawing."""

    received = NhsDateField(label="Date received", called="the date the referral was received", help_text="As on it")
    name = NhsCharField(label="Name", help_text="In full", autocomplete="name")
    note = NhsTextField(label="Note", required=False, max_length=300, count=True)
    source = NhsChoiceField(label="Source", choices=[("mw", "Midwife"), ("hv", "Health visitor")])
    worries = NhsMultipleChoiceField(label="Worries", choices=[("a", "Sleep"), ("b", "Feeding")])
    team = NhsChoiceField(label="Team", choices=[("", "Choose"), ("n", "North")], widget=forms.Select)
    read = NhsBooleanField(label="I have read it", called="that you have read it")
    version = forms.IntegerField(widget=forms.HiddenInput)


SENT = {"received_day": "31", "received_month": "feb", "received_year": "2026", "name": "", "note": "<b>kept</b>"}


def test_error_summary_lists_every_error_with_its_place() -> None:
    assert summary_lines(ReferralForm(SENT)) == [
        SummaryLine("The date the referral was received must be a real date", "#id_received_day"),
        SummaryLine("Enter name", "#id_name"),
        SummaryLine("Select source", "#id_source_0"),
        SummaryLine("Select worries", "#id_worries_0"),
        SummaryLine("Select team", "#id_team"),
        SummaryLine("Select that you have read it", "#id_read"),
        SummaryLine("Enter version", ""),
    ]


def test_errors_stand_in_the_order_in_which_the_questions_are_drawn() -> None:
    class LaidOut(ReferralForm):
        @property
        def helper(self) -> FormHelper:
            helper = FormHelper(self)
            helper.layout = Layout(Fieldset("Who", "team", Reveal("source", {"mw": ["name"]})), "read")
            return helper

    said = [line.text for line in summary_lines(LaidOut(SENT))]

    assert said[:4] == ["Select team", "Select source", "Enter name", "Select that you have read it"]
    assert len(said) == 7  # what is not drawn comes last


def test_error_summary_is_an_alert_above_and_leads_to_ids_that_exist() -> None:
    form = ReferralForm(SENT)

    summary = drawn("{% load ui %}{% error_summary form %}", form=form)
    drawn_fields = drawn_form(form)

    assert elements(summary, "div")[1] == {"role": "alert"}
    for link in elements(summary, "a"):
        assert by_id(drawn_fields, link["href"].removeprefix("#"))


def test_no_error_summary_before_anything_was_sent() -> None:
    assert drawn("{% load ui %}{% error_summary form %}", form=ReferralForm()).strip() == ""


def test_box_names_its_hint_and_its_error() -> None:
    html = drawn_form(ReferralForm(SENT))

    box = by_id(html, "id_name")
    assert box["aria-describedby"] == "id_name-hint id_name-error"
    assert box["class"] == "nhsuk-input nhsuk-input--error"
    assert box["autocomplete"] == "name"
    assert by_id(html, "id_name-hint") == {"class": "nhsuk-hint", "id": "id_name-hint"}
    assert by_id(html, "id_name-error")["class"] == "nhsuk-error-message"


def test_group_names_its_error_on_the_fieldset() -> None:
    html = drawn_form(ReferralForm(SENT))

    described = [one.get("aria-describedby") for one in elements(html, "fieldset")]
    assert described == ["id_received-hint id_received-error", "id_source-error", "id_worries-error"]


def test_only_the_wrong_box_of_a_date_is_marked() -> None:
    html = drawn_form(ReferralForm(SENT))

    marked = [part for part in ("day", "month", "year") if "--error" in by_id(html, f"id_received_{part}")["class"]]
    assert marked == ["day"]


def test_everything_typed_stays() -> None:
    html = drawn_form(ReferralForm(SENT | {"source": "hv", "worries": ["b"], "team": "n"}))

    assert [by_id(html, f"id_received_{part}")["value"] for part in ("day", "month", "year")] == ["31", "feb", "2026"]
    assert "&lt;b&gt;kept&lt;/b&gt;</textarea>" in html
    assert [("checked" in by_id(html, f"id_source_{n}")) for n in (0, 1)] == [False, True]
    assert [("checked" in by_id(html, f"id_worries_{n}")) for n in (0, 1)] == [False, True]
    assert [("selected" in option) for option in elements(html, "option")] == [False, True]


def test_no_box_is_checked_by_the_browser() -> None:
    html = drawn_form(ReferralForm())

    assert [one for one in elements(html, "input") if "required" in one or "maxlength" in one] == []


def test_djangos_own_required_message_says_what_to_enter() -> None:
    class Plain(forms.Form):
        code = forms.CharField(label="Authenticator code")

    assert summary_lines(Plain({})) == [SummaryLine("Enter authenticator code", "#id_code")]


def test_formset_errors_are_listed_form_by_form() -> None:
    class Plain(forms.Form):
        name = NhsCharField(label="Name")

    formset: Any = forms.formset_factory(Plain, extra=2)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "", "form-1-name": ""}

    lines = summary_lines(formset(data))

    assert lines == [SummaryLine("Enter name", "#id_form-0-name"), SummaryLine("Enter name", "#id_form-1-name")]


def test_crispy_tag_draws_the_whole_form() -> None:
    class Plain(forms.Form):
        name = NhsCharField(label="Name")

    form = Plain({})
    form.helper = FormHelper(form)  # type: ignore[attr-defined]  # crispy reads it

    html = drawn("{% load crispy_forms_tags %}{% crispy form %}", form=form, csrf_token="token")

    assert elements(html, "form") == [{"class": "app-form", "method": "post", "novalidate": ""}]
    assert [link["href"] for link in elements(html, "a")] == ["#id_name"]


class LaidOut(RevealMixin, forms.Form):
    """A form with questions that depend on answers, two deep, and one behind a checkbox."""

    route = NhsChoiceField(label="Route", choices=[("wait", "Wait"), ("refuse", "Refuse")])
    reason = NhsChoiceField(label="Reason", choices=[("age", "Age"), ("other", "Other")])
    other = NhsCharField(label="Other reason")
    worries = NhsMultipleChoiceField(label="Worries", required=False, choices=[("a", "Sleep"), ("b", "Feeding")])
    feeding = NhsMultipleChoiceField(label="Feeding", choices=[("x", "X")])

    @property
    def helper(self) -> FormHelper:
        """The one place where what reveals what is declared."""
        helper = FormHelper()
        reason = Reveal("reason", {"other": ["other"]})
        helper.layout = Layout(
            Fieldset("Decide", Reveal("route", {"refuse": [reason]})), Reveal("worries", {"b": ["feeding"]})
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """See only what was asked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.seen_by_clean = dict(cleaned)
        return cleaned


def test_answers_to_questions_not_asked_are_ignored() -> None:
    form = LaidOut({"route": "wait", "reason": "nonsense", "other": "typed", "feeding": "nonsense"})

    assert form.is_valid()
    assert form.cleaned_data == {"route": "wait", "reason": "", "other": "", "worries": [], "feeding": []}
    assert form.seen_by_clean == form.cleaned_data


def test_questions_that_were_opened_must_be_answered() -> None:
    form = LaidOut({"route": "refuse", "reason": "other", "worries": ["b"]})

    assert form.errors == {"other": ["Enter other reason"], "feeding": ["Select feeding"]}


def test_inner_question_is_not_asked_when_the_outer_is_closed() -> None:
    assert LaidOut({"route": "wait", "reason": "other"}).unasked() == {"reason", "other", "feeding"}


def test_answer_to_a_closed_question_stays_in_its_box() -> None:
    html = drawn_form(LaidOut({"route": "", "other": "typed before"}))

    assert by_id(html, "id_other")["value"] == "typed before"


def test_opened_questions_are_drawn_under_their_choice() -> None:
    html = drawn_form(LaidOut())

    assert html.index('id="id_route_1"') < html.index('id="id_route_1-conditional"') < html.index('id="id_reason_0"')
    assert by_id(html, "id_worries_1")["data-aria-controls"] == "id_worries_1-conditional"
    assert "--hidden" in by_id(html, "id_worries_1-conditional")["class"]


def test_radio_buttons_need_no_script_to_open_a_question() -> None:
    html = drawn_form(LaidOut())

    assert by_id(html, "id_route_1-conditional") == {
        "class": "nhsuk-radios__conditional",
        "id": "id_route_1-conditional",
    }


def test_choice_that_stands_alone_is_marked_for_the_script() -> None:
    class Asked(forms.Form):
        worries = NhsMultipleChoiceField(choices=[("a", "Sleep"), ("none", "None of these")], exclusive=["none"])

    html = drawn_form(Asked())

    assert [one.get("data-behaviour") for one in elements(html, "input")] == [None, "exclusive"]


def test_question_of_a_page_is_its_heading() -> None:
    class Asked(forms.Form):
        how = NhsChoiceField(label="How?", choices=[("a", "A")])
        helper = FormHelper()
        helper.layout = Layout(Question("how"))

    assert elements(drawn_form(Asked()), "h1") == [{"class": "nhsuk-fieldset__heading"}]


def test_closed_questions_are_open_when_one_is_wrong() -> None:
    class More(forms.Form):
        name = NhsCharField(label="Name")
        helper = FormHelper()
        helper.layout = Layout(Opens("More", "name"))

    assert "open" not in elements(drawn_form(More()), "details")[0]
    assert "open" in elements(drawn_form(More({})), "details")[0]
