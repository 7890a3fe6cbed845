"""Input that breaks careless programs: NUL, huge, wrong types, lone surrogates, markup, formulas, other alphabets."""

from __future__ import annotations

from hypothesis import strategies as st

#: One of each kind that has broken real systems (engineering §5.9).
CORPUS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "x" * 20_000,
    "9" * 400,
    "-1",
    "0",
    "1e400",
    "NaN",
    "Infinity",
    "2026-02-30",
    "31/02/2026",
    "99999999999999999999",
    "0000-00-00",
    "25:61",
    "null",
    "None",
    "true",
    "[]",
    '{"a": 1}',
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% load x %}",
    '=HYPERLINK("http://example.org")',
    "'; DROP TABLE families_family; --",
    "../../etc/passwd",
    "Łukasz Tŵm Şerban",
    "محمد",
    "👶🏽",
    "\u202eevil",
    "a\r\nSet-Cookie: x=1",
    "%00%ff",
    "٣",
)

TEXT = st.one_of(st.sampled_from(CORPUS), st.text(max_size=300))
VALUES = st.one_of(TEXT, st.lists(TEXT, max_size=3))


def data_for(names: list[str], good: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """Form data: each field left as a person would send it, left out, or nasty; and keys nobody knows."""
    fields = {name: st.one_of(st.just(good.get(name, "")), VALUES) for name in names}
    unknown = st.dictionaries(st.text(min_size=1, max_size=20), TEXT, max_size=2)
    return st.builds(lambda known, extra: {**extra, **known}, st.fixed_dictionaries({}, optional=fields), unknown)
