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
        from reporting import gaps
        from reporting.actions import EXPORT, FREEZE
        from reporting.exports import making
        from reporting.gaps.work import GAPS
        from reporting.indicators import consultations, groups, intake, other, outcomes, register, waits, work
        from reporting.making import make
        from reporting.worklist import check_items, duty_items, gap_items, items

        register(intake.RECEIVED, intake.DECIDED)
        register(waits.FIRST, waits.SECOND, waits.HELP, waits.WAITING)
        register(work.APPOINTMENTS, work.FAMILIES_SEEN, work.FATHERS, work.CASELOAD)
        register(groups.GROUP_SESSIONS)
        register(outcomes.ENDINGS, outcomes.FOLLOW_UPS)
        register(consultations.CONSULTATIONS)
        register(other.OTHER_WORK)
        gaps.register(*GAPS)
        jobs.register(FREEZE, make)
        jobs.register(EXPORT, making.make)
        navigation.register(navigation.Place("Reports", "reporting:list", Permission.SEE_REPORTS, order=70))
        worklist.register(worklist.Source("Reports", Permission.SEE_REPORTS, items, "reporting:list"))
        missing = worklist.Source("Data to complete", Permission.SEE_CASELOAD, gap_items, "reporting:data", own=True)
        worklist.register(missing)
        check = worklist.Source("Data to check", Permission.SEE_CASELOAD, check_items, "reporting:data", own=True)
        worklist.register(check)
        worklist.register(worklist.Source("Whose the data is", Permission.ALLOCATE, duty_items, "reporting:duties"))
