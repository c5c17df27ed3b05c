"""Data interfaces for machines."""

from django.urls import path

from portal.api import views, way

app_name = "api"
urlpatterns = [
    path("api/find", views.find, name="find"),
    path("api/route", way.route, name="route"),
    path("api/suggest", views.suggest, name="suggest"),
]
