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


OFFERING = told(SearchVector("title_de", "title_en", weight="A", config="german"), "about_de about_en plain")
PLACE = told(SearchVector("name", weight="A", config="german"), "about_de about_en plain")


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_ground")]

    operations = [
        migrations.RemoveIndex("offering", "offering_folded_trgm"),
        migrations.RemoveField("offering", "folded"),
        migrations.AddField("offering", "folded", TITLES),
        migrations.AddIndex("offering", GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="offering_folded_trgm")),
        migrations.RemoveIndex("offering", "offering_words"),
        migrations.RemoveField("offering", "words"),
        migrations.AddField("offering", "words", OFFERING),
        migrations.AddIndex("offering", GinIndex(F("words"), name="offering_words")),
        migrations.RemoveIndex("place", "place_words"),
        migrations.RemoveField("place", "words"),
        migrations.AddField("place", "words", PLACE),
        migrations.AddIndex("place", GinIndex(F("words"), name="place_words")),
    ]
