"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """The record, and who may be told what."""

    name = "families"
    label = "families"

    def ready(self) -> None:
        """Register how the facts of a family are read, the place in the navigation, the tabs and the timeline."""
        from families.contact.everywhere import compared_all
        from families.contact.gather import facts_of_records
        from families.contact.registry import register_comparison, register_facts
        from families.documents import document_entries, to_file
        from families.entries import OWN, register_entry
        from families.models import Document
        from families.registry import FamilyTab, TimelineSource, register_tab, register_timeline
        from families.scoping import involvements_in_force, kinds_closed
        from families.timeline import SOURCES as DATED
        from families.waiting import SOURCES
        from families.watching import SOURCES as WATCHED
        from pitservice.accounts.enums import Permission
        from pitservice.accounts.models import READ_ALONG
        from pitservice.ui import worklist
        from pitservice.ui.navigation import Place, register

        READ_ALONG.update(involvements_in_force=involvements_in_force, kinds_closed=kinds_closed)
        register_facts("family", facts_of_records)
        for kind in OWN:
            register_entry(kind)
        register_comparison(compared_all)
        register(Place("Families", "families:list", Permission.SEE_FAMILIES, 30, searches=True))
        register(Place("Directory", "families:directory", Permission.SEE_FAMILIES, 74))
        register(Place("Guarding", "families:restricted", Permission.GUARD, 35))
        register(Place("Sealed identities", "families:sealed", Permission.GUARD, 36))
        register_tab(FamilyTab("Timeline", "families:family", Permission.SEE_FAMILIES, 0))
        register_tab(FamilyTab("People", "families:people", Permission.SEE_FAMILIES, 10))
        register_tab(FamilyTab("Contact and consent", "families:contact", Permission.SEE_FAMILIES, 20))
        register_tab(FamilyTab("Documents", "families:documents", Permission.SEE_DOCUMENTS, 60))
        register(Place("Documents", "families:tray", Permission.SEE_DOCUMENTS, 72))
        register_timeline(TimelineSource("Documents", Permission.SEE_DOCUMENTS, Document, document_entries))
        worklist.register(worklist.Source("Documents to file", Permission.SEE_DOCUMENTS, to_file, "families:tray"))
        register_tab(FamilyTab("Who looked", "families:who_looked", Permission.SEE_AUDIT, 90))
        for dated in DATED:
            register_timeline(dated)
        for source in (*SOURCES, *WATCHED):
            worklist.register(source)
        _register_safety_and_records()


def _register_safety_and_records() -> None:
    """Sharing and safeguarding, and the register of records: tabs, places, what waits."""
    from families import register as records
    from families import safeguarding
    from families.registry import (
        FamilyTab,
        IncidentSubject,
        register_incident_subject,
        register_tab,
        register_timeline,
    )
    from pitservice.accounts.enums import Permission
    from pitservice.ui import worklist
    from pitservice.ui.navigation import Place, register

    for dated in safeguarding.TIMELINE:
        register_timeline(dated)
    register_incident_subject(IncidentSubject("families.document", "A document", "families:document", in_family=True))
    register(Place("Records", "families:records", Permission.KEEP_RECORDS, 76))
    register_tab(FamilyTab("Sharing and safeguarding", "families:safeguarding", Permission.SAFEGUARD, 60))
    register_tab(FamilyTab("Record keeping", "families:record_keeping", Permission.KEEP_RECORDS, 80))
    for source in (*safeguarding.SOURCES, *records.SOURCES):
        worklist.register(source)
