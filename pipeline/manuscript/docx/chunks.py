"""Documents inside a DOCX (`w:altChunk`) -> their passages, and the words that they hold.

Programs that glue documents together put them in whole, as HTML, DOCX, a saved web page (MHT) or text, and leave it to
Word to take them in (ECMA-376 Part 1, 17.17.2).
"""

from __future__ import annotations

import email
import email.policy
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from pipeline.errors import ManuscriptError
from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.conservation import count_displayed_words
from pipeline.manuscript.decoding import decode
from pipeline.manuscript.docx.body import read_part
from pipeline.manuscript.docx.displayed import count_part_words
from pipeline.manuscript.docx.elements import name_of, relationship_of
from pipeline.manuscript.docx.numbering import number_headings
from pipeline.manuscript.docx.package import Package, read_package
from pipeline.manuscript.docx.styles import Styles
from pipeline.manuscript.features import described_elements, is_left_out
from pipeline.manuscript.galley import Galley
from pipeline.manuscript.markup import parse_markup
from pipeline.manuscript.passage import Document
from pipeline.manuscript.steps import outside
from pipeline.manuscript.walk import walk
from pipeline.manuscript.words import count_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """The documents inside another one."""

    documents: Mapping[str, Document]
    """By the ids of their relationships; without those that cannot be read."""
    words: int
    """Of all of them, each as often as it stands in the text."""


def read_chunks(archive: Archive, package: Package, announcer: Announcer, *, language: str) -> Chunks:
    """Return the documents that a text has inside it, read under the policy of the book."""
    documents: dict[str, Document] = {}
    words = 0
    for element in package.document.root.iter():
        identifier = relationship_of(element) if name_of(element) == "w:altChunk" else None
        path = package.targets.get(identifier or "", "")
        if not identifier or not archive.find(path):
            continue
        try:
            document, count = _read_chunk(archive.read(path), path, announcer, language)
        except ManuscriptError:
            continue  # the body says in its place that it cannot be read
        documents[identifier] = document
        words += count
    return Chunks(documents=documents, words=words)


def _read_chunk(data: bytes, path: str, announcer: Announcer, language: str) -> tuple[Document, int]:
    """Return one document with its count of words. Raises ManuscriptError for what is none of the known formats."""
    if zipfile.is_zipfile(BytesIO(data)):
        return _read_docx(Archive(data, name=path, kind="DOCX"), announcer, language)
    if data.lstrip()[:5] == b"{\\rtf":
        raise ManuscriptError(f"{path}: rich text inside a DOCX; open it in Word and save it once")
    if b"MIME-Version" in data[:2000]:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        data = page.get_payload(decode=True) if page is not None else b""  # type: ignore[assignment]
    if b"<" in data[:2000]:
        markup = parse_markup(data, where=path)
        policy = announcer.policy
        document = walk(markup.root, part=path, around=outside(language, policy), note_calls={})
        words = count_displayed_words(markup.root, described=described_elements(policy))
        return document, words + markup.lost_words
    return _read_text(data, path)


def _read_docx(archive: Archive, announcer: Announcer, language: str) -> tuple[Document, int]:
    package = read_package(archive)
    styles = Styles(root=package.styles)
    part = replace(
        package.document, path=f"{archive.name}/{package.document.path}"
    )  # its notes are not the outer one's
    labels = number_headings(part.root, package.numbering, styles)
    galley, _ = read_part(part, styles, announcer, language=language, labels=labels)
    is_described = not is_left_out(announcer.policy.images)
    return galley.document(), count_part_words(part.root, labels, is_described=is_described)


def _read_text(data: bytes, path: str) -> tuple[Document, int]:
    galley = Galley(part=path)
    text = decode(data).text
    for line in text.split("\n"):
        galley.add(line)
        galley.end_passage()
    return galley.document(), count_words(text)
