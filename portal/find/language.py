"""Pure word lore for the search: endings, words that carry no meaning, names of streets."""

ENDINGS = ("innen", "en", "er", "es", "e", "n", "s")
STEM_MIN = 4

# Folded: what people write around what they look for, German and English.
_WRITTEN_AROUND = """
ich du er sie es wir ihr man mir mich uns mein meine meinen meiner meinem unser unsere jemand jemanden wer wen wem
suche suchen brauche braucht brauchen benoetige moechte moechten will wollen kann koennen finde finden gibt
habe haben hat bin ist sind war wird werden muss soll bitte danke
ein eine einen einer einem eines der die das den dem des kein keine keinen
in im an am auf bei beim fuer mit ohne von vom zu zum zur nach aus ab bis um ueber unter und oder auch noch nur
hier da dort wo wie was wann welche welcher welches naehe umgebung naechste naechster naechsten naechstes
gute guter gutes guten etwas viel mehr sehr schnell gern heute morgen uebermorgen jetzt bald demnaechst
i a an the my me we need want is are of for with near nearest looking find and or to where when today tomorrow now soon
§
"""
STOP_WORDS = frozenset(_WRITTEN_AROUND.split())
STREET_ENDINGS = ("strasse", "str", "platz", "weg", "allee", "gasse", "ring", "damm", "ufer", "chaussee", "promenade")


def stem(word: str) -> str:
    """A folded word without one common ending; at least four letters stay."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_MIN:
            return word.removesuffix(ending)
    return word


def is_street_name(word: str) -> bool:
    return word.endswith(STREET_ENDINGS)
