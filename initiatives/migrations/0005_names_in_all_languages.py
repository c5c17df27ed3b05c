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
INITIATIVE = GeneratedField(
    expression=SearchVector("title_de", "title_en", weight="A", config="german")
    + SearchVector("summary_de", "plain", "goal_de", "joining_de", weight="C", config="german")
    + SearchVector("summary_en", "goal_en", "joining_en", weight="C", config="german"),
    output_field=SearchVectorField(),
    db_persist=True,
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_what_events_are_called")]

    operations = [
        *made_anew("event", "folded", FOLDED, GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="event_folded_trgm")),
        *made_anew("initiative", "folded", FOLDED, GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="initiative_folded_trgm")),
        *made_anew("initiative", "words", INITIATIVE, GinIndex(F("words"), name="initiative_words")),
    ]
