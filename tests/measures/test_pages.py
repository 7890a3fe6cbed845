"""The pages of measures: they work, for whom, and with a constant number of queries."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from families import actions as families
from measures.models import Definition, Goal, RiskAnswer, Score
from measures.selectors.due import due_for
from measures.spec import library, read_spec
from pitservice.accounts.enums import Permission, RoleName
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_session, make_work
from tests.measures.make import on_duty, phq, score, use

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def client(work: MadeWork) -> Client:
    return client_of(work.lead)


def today() -> dict[str, str]:
    day = timezone.localdate()
    return {"taken_on_day": str(day.day), "taken_on_month": str(day.month), "taken_on_year": str(day.year)}


def items(answers: dict[int, int]) -> dict[str, str]:
    return {f"item_{number}": str(value) for number, value in answers.items()}


def sent(work: MadeWork, **more: Any) -> dict[str, str]:
    adult = {"adult": work.made.mother.key, "point": "start", "how": "together"}
    return {"submission": str(uuid4()), **adult, **today(), **more}


def record_href(work: MadeWork, code: str = "PHQ-9") -> str:
    return reverse("measures:record", args=[work.family.key, use(work, code).key])


def tab(work: MadeWork) -> str:
    return reverse("measures:family", args=[work.family.key])


@pytest.mark.rule("P60")
def test_recording_item_by_item(client: Client, work: MadeWork) -> None:
    data = sent(work, **items(phq(18, risk=1)))
    for _ in range(2):
        answer = client.post(record_href(work), data, follow=True)

    shown = answer.content.decode()
    assert Score.objects.get().totals == {"Total": "18"}
    assert "Total 18 (moderately severe)" in shown
    assert "A worrying answer" in shown
    assert "thoughts of being better off dead" in shown


def test_out_of_range_is_said_beside_it_and_nothing_typed_is_lost(client: Client, work: MadeWork) -> None:
    answer = client.post(record_href(work, "EPDS"), sent(work, scale_0="41", item_10="2"))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Total must be a whole number from 0 to 30" in shown
    assert 'value="41"' in shown
    assert not Score.objects.exists()


def test_nothing_answered_is_refused(client: Client, work: MadeWork) -> None:
    answer = client.post(record_href(work), sent(work))

    assert answer.status_code == 422
    assert "Enter a score." in answer.content.decode()


def test_correcting_keeps_what_stood(client: Client, work: MadeWork) -> None:
    wrong = score(work, answers=phq(18))
    href = reverse("measures:correct", args=[wrong.key])
    assert "Why is it corrected?" in client.get(href).content.decode()

    given = sent(work, seen=str(wrong.version), why="Misread.", **items(phq(8)))
    shown = client.post(href, given, follow=True).content.decode()

    assert "Corrected: Misread." in shown
    assert "Total 8 (mild)" in shown
    assert Score.objects.count() == 2


def test_a_goal_is_added_rated_and_over(client: Client, work: MadeWork) -> None:
    agreed = {key.replace("taken", "agreed"): value for key, value in today().items()}
    href = reverse("measures:add_goal", args=[work.family.key])
    client.post(href, {"submission": str(uuid4()), "words": "That we sleep", **agreed})
    goal = Goal.objects.get()
    client.post(record_href(work, "GBO"), sent(work, goal=goal.key, scale_0="4"))
    client.post(reverse("measures:end_goal", args=[goal.key]), {"submission": str(uuid4()), "seen": str(goal.version)})

    assert Score.objects.get().goal == goal
    assert "over since" in client.get(tab(work)).content.decode()


def test_the_board_shows_words_and_numbers_and_no_alert(client: Client, work: MadeWork) -> None:
    for days in (-60, -50, -3):
        make_session(work, in_days(days))
    score(work, answers=phq(18), days=60)
    score(work, answers=phq(9), days=3)
    families.raise_alert(family=work.family, kind="other", text="A dog that bites.", by=BY)

    shown = client.get(reverse("measures:board", args=[work.family.key])).content.decode()

    assert "18, then 9. Better, by more than chance, and no longer in the clinical range." in shown
    assert shown.count("app-board__") == 2
    assert "our work began" in shown
    assert "moderately severe" not in shown
    assert "A dog that bites" not in shown
    assert "style=" not in shown


@pytest.mark.rule("P60")
def test_sending_a_form_is_refused_with_what_to_do_where_nobody_is_on_duty(client: Client, work: MadeWork) -> None:
    href = reverse("measures:ask", args=[work.family.key, use(work).key])
    data = {"submission": str(uuid4()), "adult": work.made.mother.key, "point": "start", "told": "on"}

    refused = client.post(href, data)
    on_duty(work)
    done = client.post(href, data | {"submission": str(uuid4())}, follow=True)

    assert refused.status_code == 409
    assert "Fill this form in together instead." in refused.content.decode()
    assert "Asked for by private link" in done.content.decode()


@pytest.mark.rule("P60")
def test_what_was_done_about_a_worrying_answer_is_kept(client: Client, work: MadeWork) -> None:
    score(work, answers=phq(4, risk=1))
    risk = RiskAnswer.objects.get()
    href = reverse("measures:risk", args=[risk.key])
    assert client.post(href, {"submission": str(uuid4()), "done": ""}).status_code == 422

    client.post(href, {"submission": str(uuid4()), "seen": str(risk.version), "done": "Rang her: safe tonight."})

    risk.refresh_from_db()
    assert risk.done == "Rang her: safe tonight."
    assert "Rang her" in client.get(href).content.decode()


@pytest.mark.parametrize("name", ["family", "board", "choose", "add_goal"])
def test_who_may_see_it(client: Client, work: MadeWork, name: str) -> None:
    href = reverse(f"measures:{name}", args=[work.family.key])

    assert client.get(href).status_code == 200
    assert client_of(make_user(RoleName.MANAGER, work.team)).get(href).status_code == 403
    assert client_of(make_user(RoleName.PRACTITIONER, make_team())).get(href).status_code == 404


def test_home_and_its_lists_agree_and_cost_the_same(
    client: Client, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    use(work)
    make_session(work, in_days(-3))
    score(work, "EPDS", {10: 1}, totals={"Total": "5"})
    counts = []
    for _ in range(2):
        viewer = viewer_of(work.lead, Permission.RECORD_SESSIONS)
        with django_assert_num_queries(7):
            due = due_for(viewer, timezone.localdate())
        shown = client.get(reverse("measures:due")).content.decode()
        waiting = [item for item in items_for(work.lead, timezone.localdate()) if item.what.startswith("Measure")]
        assert shown.count("<tr") == len(waiting) + 1 == len({one.family.pk for one in due}) + 1
        with django_assert_num_queries(5):
            client.get(reverse("measures:risks"))
        counts.append(len(due))
        for hour in (12, 14):
            other = make_work(work.team, lead=work.lead)
            make_session(other, in_days(-3 - len(counts), time(hour)))
            score(other, "EPDS", {10: 1}, totals={"Total": "5"})
    assert counts[1] > counts[0]


# --- the team's own ---


def test_a_lead_takes_measures_into_use_adds_one_and_supersedes_it(work: MadeWork) -> None:
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, work.team))
    slug = work.team.slug
    lead.post(reverse("measures:use", args=[slug]), {"submission": str(uuid4()), "codes": ["MORS-SF", "PHQ-9"]})
    own = {
        "code": "OURS",
        "name": "Our scale",
        "side": "infant",
        "who": "clinician",
        "scales": "Calm; 0; 10; high; 2; 4",
        "bands": "Calm; 0; 4; low\nCalm; 5; 10; high",
        "owner": "Us",
        "licence": "Ours.",
        "reference": "Unpublished.",
    }
    add = reverse("measures:add", args=[slug])
    assert lead.post(add, {"submission": str(uuid4()), **own, "items": "Are they calm?"}).status_code == 422
    assert lead.post(add, {"submission": str(uuid4()), **own, "scales": "Calm; 10; 0; high"}).status_code == 422
    lead.post(add, {"submission": str(uuid4()), **own})
    made = Definition.objects.get(code="OURS")
    change = reverse("measures:change", args=[made.key])
    assert "Calm; 0; 10; high; 2; 4" in lead.get(change).content.decode()
    lead.post(change, {"submission": str(uuid4()), **own, "name": "Our scale, again", "seen": str(made.version)})

    editions = list(Definition.objects.filter(code="OURS").order_by("edition"))
    assert [one.edition for one in editions] == [1, 2]
    assert editions[0].superseded_at is not None
    shown = lead.get(reverse("measures:library", args=[slug])).content.decode()
    assert "Our scale, again" in shown
    assert "OURS, edition 1" in shown
    lead.post(
        reverse("measures:stop", args=[editions[1].key]),
        {"submission": str(uuid4()), "seen": str(editions[1].version)},
    )
    assert not Definition.objects.filter(code="OURS", superseded_at=None).exists()
    assert client_of(work.lead).get(add).status_code == 403


def test_changing_a_shipped_measure_keeps_what_it_had(work: MadeWork) -> None:
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, work.team))
    made = use(work, "CORE-10")
    page = lead.get(reverse("measures:change", args=[made.key]))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}

    lead.post(reverse("measures:change", args=[made.key]), data | {"name": "CORE ten"})

    spec = Definition.objects.get(code="CORE-10", superseded_at=None).spec
    before = made.spec
    assert spec.name == "CORE ten"
    assert (spec.items, spec.reversed, spec.may_miss) == (before.items, before.reversed, before.may_miss)
    assert [one.bands for one in spec.scales] == [one.bands for one in before.scales]
    assert [risk.item for risk in spec.alerts] == [6]
    assert dict(library()["CORE-10"])["name"] != spec.name


@pytest.mark.rule("P71")
def test_a_measure_is_printed_empty_with_help_on_it_and_nobodys_name(work: MadeWork, client: Client) -> None:
    definition = use(work)
    href = reverse("measures:blank", args=[definition.key])

    shown = client.get(href).content.decode()
    chosen = client.get(reverse("measures:choose", args=[work.family.key])).content.decode()

    assert "Thoughts that you would be better off dead" in shown
    assert shown.count("☐") == 9 * 4
    assert "116 123" in shown
    assert "Khan" not in shown.split("<main")[1]
    assert href in chosen


@pytest.mark.rule("P71")
def test_words_that_are_not_ours_are_not_printed(work: MadeWork, client: Client) -> None:
    ours = use(work)
    other = next(code for code, data in library().items() if not read_spec(data).by_item)
    definition = use(work, other)

    shown = client.get(reverse("measures:blank", args=[definition.key])).content.decode()
    chosen = client.get(reverse("measures:choose", args=[work.family.key])).content.decode()
    stranger = client_of(make_user(RoleName.PRACTITIONER, make_team())).get(reverse("measures:blank", args=[ours.key]))

    assert "not ours to print" in shown
    assert reverse("measures:blank", args=[definition.key]) not in chosen
    assert stranger.status_code == 404
