"""Pages for residents."""

from django.urls import path

from portal.views import barriers, events, feeds, initiatives, records, start, texts
from portal.views.find import find
from portal.views.programme import programme, programme_pdf
from portal.views.reckoning import reckoning
from portal.views.signed import signed_route, signed_routes
from portal.views.way import way

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("karte/", find, name="find"),
    path("orte/<slug:slug>/", records.place, name="place"),
    path("angebote/<slug:slug>/", records.offering, name="offering"),
    path("akteure/<slug:slug>/", records.organisation, name="organisation"),
    path("initiativen/", initiatives.initiatives, name="initiatives"),
    path("initiativen/<slug:slug>/", initiatives.initiative, name="initiative"),
    path("initiativen/<slug:slug>/bilder/<slug:digest>.jpg", initiatives.picture, name="initiative_picture"),
    path("termine/", events.events, name="events"),
    path("termine/kalender.ics", feeds.calendar, name="calendar"),
    path("termine/neu.atom", feeds.dates_feed, name="dates_feed"),
    path("programm/", programme, name="programme"),
    path("programm.pdf", programme_pdf, name="programme_pdf"),
    path("termine/<slug:slug>/", events.event, name="event"),
    path("termine/<slug:slug>/kalender.ics", feeds.event_calendar, name="event_calendar"),
    path("hindernisse/", barriers.listing, name="barriers"),
    path("hindernisse/<slug:slug>/", barriers.barrier, name="barrier"),
    path("hindernisse/<slug:slug>/bild.jpg", barriers.picture, name="barrier_picture"),
    path("weg/", way, name="way"),
    path("wege/", signed_routes, name="signed_routes"),
    path("wege/<slug:slug>/", signed_route, name="signed_route"),
    path("so-rechnen-wir/", reckoning, name="reckoning"),
    path("einfach/", texts.plain, name="plain"),
    path("barrierefreiheit/", texts.accessibility, name="accessibility"),
    path("datenschutz/", texts.privacy, name="privacy"),
    path("impressum/", texts.imprint, name="imprint"),
]
