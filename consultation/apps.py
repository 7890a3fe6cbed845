"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """Consultation to other professionals."""

    name = "consultation"
    label = "consultation"

    def ready(self) -> None:
        """The place in the navigation, named consultations in a family's timeline, and what waits."""
        from consultation.models import Consultation, MeetingPoint, SupervisionDecision
        from consultation.timeline import discussed, supervised, timeline
        from consultation.waiting import SOURCES
        from families.registry import TimelineSource, register_timeline
        from pitservice.accounts.enums import Permission
        from pitservice.ui import navigation, worklist

        navigation.register(
            navigation.Place(
                "Consultations",
                "consultation:list",
                Permission.SEE_CONSULTATIONS,
                order=60,
            )
        )
        navigation.register(navigation.Place("Our own work", "consultation:ours", Permission.SEE_CASELOAD, order=61))
        register_timeline(TimelineSource("Sharing", Permission.SEE_CONSULTATIONS, Consultation, timeline))
        register_timeline(TimelineSource("Work", Permission.SEE_CASELOAD, MeetingPoint, discussed))
        register_timeline(TimelineSource("Work", Permission.READ_NOTES, SupervisionDecision, supervised))
        for source in SOURCES:
            worklist.register(source)
