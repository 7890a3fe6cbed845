"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Commissioner reports: reads everything, writes nothing clinical."""

    name = "reporting"
    label = "reporting"

    def ready(self) -> None:
        """The indicators."""
        from reporting.indicators import consultations, intake, register, waits, work

        register(intake.RECEIVED, intake.DECIDED)
        register(waits.FIRST, waits.SECOND, waits.WAITING)
        register(work.APPOINTMENTS, work.FAMILIES_SEEN, work.FATHERS, work.ENDINGS, work.FOLLOW_UPS)
        register(consultations.CONSULTATIONS)
