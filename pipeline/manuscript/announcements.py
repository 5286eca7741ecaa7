"""A feature and a language -> the words that announce it, or that mention it where it is left out.

The words are ours, as narrators of these languages say them; `[reading.words]` of book.toml has the last word, and is
the only one for other languages than those here, for which English stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.features import Feature
from pipeline.model import ANNOUNCEMENTS, Reading, ReadingPolicy

_ROWS: Final = {
    "en": "Image: {}|Image omitted.|Caption.|Caption omitted.|Table.|Table omitted.|List.|List omitted.|Code."
    "|Code omitted.|Formula: {}|Formula omitted.|Epigraph.|Epigraph omitted.|Quotation.|Quotation omitted.|Letter."
    "|Letter omitted.|Verse.|Verse omitted.|Page {}.|Note {}.|note {}",
    "de": "Bild: {}|Bild ausgelassen.|Bildunterschrift.|Bildunterschrift ausgelassen.|Tabelle.|Tabelle ausgelassen."
    "|Liste.|Liste ausgelassen.|Code.|Code ausgelassen.|Formel: {}|Formel ausgelassen.|Motto.|Motto ausgelassen.|Zitat."
    "|Zitat ausgelassen.|Brief.|Brief ausgelassen.|Verse.|Verse ausgelassen.|Seite {}.|Anmerkung {}.|Anmerkung {}",
    "fr": "Image : {}|Image omise.|Légende.|Légende omise.|Tableau.|Tableau omis.|Liste.|Liste omise.|Code.|Code omis."
    "|Formule : {}|Formule omise.|Épigraphe.|Épigraphe omise.|Citation.|Citation omise.|Lettre.|Lettre omise.|Vers."
    "|Vers omis.|Page {}.|Note {}.|note {}",
    "es": "Imagen: {}|Imagen omitida.|Leyenda.|Leyenda omitida.|Tabla.|Tabla omitida.|Lista.|Lista omitida.|Código."
    "|Código omitido.|Fórmula: {}|Fórmula omitida.|Epígrafe.|Epígrafe omitido.|Cita.|Cita omitida.|Carta."
    "|Carta omitida.|Versos.|Versos omitidos.|Página {}.|Nota {}.|nota {}",
    "it": "Immagine: {}|Immagine omessa.|Didascalia.|Didascalia omessa.|Tabella.|Tabella omessa.|Elenco.|Elenco omesso."
    "|Codice.|Codice omesso.|Formula: {}|Formula omessa.|Epigrafe.|Epigrafe omessa.|Citazione.|Citazione omessa."
    "|Lettera.|Lettera omessa.|Versi.|Versi omessi.|Pagina {}.|Nota {}.|nota {}",
    "pt": "Imagem: {}|Imagem omitida.|Legenda.|Legenda omitida.|Tabela.|Tabela omitida.|Lista.|Lista omitida.|Código."
    "|Código omitido.|Fórmula: {}|Fórmula omitida.|Epígrafe.|Epígrafe omitida.|Citação.|Citação omitida.|Carta."
    "|Carta omitida.|Versos.|Versos omitidos.|Página {}.|Nota {}.|nota {}",
    "nl": "Afbeelding: {}|Afbeelding weggelaten.|Bijschrift.|Bijschrift weggelaten.|Tabel.|Tabel weggelaten.|Lijst."
    "|Lijst weggelaten.|Code.|Code weggelaten.|Formule: {}|Formule weggelaten.|Motto.|Motto weggelaten.|Citaat."
    "|Citaat weggelaten.|Brief.|Brief weggelaten.|Verzen.|Verzen weggelaten.|Pagina {}.|Noot {}.|noot {}",
}
_WORDS: Final = {language: dict(zip(ANNOUNCEMENTS, row.split("|"), strict=True)) for language, row in _ROWS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcer:
    """Says what is announced in one book."""

    policy: ReadingPolicy
    words: dict[str, str]

    def announcement(self, feature: Feature, content: str = "") -> str:
        """Return what is said before a feature, with what it says of itself where the words have a place for it."""
        return self._filled(feature, content)

    def omission(self, feature: Feature) -> str:
        """Return what is said instead of a feature."""
        return self._filled(f"{feature}-omitted")

    def frame(self, feature: Feature) -> tuple[str, str]:
        """Return what is said before and after a description inside a line, in brackets."""
        before, _, after = self.words.get(feature, "").partition("{}")
        return f"({before.strip()}", f"{after.strip().rstrip('.')})"

    def note(self, label: str) -> str:
        """Return what is said before a note, or an empty text where nothing is; a sign is not said."""
        if self.policy.note_numbers is not Reading.ANNOUNCE:
            return ""
        return self._filled("note", label if label.isalnum() else "")

    def reference(self, label: str) -> str:
        """Return what is said where a note is called, or an empty text where nothing is."""
        if self.policy.note_references is not Reading.ANNOUNCE:
            return ""
        return f"({self._filled('note-reference', label if label.isalnum() else '')})"

    def _filled(self, name: str, content: str = "") -> str:
        text = self.words.get(name, "").replace("{}", content)
        return " ".join(text.split()).replace(" .", ".")


def announcer_for(policy: ReadingPolicy, language: str) -> Announcer:
    """Return who announces in a book; `language` is the manuscript's, which the policy's own goes before."""
    primary = (policy.language or language or "en").partition("-")[0].lower()
    return Announcer(policy=policy, words=_WORDS.get(primary, _WORDS["en"]) | dict(policy.words))
