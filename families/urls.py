"""Addresses of families. `key` is the family's, `item` that of something in its record."""

from __future__ import annotations

from django.urls import path

from families.views import (
    connections,
    consent,
    contact,
    directory,
    emergencies,
    entries,
    family,
    guarding,
    listing,
    looks,
    loss,
    people,
    told,
    waiting,
)

app_name = "families"

urlpatterns = [
    path("", listing.FamilyListPage.as_view(), name="list"),
    path("waiting/", waiting.WaitingPage.as_view(), name="waiting"),
    path("restricted/", guarding.RestrictedListPage.as_view(), name="restricted"),
    # Who sees what: emergencies, connections, looks to think about
    path("emergency/", emergencies.BreakGlassPage.as_view(), name="break_glass"),
    path("emergencies/", emergencies.EmergencyListPage.as_view(), name="emergencies"),
    path("know/", connections.KnowByReferencePage.as_view(), name="know_by_reference"),
    path("connections/", connections.ConnectionListPage.as_view(), name="connections"),
    path("looks/", looks.LooksPage.as_view(), name="looks"),
    path("<key:key>/emergencies/<key:item>/", emergencies.ReviewEmergencyPage.as_view(), name="review_emergency"),
    path("<key:key>/emergencies/<key:item>/close/", emergencies.CloseEmergencyPage.as_view(), name="close_emergency"),
    path("<key:key>/know/", connections.KnowFamilyPage.as_view(), name="know_family"),
    path("<key:key>/connections/<key:item>/", connections.ConnectionPage.as_view(), name="connection"),
    path("<key:key>/connections/<key:item>/work/", connections.ReallocatePage.as_view(), name="reallocate"),
    path("<key:key>/looks/<key:item>/", looks.ReviewLooksPage.as_view(), name="review_looks"),
    # The directory
    path("directory/", directory.ProfessionalListPage.as_view(), name="directory"),
    path("directory/add/", entries.AddDirectoryProfessionalPage.as_view(), name="add_directory_professional"),
    path("directory/people/<key:key>/", entries.ProfessionalPage.as_view(), name="directory_professional"),
    path(
        "directory/people/<key:key>/change/",
        entries.ChangeProfessionalPage.as_view(),
        name="change_directory_professional",
    ),
    path(
        "directory/people/<key:key>/end/",
        entries.EndDirectoryProfessionalPage.as_view(),
        name="end_directory_professional",
    ),
    path("directory/organisations/", directory.OrganisationListPage.as_view(), name="organisations"),
    path("directory/organisations/add/", entries.AddOrganisationPage.as_view(), name="add_organisation"),
    path("directory/organisations/<key:key>/", entries.OrganisationPage.as_view(), name="organisation"),
    path(
        "directory/organisations/<key:key>/change/",
        entries.ChangeOrganisationPage.as_view(),
        name="change_organisation",
    ),
    path("directory/organisations/<key:key>/end/", entries.EndOrganisationPage.as_view(), name="end_organisation"),
    path("<key:key>/", family.FamilyPage.as_view(), name="family"),
    path("<key:key>/told/", told.ToldPage.as_view(), name="told"),
    path("<key:key>/title/", people.RenamePage.as_view(), name="rename"),
    # People
    path("<key:key>/people/", people.PeoplePage.as_view(), name="people"),
    path("<key:key>/people/add/", people.AddPersonPage.as_view(), name="add_person"),
    path("<key:key>/people/<key:item>/", people.ChangePersonPage.as_view(), name="change_person"),
    path("<key:key>/people/<key:item>/birth/", loss.BirthPage.as_view(), name="birth"),
    path("<key:key>/people/<key:item>/end/", people.EndMemberPage.as_view(), name="end_member"),
    path("<key:key>/related/add/", people.RelatePage.as_view(), name="relate"),
    path("<key:key>/related/<key:item>/", people.ChangeRelationPage.as_view(), name="change_relation"),
    path("<key:key>/loss/", loss.LossPage.as_view(), name="loss"),
    path("<key:key>/loss/<key:item>/decided/", loss.LiftLossPage.as_view(), name="lift_loss"),
    path("<key:key>/loss/<key:item>/undo/", loss.UndoLossPage.as_view(), name="undo_loss"),
    # Contact and consent
    path("<key:key>/contact/", contact.ContactPage.as_view(), name="contact"),
    path("<key:key>/contact/add/", contact.AddPointPage.as_view(), name="add_point"),
    path("<key:key>/contact/<key:item>/", contact.ChangePointPage.as_view(), name="change_point"),
    path("<key:key>/contact/<key:item>/end/", contact.EndPointPage.as_view(), name="end_point"),
    path("<key:key>/contact/<key:item>/no-texts/", contact.OptOutPage.as_view(), name="opt_out"),
    path("<key:key>/contact/<key:item>/texts/", contact.OptInPage.as_view(), name="opt_in"),
    path("<key:key>/contact/<key:item>/returned/", contact.ReturnedPage.as_view(), name="returned"),
    path("<key:key>/needs/add/", consent.AddNeedPage.as_view(), name="add_need"),
    path("<key:key>/needs/<key:item>/", consent.ReviewNeedPage.as_view(), name="review_need"),
    path("<key:key>/needs/<key:item>/end/", consent.EndNeedPage.as_view(), name="end_need"),
    path("<key:key>/alerts/add/", consent.AddAlertPage.as_view(), name="add_alert"),
    path("<key:key>/alerts/<key:item>/", consent.ReviewAlertPage.as_view(), name="review_alert"),
    path("<key:key>/alerts/<key:item>/lift/", consent.LiftAlertPage.as_view(), name="lift_alert"),
    path("<key:key>/agreement/<key:item>/", consent.AgreementPage.as_view(), name="agreement"),
    path("<key:key>/consent/add/", consent.AddConsentPage.as_view(), name="add_consent"),
    path("<key:key>/professionals/add/", consent.AddProfessionalPage.as_view(), name="add_professional"),
    path("<key:key>/professionals/<key:item>/", consent.ChangeLinkPage.as_view(), name="change_link"),
    path("<key:key>/professionals/<key:item>/end/", consent.EndProfessionalPage.as_view(), name="end_professional"),
    # The guardian
    path("<key:key>/who-looked/", guarding.WhoLookedPage.as_view(), name="who_looked"),
    path("<key:key>/restrict/", guarding.RestrictPage.as_view(), name="restrict"),
    path("<key:key>/open/", guarding.UnrestrictPage.as_view(), name="unrestrict"),
]
