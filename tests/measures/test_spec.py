"""Measures as data, and scoring (domain.md §3)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.enums import ItemText
from measures.spec import library, read_spec
from pitservice.db.errors import Refused

ALL = sorted(library())
#: Those whose words may not be shipped (domain.md §3.5).
SCORES_ONLY = {"EPDS", "HADS", "MORS-SF", "PIR-GAS", "LOAF", "ASQ:SE-2", "PSI-4-SF", "SRS", "ORS", "SDQ 2–4", "SWEMWBS"}


@pytest.mark.parametrize("code", ALL)
def test_every_shipped_measure_is_whole_and_names_licence_and_source(code: str) -> None:
    spec = read_spec(library()[code])

    assert spec.licence
    assert spec.owner
    assert "domain.md" in spec.source
    assert spec.scales
    for scale in spec.scales:
        ends = [scale.low - scale.step] + [high for _, high, _ in scale.bands]
        assert [low for low, _, _ in scale.bands] == [end + 1 for end in ends[:-1]] if scale.bands else True
        assert not scale.bands or scale.bands[-1][1] == scale.high
    for risk in spec.alerts:
        assert spec.by_item or risk.most


def test_words_of_items_stand_only_where_the_licence_allows_it() -> None:
    shipped = {code for code in ALL if read_spec(library()[code]).items}

    assert shipped == {"PHQ-9", "GAD-7", "PHQ-2", "CORE-10"}
    assert all(read_spec(library()[code]).text == ItemText.NO for code in SCORES_ONLY)
    assert set(ALL) >= SCORES_ONLY
    with pytest.raises(Refused, match="licence"):
        read_spec({**library()["EPDS"], "items": ["I have been able to laugh"]})


@pytest.mark.parametrize(
    ("code", "answers", "total"),
    [
        ("PHQ-9", dict.fromkeys(range(1, 10), 3), 27),
        ("GAD-7", dict.fromkeys(range(1, 8), 1), 7),
        ("CORE-10", dict.fromkeys(range(1, 11), 0), 8),  # items 2 and 3 count the other way round
        ("CORE-10", dict.fromkeys(range(1, 11), 4), 32),
        ("CORE-10", dict.fromkeys(range(1, 10), 4), 31),  # one missing: 28 × 10 ÷ 9 = 31.1
    ],
)
def test_totals(code: str, answers: dict[int, int], total: int) -> None:
    assert read_spec(library()[code]).totals(answers) == {"Total": Decimal(total)}


def test_missing_items_are_filled_only_as_the_manual_lets() -> None:
    phq, core = (read_spec(library()[code]) for code in ("PHQ-9", "CORE-10"))

    assert phq.totals(dict.fromkeys(range(1, 9), 1)) == {}
    assert core.totals(dict.fromkeys(range(1, 9), 1)) == {}
    assert phq.totals({}) == {}


@pytest.mark.rule("P60")
def test_a_risk_item_counts_whatever_the_total() -> None:
    phq, core, epds = (read_spec(library()[code]) for code in ("PHQ-9", "CORE-10", "EPDS"))

    assert [risk.item for risk in phq.risks({9: 1})] == [9]
    assert phq.risks({9: 0, 1: 3}) == []
    assert [risk.item for risk in core.risks({6: 1})] == [6]
    assert [risk.item for risk in epds.risks({10: 1})] == [10]


@pytest.mark.parametrize("typed", ["28", "-1", "3.5", "many", "", "NaN", "1e9"])
def test_a_value_outside_the_range_is_refused_with_a_sentence(typed: str) -> None:
    scale = read_spec(library()["PHQ-9"]).scales[0]

    with pytest.raises(Refused, match=r"Total must be a whole number from 0 to 27\."):
        scale.read(typed)


def test_bands_and_cut_offs() -> None:
    phq, kpcs = (read_spec(library()[code]).scales[0] for code in ("PHQ-9", "KPCS"))

    assert [phq.band(Decimal(value)) for value in (4, 5, 14, 19, 20)] == [
        "minimal",
        "mild",
        "moderate",
        "moderately severe",
        "severe",
    ]
    assert (phq.past_cutoff(Decimal(9)), phq.past_cutoff(Decimal(10))) == (False, True)
    assert (kpcs.past_cutoff(Decimal(39)), kpcs.past_cutoff(Decimal(40))) == (True, False)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["PHQ-9", "GAD-7", "PHQ-2", "CORE-10"]), st.data())
def test_a_total_is_in_range_and_never_falls_with_a_worse_answer(code: str, data: st.DataObject) -> None:
    spec = read_spec(library()[code])
    most, numbers = len(spec.anchors) - 1, range(1, len(spec.items) + 1)
    answers = {number: data.draw(st.integers(0, most)) for number in numbers}
    scale, item = spec.scales[0], data.draw(st.sampled_from(list(numbers)))
    worse = max(answers[item] - 1, 0) if item in spec.reversed else min(answers[item] + 1, most)

    before, after = spec.totals(answers)["Total"], spec.totals(answers | {item: worse})["Total"]

    assert scale.low <= before <= after <= scale.high
