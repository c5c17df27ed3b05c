"""Data interfaces for machines."""

from django.urls import path

from portal.api import views

app_name = "api"
urlpatterns = [
    path("api/find", views.find, name="find"),
    path("api/suggest", views.suggest, name="suggest"),
]
