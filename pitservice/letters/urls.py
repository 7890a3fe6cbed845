"""Addresses of letters, and of the list of all correspondence."""

from __future__ import annotations

from django.urls import path

from pitservice.letters.views import (
    copy,
    correspondence,
    enclosing,
    heading,
    posting,
    previews,
    printing,
    readers,
    reading,
    wording,
    writing,
)

app_name = "letters"

#: One template of one team; one of its languages and forms.
WORDS, VERSION = "words/<slug:team>/<slug:words>", "<slug:language>/<slug:form>"

urlpatterns = [
    path("", correspondence.CorrespondencePage.as_view(), name="correspondence"),
    path("print/", printing.PrintPage.as_view(), name="print"),
    path("printed/", printing.RunsPage.as_view(), name="runs"),
    path("printed/<key:key>/", printing.RunPage.as_view(), name="run"),
    path("printed/<key:key>/file/", printing.RunFilePage.as_view(), name="run_file"),
    path("printed/<key:key>/again/", printing.RunAgainPage.as_view(), name="run_again"),
    path("printed/<key:key>/back/", printing.GiveBackPage.as_view(), name="give_back"),
    path("writing/", readers.BeingWrittenPage.as_view(), name="being_written"),
    path("clear/<slug:team>/", correspondence.ClearPage.as_view(), name="clear"),
    path("post/", posting.ToPostPage.as_view(), name="to_post"),
    path("enclosures/", enclosing.EnclosuresPage.as_view(), name="enclosures"),
    path("enclosures/add/<slug:team>/", enclosing.AddEnclosurePage.as_view(), name="add_enclosure"),
    path("enclosures/<key:key>/", enclosing.EnclosurePage.as_view(), name="enclosure"),
    path("enclosures/<key:key>/file/", enclosing.EnclosureFilePage.as_view(), name="enclosure_file"),
    path("enclosures/<key:key>/change/", enclosing.ChangeEnclosurePage.as_view(), name="change_enclosure"),
    path("enclosures/<key:key>/version/", enclosing.ReplaceEnclosurePage.as_view(), name="replace_enclosure"),
    path("enclosures/<key:key>/retire/", enclosing.RetireEnclosurePage.as_view(), name="retire_enclosure"),
    path("head/", heading.HeadsPage.as_view(), name="heads"),
    path("head/<slug:team>/logo/", heading.SetLogoPage.as_view(), name="set_logo"),
    path("head/<slug:team>/plain/", heading.NoLogoPage.as_view(), name="no_logo"),
    path("head/<slug:team>/pdf/", heading.SampleLetterPage.as_view(), name="sample"),
    path("words/", wording.TemplatesPage.as_view(), name="templates"),
    path(f"{WORDS}/", wording.TemplatePage.as_view(), name="template"),
    path(f"{WORDS}/add/", wording.AddVersionPage.as_view(), name="add_words"),
    path(f"{WORDS}/change/{VERSION}/", wording.ChangeWordsPage.as_view(), name="change_words"),
    path(f"{WORDS}/shipped/{VERSION}/", wording.ShipWordsPage.as_view(), name="ship_words"),
    path(f"{WORDS}/versions/<key:key>/", wording.VersionPage.as_view(), name="words_version"),
    path(f"{WORDS}/versions/<key:key>/again/", wording.WordsAgainPage.as_view(), name="words_again"),
    path(f"{WORDS}/read/families/", previews.PreviewFamiliesPage.as_view(), name="preview_families"),
    path(f"{WORDS}/read/<slug:situation>/", previews.PreviewPage.as_view(), name="preview"),
    path(f"{WORDS}/read/<slug:situation>/pdf/", previews.PreviewPdfPage.as_view(), name="preview_pdf"),
    path("family/<key:key>/words/<slug:words>/", previews.PreviewFamilyPage.as_view(), name="preview_family"),
    path("family/<key:key>/", correspondence.FamilyCorrespondencePage.as_view(), name="family"),
    path("family/<key:key>/write/", writing.NewLetterPage.as_view(), name="write"),
    path("letter/<key:key>/", readers.LetterPage.as_view(), name="letter"),
    path("letter/<key:key>/words/", writing.WordsPage.as_view(), name="words"),
    path("letter/<key:key>/typed/", writing.TypedPage.as_view(), name="typed"),
    path("letter/<key:key>/other/<uuid:tab>/", writing.SettlePage.as_view(), name="settle"),
    path("letter/<key:key>/parents/", readers.MarkPage.as_view(), name="mark"),
    path("letter/<key:key>/reader/<key:item>/", readers.ReaderPage.as_view(), name="reader"),
    path("letter/<key:key>/approve/", readers.ApprovePage.as_view(), name="approve"),
    path("letter/<key:key>/drop/", readers.DropPage.as_view(), name="drop"),
    path("read/<key:key>/<slug:token>/", reading.ReadPage.as_view(), name="read"),
    path("<key:key>/", copy.CopyPage.as_view(), name="copy"),
    path("<key:key>/pdf/", copy.PdfPage.as_view(), name="pdf"),
    path("<key:key>/confirm/", copy.ConfirmPage.as_view(), name="confirm"),
    path("<key:key>/again/", copy.RetryPage.as_view(), name="retry"),
    path("<key:key>/posted/", copy.PostedPage.as_view(), name="posted"),
    path("<key:key>/by-post/", copy.PostInsteadPage.as_view(), name="post_instead"),
    path("<key:key>/link/", copy.SendLinkPage.as_view(), name="send_link"),
    path("<key:key>/cancel/", copy.CancelPage.as_view(), name="cancel"),
    path("<key:key>/returned/", printing.CameBackPage.as_view(), name="came_back"),
    path("<key:key>/settled/", printing.SettledPage.as_view(), name="settled"),
    path("<key:key>/envelope/", enclosing.EnvelopePage.as_view(), name="envelope"),
    path("<key:key>/whole/", enclosing.WholeEnvelopePage.as_view(), name="whole_envelope"),
    path("<key:key>/tell/", copy.TellPage.as_view(), name="tell"),
]
