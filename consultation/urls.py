"""Addresses of consultation."""

from __future__ import annotations

from django.urls import path

from consultation.views import (
    activity,
    agreements,
    consultation,
    following,
    meeting_points,
    meetings,
    ours,
    referring,
    statement,
    supervision,
)

app_name = "consultation"

urlpatterns = [
    path("", consultation.ConsultationListPage.as_view(), name="list"),
    path("record/", consultation.RecordConsultationPage.as_view(), name="record"),
    path("concerns/", following.ConcernListPage.as_view(), name="concerns"),
    path("actions/", following.ActionListPage.as_view(), name="actions"),
    path("other-work/", activity.ActivityListPage.as_view(), name="activities"),
    path("other-work/week/", activity.WeekPage.as_view(), name="week"),
    path("other-work/kinds/", activity.KindListPage.as_view(), name="activity-kinds"),
    path("other-work/kinds/<slug:team>/add/", activity.AddKindPage.as_view(), name="add-activity-kind"),
    path("other-work/kinds/<key:key>/end/", activity.EndKindPage.as_view(), name="end-activity-kind"),
    path("other-work/<key:key>/change/", activity.ChangeActivityPage.as_view(), name="change-activity"),
    path("other-work/<key:key>/remove/", activity.RemoveActivityPage.as_view(), name="remove-activity"),
    path("agreements/", agreements.AgreementListPage.as_view(), name="agreements"),
    path("agreements/record/", agreements.RecordAgreementPage.as_view(), name="record-agreement"),
    path("agreements/<key:key>/", agreements.AgreementPage.as_view(), name="agreement"),
    path("agreements/<key:key>/change/", agreements.ChangeAgreementPage.as_view(), name="change-agreement"),
    path("agreements/<key:key>/end/", agreements.EndAgreementPage.as_view(), name="end-agreement"),
    path("our-work/", ours.OursPage.as_view(), name="ours"),
    path("meetings/", meetings.TeamMeetingListPage.as_view(), name="meetings"),
    path("meetings/actions/", meeting_points.MeetingActionListPage.as_view(), name="meeting-actions"),
    path(
        "meetings/actions/<key:key>/done/",
        meeting_points.FinishMeetingActionPage.as_view(),
        name="finish-meeting-action",
    ),
    path("meetings/points/<key:key>/change/", meeting_points.DecidePointPage.as_view(), name="decide-point"),
    path("meetings/points/<key:key>/remove/", meeting_points.RemovePointPage.as_view(), name="remove-point"),
    path("meetings/points/<key:key>/action/", meeting_points.AddMeetingActionPage.as_view(), name="add-meeting-action"),
    path("meetings/<slug:team>/begin/", meetings.BeginTeamMeetingPage.as_view(), name="begin-meeting"),
    path("meetings/<key:key>/", meetings.TeamMeetingPage.as_view(), name="meeting"),
    path("meetings/<key:key>/discuss/", meetings.DiscussPage.as_view(), name="discuss"),
    path("meetings/<key:key>/finish/", meetings.FinishTeamMeetingPage.as_view(), name="finish-meeting"),
    path("meetings/<key:key>/call-off/", meetings.CallOffTeamMeetingPage.as_view(), name="call-off-meeting"),
    path("meetings/<key:key>/minutes/", meetings.MinutesPage.as_view(), name="minutes"),
    path("supervision/", supervision.SupervisionListPage.as_view(), name="supervision"),
    path("supervision/log/", supervision.LogSupervisionPage.as_view(), name="log-supervision"),
    path("supervision/<key:key>/", supervision.OneSupervisionPage.as_view(), name="one-supervision"),
    path("supervision/<key:key>/decide/", supervision.DecideInSupervisionPage.as_view(), name="decide-supervision"),
    path("supervision/<key:key>/remove/", supervision.RemoveSupervisionPage.as_view(), name="remove-supervision"),
    path("supervision/<slug:team>/<key:key>/experience/", supervision.ExperiencePage.as_view(), name="experience"),
    path("statement/<slug:team>/thank-you/", statement.StatementThanksPage.as_view(), name="statement-thanks"),
    path("statement/<key:key>/<str:token>/", statement.StatementPage.as_view(), name="statement"),
    path("<key:key>/", consultation.ConsultationPage.as_view(), name="consultation"),
    path("<key:key>/change/", consultation.ChangeConsultationPage.as_view(), name="change"),
    path("<key:key>/carry/", referring.CarryPage.as_view(), name="carry"),
    path("<key:key>/refer/", referring.ReferPage.as_view(), name="refer"),
    path("<key:key>/concern/", following.RaiseConcernPage.as_view(), name="raise-concern"),
    path("<key:key>/concern/<key:item>/told/", following.TakeFurtherPage.as_view(), name="take-further"),
    path("<key:key>/concern/<key:item>/close/", following.CloseConcernPage.as_view(), name="close-concern"),
    path("<key:key>/action/", following.AgreeActionPage.as_view(), name="agree-action"),
    path("<key:key>/action/<key:item>/done/", following.FinishActionPage.as_view(), name="finish-action"),
    path("<key:key>/statement/", statement.GiveStatementPage.as_view(), name="give-statement"),
]
