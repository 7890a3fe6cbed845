"""Addresses of referrals, of the waiting list, and of the public forms."""

from __future__ import annotations

from django.urls import path

from referrals.views.adding import AddPage
from referrals.views.amending import ReferChangePage, ReferChangesPage, ReferWithdrawPage
from referrals.views.asking import AnswerPage, AskAgainPage, InformationPage, InformationThanksPage
from referrals.views.attaching import AddFilePage, ReferFilesPage, ReferralFilePage, ReferRemoveFilePage
from referrals.views.changes import AcceptChangePage, SetAsideChangePage
from referrals.views.comparing import AskLeadPage, CompareAgainPage, ComparePage
from referrals.views.deciding import DecidePage, WarningPage
from referrals.views.entry import EntryRecordPage, PlaceEntryPage, TriagePage
from referrals.views.front import ContactFrontPage, ReferFrontPage
from referrals.views.holding import (
    AlarmsPage,
    AsBeforePage,
    AskPage,
    CheckEntryPage,
    GiveLinkPage,
    SupportPage,
    SupportThanksPage,
)
from referrals.views.import_rows import ImportCommentPage, ImportCommentsPage, ImportRowPage
from referrals.views.importing import (
    ColumnsPage,
    DiscardImportPage,
    ImportPage,
    ImportReportPage,
    ImportsPage,
    RowsPage,
    StartImportPage,
    TakeInPage,
    UndoPage,
)
from referrals.views.inbox import InboxPage, ShareOutPage
from referrals.views.matching import AskGuardianPage, MatchPage, ToMatchPage
from referrals.views.meanwhile import AvailablePage, LeaveEntryPage, TellPage, UnavailablePage, WordPage
from referrals.views.moving import (
    AgreementPage,
    AsidePage,
    BringBackPage,
    ReopenPage,
    TakeBackPage,
    TakeOnPage,
    WithdrawPage,
)
from referrals.views.public import (
    ContactCheckPage,
    ContactLeftPage,
    ContactSentPage,
    ContactStartPage,
    ContactStepPage,
    ReferCheckPage,
    ReferLeftPage,
    ReferSentPage,
    ReferStartPage,
    ReferStepPage,
)
from referrals.views.referral import ReferralPage
from referrals.views.returning import ReferReturnPage, ReferSavePage
from referrals.views.reviewing import OpinionPage
from referrals.views.routing import ToTeamPage
from referrals.views.tasks import ReferTasksPage
from referrals.views.waiting import OrdersPage, WaitingListPage

app_name = "referrals"

