"""What can be told of a block by what stands in it: rows that are lines, boxes of an initial, ruled lines."""

from __future__ import annotations

from pipeline.manuscript.docx.elements import DRAWINGS, attribute, child, drawn_texts, name_of
from pipeline.manuscript.markup import Element


def initial_box(paragraph: Element) -> Element | None:
    """Return the text box of a paragraph that holds nothing but its first letter."""
    if next(paragraph.iter("{*}txbxContent"), None) is None:
        return None
    boxes = (box for element in paragraph.iter() if name_of(element) in DRAWINGS for box in drawn_texts(element))
    return next((box for box in boxes if _is_letter(box)), None)


def gallery_of(block: Element) -> str:
    """Return what a structured document tag says it holds: `table of contents`."""
    properties = child(block, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return (attribute(properties, "val") or "").lower()


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table."""
    return [element for element in table.iter() if name_of(element) == "w:tr" and _inside(element, "w:tbl") is table]


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [element for element in row.iter() if name_of(element) == "w:tc" and _inside(element, "w:tr") is row]


def is_line(row: Element) -> bool:
    """Whether each cell of a row holds a line at most."""
    return all(sum(name_of(inner) == "w:p" for inner in cell.iter()) <= 1 for cell in cells_of(row))


def has_object(paragraph: Element) -> bool:
    """Whether a paragraph without text holds a picture, an object or a break."""
    return any(name_of(element) in {*DRAWINGS, "w:br", "w:fldChar", "w:sectPr"} for element in paragraph.iter())


def is_ruled(paragraph: Element) -> bool:
    """Whether a paragraph has a ruled line: a border, or an old drawing with `o:hr`."""
    shapes = paragraph.iter("{urn:schemas-microsoft-com:vml}rect")
    is_drawn = any("hr" in str(key).rpartition("}")[2] for shape in shapes for key in shape.attrib)
    return child(paragraph, "w:pPr", "w:pBdr") is not None or is_drawn


def _inside(element: Element, name: str) -> Element | None:
    """Return the innermost element of a name around an element."""
    return next((outer for outer in element.iterancestors() if name_of(outer) == name), None)


def _is_letter(box: Element) -> bool:
    text = "".join(inner.text or "" for inner in box.iter() if name_of(inner) == "w:t").strip()
    return len(text) == 1 and text.isalpha() and text.isupper()
