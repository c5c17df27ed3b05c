"""Addresses: pages in German without prefix, in English under /en/; data interfaces without language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from common.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("mapping.urls")),
    path("", include("portal.api.urls")),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(path("", include("portal.urls")), prefix_default_language=False)

handler400 = "common.http.bad_request"
handler404 = "common.http.page_not_found"
handler500 = "common.http.server_error"
