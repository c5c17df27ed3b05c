"""Titles and descriptions in all languages in the columns that are searched."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations
from django.db.models import F, GeneratedField, TextField

from common.generated import made_anew
from common.sql import folded_in_all_languages

FOLDED = GeneratedField(
    expression=folded_in_all_languages("title"), output_field=TextField(), db_persist=True
)
OFFERING = GeneratedField(
    expression=SearchVector("title_de", "title_en", weight="A", config="german")
    + SearchVector("about_de", "about_en", "plain", weight="C", config="german"),
    output_field=SearchVectorField(),
    db_persist=True,
)
PLACE = GeneratedField(
    expression=SearchVector("name", weight="A", config="german")
    + SearchVector("about_de", "about_en", "plain", weight="C", config="german"),
    output_field=SearchVectorField(),
    db_persist=True,
)


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_ground")]

    operations = [
        *made_anew("offering", "folded", FOLDED, GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="offering_folded_trgm")),
        *made_anew("offering", "words", OFFERING, GinIndex(F("words"), name="offering_words")),
        *made_anew("place", "words", PLACE, GinIndex(F("words"), name="place_words")),
    ]
