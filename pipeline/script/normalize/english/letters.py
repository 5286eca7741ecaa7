"""Letters that are named one by one -> how they are written for an engine."""

from __future__ import annotations


def spell(letters: str) -> str:
    """Return `F B I` for FBI, and `U.S.A` for USA: engines read an A that stands alone as the article.

    No full stop follows the last letter, because engines take it for the end of a sentence.
    """
    return (".".join if "A" in letters else " ".join)(letter for letter in letters if letter.isalnum())
