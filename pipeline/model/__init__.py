"""The nouns every stage shares: manuscript -> script -> line -> take -> chapter -> release.

Texts are str; offsets count Unicode code points and are half-open (start, stop). Times are seconds, levels dBFS.
Every value is frozen; sequences are tuples.
"""

from pipeline.model.attempt import FailureClass
from pipeline.model.manuscript import (
    Block,
    Book,
    Chapter,
    Conservation,
    Cover,
    Kind,
    Mark,
    MarkName,
    Matter,
    Metadata,
    Paragraph,
    Place,
    SceneBreak,
    Skip,
)
from pipeline.model.mastering import Encoding, Levels, MasteredChapter, Piece, TimelineEntry
from pipeline.model.project import Budget, Cast, ChapterEntry, Pauses, Project, ReleaseChoices
from pipeline.model.recording import (
    ChosenTake,
    ChosenTakes,
    Delivery,
    Finding,
    Request,
    SoundMeasure,
    Take,
    Timing,
    TimingUnit,
)
from pipeline.model.release import ChapterMark, Tags
from pipeline.model.script import Boundary, Change, Line, ParagraphLines, ScriptParagraph, Spoken, SpokenSpan, Voice
from pipeline.model.stitching import (
    ChapterLine,
    Context,
    ContextMode,
    ContextSide,
    Generation,
    Row,
    Standing,
    StitchingSupport,
)

__all__ = [
    "Block",
    "Book",
    "Boundary",
    "Budget",
    "Cast",
    "Change",
    "Chapter",
    "ChapterEntry",
    "ChapterLine",
    "ChapterMark",
    "ChosenTake",
    "ChosenTakes",
    "Conservation",
    "Context",
    "ContextMode",
    "ContextSide",
    "Cover",
    "Delivery",
    "Encoding",
    "FailureClass",
    "Finding",
    "Generation",
    "Kind",
    "Levels",
    "Line",
    "Mark",
    "MarkName",
    "MasteredChapter",
    "Matter",
    "Metadata",
    "Paragraph",
    "ParagraphLines",
    "Pauses",
    "Piece",
    "Place",
    "Project",
    "ReleaseChoices",
    "Request",
    "Row",
    "SceneBreak",
    "ScriptParagraph",
    "Skip",
    "SoundMeasure",
    "Spoken",
    "SpokenSpan",
    "Standing",
    "StitchingSupport",
    "Tags",
    "Take",
    "TimelineEntry",
    "Timing",
    "TimingUnit",
    "Voice",
]
