"""A project -> what the tags of its files say."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Cover, Project, Tags, Voice

# ISO 639-2 (T) for the ISO 639-1 code: https://www.loc.gov/standards/iso639-2/php/code_list.php
_LANGUAGES = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
    "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor", "la": "lat",
    "nb": "nob", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe",
    "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip


def book_tags(project: Project, voices: Iterable[Voice], cover: Cover | None) -> Tags:
    """Return the tags of the whole book; those of a chapter are the same with its title and number."""
    metadata = project.metadata
    return Tags(
        title=metadata.title,
        album=metadata.title,
        authors=metadata.authors,
        narrator=project.narrator_name,
        publisher=metadata.publisher,
        year=metadata.date[:4] if metadata.date[:4].isdigit() else "",
        language=language_code(metadata.language),
        description=metadata.description,
        comment=disclose(voices),
        cover=cover,
        subtitle=metadata.subtitle,
        translators=metadata.translators,
        date=metadata.date if metadata.date[:4].isdigit() else "",
        series=metadata.series,
        series_position=metadata.series_position,
        isbn=metadata.isbn,
        subjects=metadata.subjects,
        language_tag=metadata.language,
    )


def disclose(voices: Iterable[Voice]) -> str:
    """Return the sentence that says how the narration was made, for tags and manifest; shops ask for it.

    Of a book that people narrate in parts it says that too, and nothing of one that only people narrate.
    """
    heard = tuple(voices)
    engines = sorted({voice.engine for voice in heard if not voice.is_human})
    if not engines:
        return ""
    people = ", in parts by a person" if any(voice.is_human for voice in heard) else ""
    return f"Narrated by a synthetic voice ({', '.join(engines)}){people}."


def language_code(language: str) -> str:
    """Return the ISO 639-2 code of a BCP 47 tag, or "" where it is not known."""
    primary = language.split("-")[0].lower()
    return _LANGUAGES.get(primary, primary if len(primary) == 3 and primary.isalpha() else "")