urlpatterns = [
    path("referrals/", InboxPage.as_view(), name="inbox"),
    path("referrals/share-out/", ShareOutPage.as_view(), name="share-out"),
    path("referrals/add/", AddPage.as_view(), name="add"),
    path("referrals/<key:key>/", ReferralPage.as_view(), name="referral"),
    path("referrals/<key:key>/warning/", WarningPage.as_view(), name="warning"),
    path("referrals/<key:key>/decide/", DecidePage.as_view(), name="decide"),
    path("referrals/<key:key>/ask-guardian/", AskGuardianPage.as_view(), name="ask-guardian"),
    path("referrals/<key:key>/ask-lead/", AskLeadPage.as_view(), name="ask-lead"),
    path("referrals/<key:key>/compare/<key:family>/", ComparePage.as_view(), name="compare"),
    path("referrals/<key:key>/compare/<key:family>/again/", CompareAgainPage.as_view(), name="compare-again"),
    path("referrals/<key:key>/take-on/", TakeOnPage.as_view(), name="take-on"),
    path("referrals/<key:key>/aside/", AsidePage.as_view(), name="aside"),
    path("referrals/<key:key>/bring-back/", BringBackPage.as_view(), name="bring-back"),
    path("referrals/<key:key>/take-back/", TakeBackPage.as_view(), name="take-back"),
    path("referrals/<key:key>/files/add/", AddFilePage.as_view(), name="add-file"),
    path("referrals/<key:key>/files/<key:file>/", ReferralFilePage.as_view(), name="file"),
    path("referrals/<key:key>/team/", ToTeamPage.as_view(), name="to-team"),
    path("referrals/<key:key>/withdraw/", WithdrawPage.as_view(), name="withdraw"),
    path("referrals/<key:key>/reopen/", ReopenPage.as_view(), name="reopen"),
    path("referrals/<key:key>/ask-again/", AskAgainPage.as_view(), name="ask-again"),
    path("answer/<slug:team>/thanks/", InformationThanksPage.as_view(), name="information-thanks"),
    path("answer/<key:key>/<str:token>/", InformationPage.as_view(), name="information"),
    path("referrals/<key:key>/opinion/", OpinionPage.as_view(), name="opinion"),
    path("referrals/<key:key>/answer/", AnswerPage.as_view(), name="answer"),
    path("referrals/<key:key>/people/<key:party>/agreement/", AgreementPage.as_view(), name="agreement"),
    path("referrals/<key:key>/changes/<key:change>/accept/", AcceptChangePage.as_view(), name="accept-change"),
    path("referrals/<key:key>/changes/<key:change>/set-aside/", SetAsideChangePage.as_view(), name="set-aside-change"),
    path("imports/", ImportsPage.as_view(), name="imports"),
    path("imports/upload/", StartImportPage.as_view(), name="import-start"),
    path("imports/<key:key>/", ImportPage.as_view(), name="import"),
    path("imports/<key:key>/columns/", ColumnsPage.as_view(), name="import-columns"),
    path("imports/<key:key>/rows/", RowsPage.as_view(), name="import-rows"),
    path("imports/<key:key>/rows/<key:row>/", ImportRowPage.as_view(), name="import-row"),
    path("imports/<key:key>/rows/<key:row>/comment/", ImportCommentPage.as_view(), name="import-comment"),
    path("imports/<key:key>/comments/", ImportCommentsPage.as_view(), name="import-comments"),
    path("imports/<key:key>/take-in/", TakeInPage.as_view(), name="import-take-in"),
    path("imports/<key:key>/undo/", UndoPage.as_view(), name="import-undo"),
    path("imports/<key:key>/discard/", DiscardImportPage.as_view(), name="import-discard"),
    path("imports/<key:key>/report/", ImportReportPage.as_view(), name="import-report"),
    path("guarding/referrals/", ToMatchPage.as_view(), name="to-match"),
    path("guarding/referrals/<key:key>/", MatchPage.as_view(), name="match"),
    path("waiting/", WaitingListPage.as_view(), name="waiting"),
    path("waiting/orders/", OrdersPage.as_view(), name="orders"),
    path("waiting/<key:key>/", EntryRecordPage.as_view(), name="entry"),
    path("waiting/<key:key>/check/", CheckEntryPage.as_view(), name="check"),
    path("waiting/<key:key>/check/as-before/", AsBeforePage.as_view(), name="as-before"),
    path("waiting/<key:key>/ask/", AskPage.as_view(), name="ask"),
    path("waiting/<key:key>/link/", GiveLinkPage.as_view(), name="give-link"),
    path("waiting/<key:key>/alarms/", AlarmsPage.as_view(), name="alarms"),
    path("waiting/<key:key>/triage/", TriagePage.as_view(), name="triage"),
    path("waiting/<key:key>/tell/", TellPage.as_view(), name="tell"),
    path("waiting/<key:key>/told/", WordPage.as_view(), name="told"),
    path("waiting/<key:key>/unavailable/", UnavailablePage.as_view(), name="unavailable"),
    path("waiting/<key:key>/available/", AvailablePage.as_view(), name="available"),
    path("waiting/<key:key>/place/", PlaceEntryPage.as_view(), name="place"),
    path("waiting/<key:key>/leave/", LeaveEntryPage.as_view(), name="leave"),
    path("support/<slug:team>/thank-you/", SupportThanksPage.as_view(), name="support-thanks"),
    path("support/<key:key>/<str:token>/", SupportPage.as_view(), name="support"),
    path("refer/", ReferFrontPage.as_view(), name="refer-front"),
    path("contact/", ContactFrontPage.as_view(), name="contact-front"),
    path("refer/<slug:team>/", ReferStartPage.as_view(), name="refer"),
    path("refer/<slug:team>/return/<str:token>/", ReferReturnPage.as_view(), name="refer-return"),
    path("refer/<slug:team>/change/<str:token>/", ReferChangePage.as_view(), name="refer-change"),
    path("refer/<slug:team>/<str:token>/changes/", ReferChangesPage.as_view(), name="refer-changes"),
    path("refer/<slug:team>/<str:token>/withdraw/", ReferWithdrawPage.as_view(), name="refer-withdraw"),
    path("refer/<slug:team>/<str:token>/files/", ReferFilesPage.as_view(), name="refer-files"),
    path(
        "refer/<slug:team>/<str:token>/files/<key:file>/remove/",
        ReferRemoveFilePage.as_view(),
        name="refer-remove-file",
    ),
    path("refer/<slug:team>/<str:token>/tasks/", ReferTasksPage.as_view(), name="refer-tasks"),
    path("refer/<slug:team>/<str:token>/save/", ReferSavePage.as_view(), name="refer-save"),
    path("refer/<slug:team>/<str:token>/check/", ReferCheckPage.as_view(), name="refer-check"),
    path("refer/<slug:team>/<str:token>/sent/", ReferSentPage.as_view(), name="refer-sent"),
    path("refer/<slug:team>/<str:token>/left/", ReferLeftPage.as_view(), name="refer-left"),
    path("refer/<slug:team>/<str:token>/<slug:step>/", ReferStepPage.as_view(), name="refer-step"),
    path("contact/<slug:team>/", ContactStartPage.as_view(), name="contact"),
    path("contact/<slug:team>/<str:token>/check/", ContactCheckPage.as_view(), name="contact-check"),
    path("contact/<slug:team>/<str:token>/sent/", ContactSentPage.as_view(), name="contact-sent"),
    path("contact/<slug:team>/<str:token>/left/", ContactLeftPage.as_view(), name="contact-left"),
    path("contact/<slug:team>/<str:token>/<slug:step>/", ContactStepPage.as_view(), name="contact-step"),
]
