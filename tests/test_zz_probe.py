from datetime import UTC, datetime, date, timedelta
from pathlib import Path
import pytest
from django.core.management import call_command
from django.contrib.auth.models import User
from actors.models import AccessFact, Organisation, Place, Kind, Need, Offering
from common.geo import BBox
from common.records import Status
from mapping.models import Quarter
from tests import factories
from tests.mapping.osm.drawing import BOX, Drawing
from tests.upkeep.imports.test_osm import PHARMACY, drawing, run, pharmacy, AT
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
pytestmark = pytest.mark.django_db

def test_manual_fact(tmp_path):
    run(tmp_path)
    f = AccessFact.objects.get(place=pharmacy(), feature="wheelchair")
    print("fact", f.value, f.number, f.note, f.surveyed_on, f.imported)
    AccessFact.objects.filter(pk=f.pk).delete()
    mine = AccessFact.objects.create(place=pharmacy(), feature="wheelchair", value="no", surveyed_on=f.surveyed_on, note=f.note)
    run(tmp_path)
    mine.refresh_from_db(); print("after same", mine.source, mine.value, mine.licence, mine.imported)
    r = run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"wheelchair": "yes"}))
    mine.refresh_from_db(); print("after other", mine.source, mine.value, r.contradictions)
    assert mine.value == "no"

def test_quarter_edge_without_slug(tmp_path):
    path = drawing(pharmacy=PHARMACY).save(tmp_path, box=BOX)
    import_osm(Order(path=path, name="Wittenau"), at=AT)
    q = Quarter.objects.get(slug="wittenau")
    q.boundary = factories.area(13.30, 52.58, 13.32, 52.59); q.save()
    import_osm(Order(path=path, name="Wittenau"), at=AT)
    q.refresh_from_db()
    assert q.boundary.extent == pytest.approx((13.30, 52.58, 13.32, 52.59))

def test_wrong_quarter_file(tmp_path):
    run(tmp_path)
    far = factories.area(6.6, 51.1, 6.7, 51.2)
    q = Quarter.objects.get(slug="wittenau"); Quarter.objects.filter(pk=q.pk).update(boundary=far)
    # pretend import left it so
    from upkeep.models import ImportRun
    from upkeep.imports.quarters import fingerprint
    ir = ImportRun.objects.latest("pk"); q.refresh_from_db()
    ir.report["boundary"] = fingerprint(q.boundary); ir.save()
    r = run(tmp_path)
    q.refresh_from_db(); print(q.boundary.extent, r.text()[:600])
    assert q.boundary.extent[0] < 7

def test_kind_needs_edit_kept(client):
    u = User.objects.create_superuser("a", password="x"); client.force_login(u)
    k = Kind.objects.get(slug="apotheke")
    page = client.get(f"/admin/actors/kind/{k.pk}/change/")
    form = page.context["adminform"].form
    data = {n: form[n].value() for n in form.fields}
    data = {n: ("" if v is None else v) for n, v in data.items()}
    data["synonyms"] = ",".join(k.synonyms)
    extra = Need.objects.exclude(pk__in=k.needs.all()).first()
    data["needs"] = [*k.needs.values_list("pk", flat=True), extra.pk]
    a = client.post(f"/admin/actors/kind/{k.pk}/change/", data)
    print(a.status_code, a.context and a.context["adminform"].form.errors)
    assert extra in k.needs.all()
    call_command("load_reference")
    assert extra in k.needs.all()

def test_org_leak(client):
    q = factories.quarter()
    org = factories.organisation("Geheimverein", status=Status.DRAFT)
    factories.place(organisation=org)
    factories.offering(organisation=org, area=q.boundary)
    for url in ("/karte/", "/api/find", "/karte/?format=csv", "/karte/?format=geojson", "/karte/?format=druck", "/api/suggest?q=mittag", "/"):
        body = client.get(url).content.decode(errors="replace")
        print(url, "Geheimverein" in body)
    p = Place.objects.get(); o = Offering.objects.get()
    for url in (p.get_absolute_url(), o.get_absolute_url()):
        print(url, "Geheimverein" in client.get(url).content.decode())

def test_expired(client):
    q = factories.quarter()
    p = factories.place()
    o = factories.offering("Vergangenes", places=[p], valid_until=date(2020, 1, 1))
    for url in ("/api/find", "/api/suggest?q=vergang", p.get_absolute_url(), o.organisation.get_absolute_url(), "/api/find?q=Vergangenes"):
        print(url, "Vergangenes" in client.get(url).content.decode())

def test_emergency_json(client):
    factories.quarter()
    Need.objects.filter(emergency_numbers__len__gt=0) if False else None
    n = Need.objects.first()
    Need.objects.filter(pk=n.pk).update(emergency_numbers=[{"number": 112}])
    client.raise_request_exception = False
    print("start", client.get("/").status_code)

def test_misc_http(client):
    factories.quarter()
    client.raise_request_exception = False
    for u in ("/karte/?quartier=%00", "/?quartier=nope", "/impressum/?quartier=nope", "/karte/?open=1", "/karte/?offen=1971-01-01T00:00%2B23:59", "/karte/?offen=2099-12-31T23:59-12:00","/karte/?von=13.31,52.58&minuten=5", "/karte/?seite=99", "/api/find?near=nan,1", "/api/find?near=181,1", "/api/find?q="+"a"*300, "/api/find?bbox=1,2,3", "/orte/gibtesnicht/", "/api/nope", "/tiles/base/99/0/0.mvt", "/karte/?art=%F0%9F%98%80", "/karte/?q=_", "/karte/?q=%25", "/karte/?q=\\", "/karte/?q=ab(", "/karte/?q=§", "/karte/?q='", "/api/suggest?q=%5C%5C", "/karte/?q=1e5,2", "/karte/?von=1e400,2", "/karte/?von=Lindenstr 99999999999999", "/karte/?q=\u0130stanbul", "/karte/?q=ǆ", "/admin/login/?next=x", "/?quartier=%00", "/en/karte/?q=a", "/karte/?bedarf=x", "/karte/?format=pdf", "/api/find?lang=xx", "/healthz"):
        r = client.get(u); print(r.status_code, u)
    for u in ("/api/find", "/karte/", "/tiles/base/10/1/1.mvt"):
        r = client.post(u); print(r.status_code, u, r.content[:100], r.headers.get("Content-Type"))
