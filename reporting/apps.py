"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Commissioner reports: reads everything, writes nothing clinical."""

    name = "reporting"
    label = "reporting"

    def ready(self) -> None:
        """The indicators, the job that freezes, the place in the navigation, the home page."""
        from pitservice.accounts.enums import Permission
        from pitservice.jobs import registry as jobs
        from pitservice.ui import navigation, worklist
        from reporting.actions import FREEZE
        from reporting.indicators import consultations, intake, outcomes, register, waits, work
        from reporting.making import make
        from reporting.worklist import items

        register(intake.RECEIVED, intake.DECIDED)
        register(waits.FIRST, waits.SECOND, waits.WAITING)
        register(work.APPOINTMENTS, work.FAMILIES_SEEN, work.FATHERS)
        register(outcomes.ENDINGS, outcomes.FOLLOW_UPS)
        register(consultations.CONSULTATIONS)
        jobs.register(FREEZE, make)
        navigation.register(navigation.Place("Reports", "reporting:list", Permission.SEE_REPORTS, order=70))
        worklist.register(worklist.Source("Reports", Permission.SEE_REPORTS, items, "reporting:list"))
