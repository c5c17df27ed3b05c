"""Names that are spelled nearly like a word nobody here uses."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.utils import timezone

from actors.models import Offering, Place
from common.spelling import slips, slips_allowed
from initiatives.models import Event, Initiative

CANDIDATES = 100
ALIKE = "0.4"  # trigrams find candidates generously, the number of slips decides


def nearest(word: str) -> tuple[str, ...]:
    """Words of names, streets and titles that differ from the folded word by fewest slips; () if none comes near."""
    allowed = slips_allowed(word)
    if not allowed:
        return ()
    known = {other for text in _candidates(word) for other in text.split()}
    distances = {other: slips(word, other, allowed) for other in known}
    least = min(distances.values(), default=allowed + 1)
    return tuple(sorted(other for other, distance in distances.items() if distance == least <= allowed))


def _candidates(word: str) -> list[str]:
    alike = TrigramWordSimilarity(word, "folded")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ALIKE])
        public = (Place.objects.published(), Offering.objects.published(), Initiative.objects.published())
        tables = (*public, Event.objects.published().not_over(timezone.now()))
        found = [
            table.filter(folded__trigram_word_similar=word)
            .order_by(alike.desc(), "pk")
            .values_list("folded", flat=True)
            for table in tables
        ]
        return [text for texts in found for text in texts[:CANDIDATES]]
