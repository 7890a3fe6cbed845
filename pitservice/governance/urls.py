"""Addresses of governance."""

from __future__ import annotations

from django.urls import path

from pitservice.governance.views import about, own, teams, users, work

app_name = "governance"

urlpatterns = [
    path("", about.ManagePage.as_view(), name="manage"),
    path("users/", users.UserListPage.as_view(), name="users"),
    path("users/add/", users.AddUserPage.as_view(), name="add_user"),
    path("users/<key:key>/", users.UserPage.as_view(), name="user"),
    path("users/<key:key>/role/", users.GiveRolePage.as_view(), name="give_role"),
    path("users/<key:key>/role/<slug:team>/<slug:role>/end/", users.EndRolePage.as_view(), name="end_role"),
    path("users/<key:key>/close/", users.CloseUserPage.as_view(), name="close_user"),
    path("postcode/", own.HomePostcodePage.as_view(), name="home_postcode"),
    path("teams/set-up/", teams.SetUpTeamPage.as_view(), name="set_up_team"),
    path("teams/<slug:team>/", teams.NewTeamPage.as_view(), name="new_team"),
    path("roles/", about.RolesPage.as_view(), name="roles"),
    path("done/", work.EventListPage.as_view(), name="events"),
    path("work/", work.JobListPage.as_view(), name="jobs"),
    path("work/<key:key>/again/", work.StartAgainPage.as_view(), name="start_again"),
]
