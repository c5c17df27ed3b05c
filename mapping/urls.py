from django.urls import path

from mapping import views

app_name = "mapping"
urlpatterns = [
    path("tiles/ways-<slug:profile>/<int:z>/<int:x>/<int:y>.mvt", views.class_tile, name="class_tile"),
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
]
