"""The demo's records as paper and mistakes make them: what came in, what was misfiled, what stood twice."""

from __future__ import annotations

from datetime import timedelta

from families import actions
from families.enums import DocumentKind, FamilyRole, NeedKind
from families.models import Family
from families.selectors import adults_of
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff


def tell(staff: Staff, calendar: Calendar) -> None:
    """Documents in the tray and in records, one moved, one struck through; a record that stood twice."""
    families = list(Family.objects.filter(team=staff.team, restricted=False, losses=None).order_by("title", "pk")[:6])
    first, second, third = families[:3]
    with calendar.told(calendar.at(calendar.working(20), 10)):
        _paper(first, second, staff, calendar)
    with calendar.told(calendar.at(calendar.working(12), 11)):
        _stood_twice(third, staff)
    for number, (name, whom) in enumerate(
        (("Discharge summary", "St Helen’s Maternity"), ("Questionnaire", ""), ("Letter of 3 pages", "Rowan Surgery"))
    ):
        with calendar.told(calendar.at(calendar.working(3 - number), 9, 20)):
            about = actions.About(title=name, from_whom=whom)
            content = pdf(f"{name}. Invented for the demo.")
            actions.take_in(team=staff.team, content=content, name=f"{name}.pdf", about=about, by=staff.admin.actor)


def _paper(first: Family, second: Family, staff: Staff, calendar: Calendar) -> None:
    by = staff.admin.actor
    day = calendar.today - timedelta(days=30)

    def add(family: Family, title: str, kind: DocumentKind, *, withhold: str = "") -> object:
        about = actions.About(
            kind=kind, title=title, from_whom="Rowan Surgery", dated=day, withhold=bool(withhold), withhold_why=withhold
        )
        content = pdf(f"{title}. Invented for the demo.")
        return actions.take_in(team=staff.team, content=content, name=f"{title}.pdf", about=about, family=family, by=by)

    add(first, "Report of the GP", DocumentKind.REPORT)
    add(first, "Statement of a relative", DocumentKind.COURT, withhold="It names somebody who spoke in confidence.")
    twice = add(first, "Report of the GP, second scan", DocumentKind.REPORT)
    actions.strike_entry(entry=twice, family=first, reason="The same letter was scanned twice.", by=by)
    misfiled = add(first, "Letter of the health visitor", DocumentKind.LETTER)
    actions.move_entry(
        entry=misfiled, family=first, to=second, whose={}, reason="The two records were open in two windows.", by=by
    )


def _stood_twice(family: Family, staff: Staff) -> None:
    by = staff.admin.actor
    twin = actions.open_family(team=staff.team, title=family.title, naming=family.naming, by=by)
    for member in adults_of(family)[:1]:
        person = actions.add_person(
            family=twin,
            role=FamilyRole(member.role),
            given_name=member.person.given_name,
            family_name=member.person.family_name,
            by=by,
        )
        actions.add_need(family=twin, person=person, kind=NeedKind.TIMES_TO_AVOID, text="Wednesday mornings", by=by)
        actions.merge_families(keep=family, gone=twin, by=by)
        actions.merge_people(family=family, keep=member.person, gone=person, by=by)


def pdf(words: str) -> bytes:
    """One page with a line of words, as small as a PDF can be."""
    line = words.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 14 Tf 60 760 Td (" + line + b") Tj ET"
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(content),
        )
    )
