"""Addresses of caseload."""

from __future__ import annotations

from django.urls import URLPattern, path

from caseload.views import appointment, contact, diary, ending, episode, feed, lists, my_day, notes, rota, session

app_name = "caseload"

urlpatterns: list[URLPattern] = [
    path("", my_day.MyDayPage.as_view(), name="my_day"),
    path("diary/", diary.DiaryPage.as_view(), name="diary"),
    path("diary/list/", diary.DiaryListPage.as_view(), name="diary_list"),
    path("calendar/", feed.OwnFeedPage.as_view(), name="own_feed"),
    path("calendar/stop/", feed.StopFeedPage.as_view(), name="stop_feed"),
    path("calendar/read/<str:token>/", feed.FeedPage.as_view(), name="feed"),
    path("rota/", rota.RotaPage.as_view(), name="rota"),
    path("rota/<key:key>/duty/", rota.DutyPage.as_view(), name="duty"),
    path("rota/<key:key>/days/<key:item>/", rota.WorkingDaysPage.as_view(), name="working_days"),
    path("rota/<key:key>/away/", rota.AddAbsencePage.as_view(), name="add_absence"),
    path("absences/<key:key>/", rota.AbsencePage.as_view(), name="absence"),
    path("absences/<key:key>/take-back/", rota.TakeBackAbsencePage.as_view(), name="take_back_absence"),
    path("caseload/", lists.CaseloadPage.as_view(), name="list"),
    path("first-contacts/", lists.FirstContactsPage.as_view(), name="first_contacts"),
    path("limits/", lists.LimitsPage.as_view(), name="limits"),
    path("outcomes/", lists.OutcomesPage.as_view(), name="outcomes"),
    path("unsigned/", lists.UnsignedPage.as_view(), name="unsigned"),
    path("reviews/", lists.ReviewsPage.as_view(), name="reviews"),
    path("sessions-used/", lists.SessionsUsedPage.as_view(), name="sessions_used"),
    path("follow-ups/", lists.FollowUpsPage.as_view(), name="follow_ups"),
    path("families/<key:key>/", episode.FamilyWorkPage.as_view(), name="family"),
    path("allocate/<key:key>/", episode.AllocatePage.as_view(), name="allocate"),
    path("episodes/<key:key>/", episode.EpisodeRecordPage.as_view(), name="episode"),
    path("episodes/<key:key>/attempt/", contact.AttemptPage.as_view(), name="attempt"),
    path("episodes/<key:key>/first-contact/", contact.FirstContactPage.as_view(), name="first_contact"),
    path("episodes/<key:key>/book/", appointment.BookPage.as_view(), name="book"),
    path("episodes/<key:key>/phase/<slug:phase>/", episode.PhasePage.as_view(), name="phase"),
    path("episodes/<key:key>/agree/", episode.AgreePage.as_view(), name="agree"),
    path("episodes/<key:key>/hand-over/", episode.HandOverPage.as_view(), name="hand_over"),
    path("episodes/<key:key>/end/", ending.EndPage.as_view(), name="end"),
    path("appointments/<key:key>/", appointment.AppointmentPage.as_view(), name="appointment"),
    path("appointments/<key:key>/move/", appointment.MovePage.as_view(), name="move"),
    path("appointments/<key:key>/cancel/", appointment.CancelPage.as_view(), name="cancel"),
    path("appointments/<key:key>/correct/", appointment.CorrectPage.as_view(), name="correct"),
    path("appointments/<key:key>/session/", session.SessionPage.as_view(), name="session"),
    path("appointments/<key:key>/draft/", session.DraftPage.as_view(), name="draft"),
    path("appointments/<key:key>/draft/<uuid:tab>/", session.SettlePage.as_view(), name="settle"),
    path("notes/<key:key>/", notes.NotePage.as_view(), name="note"),
    path("notes/<key:key>/sign/", notes.SignPage.as_view(), name="sign"),
    path("notes/<key:key>/add/", notes.AddendumPage.as_view(), name="addendum"),
    path("follow-ups/<key:key>/", ending.FollowUpPage.as_view(), name="follow_up"),
    path("follow-ups/<key:key>/confirm/", ending.ConfirmPage.as_view(), name="confirm"),
    path("follow-ups/<key:key>/text/", ending.FollowUpTextPage.as_view(), name="follow_up_text"),
    path("follow-ups/<key:key>/record/", ending.FollowUpRecordPage.as_view(), name="follow_up_record"),
]
