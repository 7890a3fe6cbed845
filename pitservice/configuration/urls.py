"""Addresses of what a team sets."""

from __future__ import annotations

from django.urls import path

from pitservice.configuration.views import risks, settings

app_name = "configuration"

urlpatterns = [
    path("", settings.SettingsPage.as_view(), name="settings"),
    path("<slug:team>/settings/", settings.ChangeSettingsPage.as_view(), name="change"),
    path("<slug:team>/risk-factors/", risks.RiskListPage.as_view(), name="risks"),
    path("<slug:team>/risk-factors/editions/<str:number>/", risks.EditionPage.as_view(), name="edition"),
    path("<slug:team>/risk-factors/prepare/", risks.BeginEditionPage.as_view(), name="begin_edition"),
    path("<slug:team>/risk-factors/draft/", risks.DraftPage.as_view(), name="draft"),
    path("<slug:team>/risk-factors/draft/add/", risks.AddFactorsPage.as_view(), name="add_factors"),
    path("<slug:team>/risk-factors/draft/rule/", risks.ChangeRulePage.as_view(), name="change_rule"),
    path("<slug:team>/risk-factors/draft/put-in-force/", risks.PutInForcePage.as_view(), name="put_in_force"),
    path("<slug:team>/risk-factors/draft/drop/", risks.DropEditionPage.as_view(), name="drop_edition"),
    path("<slug:team>/risk-factors/draft/<str:number>/", risks.ChangeFactorPage.as_view(), name="change_factor"),
    path("<slug:team>/risk-factors/draft/<str:number>/remove/", risks.RemoveFactorPage.as_view(), name="remove_factor"),
    path("<slug:team>/postcodes/", settings.PostcodesPage.as_view(), name="postcodes"),
    path("<slug:team>/working-days/", settings.DayListPage.as_view(), name="days"),
    path("<slug:team>/working-days/add/", settings.AddDayPage.as_view(), name="add_day"),
]
