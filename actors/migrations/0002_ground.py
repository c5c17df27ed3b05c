"""`qk_inside`: ST_Contains at the price that the planner should reckon with (`actors.ground`)."""

from django.db import migrations

MAKE = """
CREATE FUNCTION qk_inside(area geometry, spot geometry) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1
AS $$ BEGIN RETURN ST_Contains(area, spot); END $$
"""


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION qk_inside(geometry, geometry)")]
