"""PostGIS, trigrams, and the folding that search and indexes share."""

from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations

# The same as `common.text.fold`; a test compares the two. Immutable, so that columns and indexes may use it.
FOLD = """
CREATE FUNCTION qk_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(
    regexp_replace(
      normalize(
        replace(replace(replace(replace(lower(normalize($1, NFC) COLLATE "de-x-icu"),
          'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'),
        NFD),
      '[\\u0300-\\u036f]', '', 'g'),
    '[^0-9a-z§]+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateExtension("postgis"),
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION qk_fold(text)"),
    ]
