"""Generated columns cannot be altered: they are made anew, with their indexes."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations
from django.db.models import F, GeneratedField, TextField, Value
from django.db.models.functions import Concat

from common.sql import Fold

TITLES = GeneratedField(
    expression=Fold(Concat(F("title_de"), Value(" "), F("title_en"), output_field=TextField())),
    output_field=TextField(),
    db_persist=True,
)


def told(name: SearchVector, *about: str) -> GeneratedField:
    """Words of names count more than those of descriptions."""
    expression = name
    for columns in about:
        expression += SearchVector(*columns.split(), weight="C", config="german")
    return GeneratedField(expression=expression, output_field=SearchVectorField(), db_persist=True)


INITIATIVE = told(SearchVector("title_de", "title_en", weight="A", config="german"), "summary_de plain goal_de joining_de", "summary_en goal_en joining_en")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_what_events_are_called")]

    operations = [
        migrations.RemoveIndex("event", "event_folded_trgm"),
        migrations.RemoveField("event", "folded"),
        migrations.AddField("event", "folded", TITLES),
        migrations.AddIndex("event", GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="event_folded_trgm")),
        migrations.RemoveIndex("initiative", "initiative_folded_trgm"),
        migrations.RemoveField("initiative", "folded"),
        migrations.AddField("initiative", "folded", TITLES),
        migrations.AddIndex("initiative", GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="initiative_folded_trgm")),
        migrations.RemoveIndex("initiative", "initiative_words"),
        migrations.RemoveField("initiative", "words"),
        migrations.AddField("initiative", "words", INITIATIVE),
        migrations.AddIndex("initiative", GinIndex(F("words"), name="initiative_words")),
    ]
