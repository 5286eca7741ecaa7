"""META-INF -> refusal of books whose text is encrypted (DRM); obfuscated fonts are no protection."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.markup import local_name, parse_xml

_FONT_OBFUSCATION: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""EPUB 3.3, "Font obfuscation" (https://www.w3.org/TR/epub-33/#sec-font-obfuscation), and Adobe's older way."""
_FONTS: Final = (".ttf", ".otf", ".woff", ".woff2", ".ttc")
_RIGHTS: Final = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
"""Adobe ADEPT, Apple FairPlay, Readium LCP."""


def refuse_protected(archive: Archive) -> None:
    """Raise ManuscriptError if the text of an EPUB is encrypted."""
    rights = next((path for path in _RIGHTS if archive.find(path)), None)
    encrypted = _encrypted(archive) if archive.find("META-INF/encryption.xml") else ()
    if rights or encrypted:
        proof = f"{encrypted[0]} is encrypted" if encrypted else f"it holds {rights}"
        raise ManuscriptError(
            f"{archive.name}: the EPUB is protected by DRM ({proof}); get a copy without protection from the publisher"
        )


def _encrypted(archive: Archive) -> tuple[str, ...]:
    """Return the files that are encrypted otherwise than fonts are obfuscated."""
    root = parse_xml(archive.read("META-INF/encryption.xml"), where=f"{archive.name}: META-INF/encryption.xml")
    found = []
    for element in root.iter():
        if local_name(element) != "encrypteddata":
            continue
        inner = {local_name(child): child for child in element.iter()}
        method, reference = inner.get("encryptionmethod"), inner.get("cipherreference")
        path = unquote((reference.get("URI") or "") if reference is not None else "")
        algorithm = (method.get("Algorithm") or "") if method is not None else ""
        if algorithm not in _FONT_OBFUSCATION and not path.lower().endswith(_FONTS):
            found.append(path or "a part of it")
    return tuple(found)
