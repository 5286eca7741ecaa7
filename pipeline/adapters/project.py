"""The folder of a book -> `Project`; every path of a project has its name here."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.adapters.cast_tables import read_cast
from pipeline.adapters.prices import load_prices
from pipeline.adapters.series import Series, find_series, parse_series, with_series
from pipeline.adapters.toml_tables import Table, parse_toml, refuse_mistakes
from pipeline.errors import ProjectError
from pipeline.model import (
    ANNOUNCEMENTS,
    READING_VALUES,
    Budget,
    ChapterEntry,
    ElevenLabs,
    HouseRule,
    HouseRules,
    Matter,
    Metadata,
    Pauses,
    ProfileName,
    Project,
    ReadingPolicy,
    ReleaseChoices,
    choices_of,
    with_choices,
)

BOOK_FILE = "book.toml"
SERIES_FILE = "series.toml"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
CHAPTER_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
PROFILES = tuple(profile.value for profile in ProfileName)
FORMATS = (
    "mp3", "m4b", "zip", "epub", "vtt", "srt", "lrc", "lpf", "audiobookshelf", "podcast", "sample", "opus", "flac"
)  # fmt: skip
DEFAULT_FORMATS = ("mp3", "m4b")
HIGHLIGHTS = ("sentence", "word")
ROUTES = ("with-timestamps", "stream/with-timestamps", "stream", "plain")
"""Of the ElevenLabs API; what each gives: `adapters/engines/elevenlabs/wire.py`."""
LONGEST_PAUSE_S = 30.0
CURRENCY = re.compile(r"[A-Z]{3}\Z")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*\Z")
RULE_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFolder:
    """A project on disk: `book.toml` validated, and where everything of it lies (docs/design.md, section 3)."""

    path: Path
    project: Project
    work: Path | None = None
    """Where takes, locks and `build` lie instead of the project folder: those of a rehearsal."""

    @property
    def book_file(self) -> Path:
        """`book.toml`."""
        return self.path / BOOK_FILE

    @property
    def source(self) -> Path:
        """The manuscript."""
        return self.path / self.project.source

    @property
    def cover(self) -> Path | None:
        """The cover picture, where there is one."""
        return self.path / self.project.cover if self.project.cover else None

    @property
    def script(self) -> Path:
        """The folder of script files, `<chapter id>.txt` each."""
        return self.path / "script"

    @property
    def import_lock(self) -> Path:
        """Ids and places of imported paragraphs."""
        return self.script / "import.lock"

    @property
    def lexicons(self) -> tuple[Path, ...]:
        """The lexicons of the book, its own first."""
        own = self.path / "lexicon.pls"
        return ((own,) if own.exists() else ()) + tuple(self.path / name for name in self.project.lexicons)

    @property
    def takes(self) -> Path:
        """The take store."""
        return self._work / "takes"

    @property
    def takes_lock(self) -> Path:
        """Which takes stand."""
        return self._work / "takes.lock"

    @property
    def pickups(self) -> Path:
        """What proof-listeners found."""
        return self.path / "pickups.csv"

    @property
    def dictionaries_lock(self) -> Path:
        """Which versions of the account's dictionaries stand for the lexicons."""
        return self._work / "dictionaries.lock"

    @property
    def mastering_lock(self) -> Path:
        """The gain of each voice."""
        return self._work / "mastering.lock"

    @property
    def build(self) -> Path:
        """Everything that can be made again."""
        return self._work / "build"

    @property
    def _work(self) -> Path:
        return self.work or self.path

    @property
    def mastered(self) -> Path:
        """Mastered chapters: `<chapter id>.mp3`, `.aac` or `.flac`, as the formats need, and `.json`."""
        return self.build / "mastered"

    @property
    def release(self) -> Path:
        """What is delivered."""
        return self.build / "release"


def load_project(projects: Path, slug: str) -> ProjectFolder:
    """Return the project of that slug below `projects`, with what it shares with its series.

    Raises ProjectError with every mistake of its book.toml, or of series.toml.
    """
    path = projects / slug
    try:
        text = (path / BOOK_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ProjectError(_not_found(projects, slug)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path / BOOK_FILE} cannot be read: {error}") from error
    shared = read_series(projects)
    return ProjectFolder(path=path, project=parse_project(text, slug=slug, name=str(path / BOOK_FILE), series=shared))


def read_series(projects: Path) -> tuple[Series, ...]:
    """Return the series of `series.toml` beside the books; none without one. Raises ProjectError."""
    path = projects / SERIES_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path} cannot be read: {error}") from error
    return parse_series(text, name=str(path))


def list_slugs(projects: Path) -> tuple[str, ...]:
    """Return the slug of every book below `projects`, sorted."""
    return tuple(sorted(file.parent.name for file in projects.glob(f"*/{BOOK_FILE}")))


def parse_project(text: str, *, slug: str, name: str, series: tuple[Series, ...] = ()) -> Project:
    """Return book.toml validated, over what the series that it names shares.

    Raises ProjectError whose `problems` name every mistake by its key path.
    """
    values = parse_toml(text, name=name)
    own, problem = find_series(series, values)
    problems = [problem] if problem else []
    root = Table(with_series(values, own) if own else values, path="", problems=problems)
    book, recording, takes, release, mastering = (
        root.table(key) for key in ("book", "recording", "takes", "release", "mastering")
    )
    metadata = _metadata(book)
    project = Project(
        slug=slug,
        metadata=metadata,
        narrator_name=book.text("narrator"),
        source=_inside(book, "source"),
        cover=_inside(book, "cover"),
        lexicons=book.texts("lexicons"),
        chapters=_chapters(root),
        cast=read_cast(root.table("cast")),
        pauses=_pauses(root.table("pauses")),
        profile=mastering.text("profile", "acx", of=PROFILES),
        formats=release.texts("formats", of=FORMATS, default=DEFAULT_FORMATS),
        line_limit=int(recording.number("line-limit", 800, least=80, most=5000)),
        shares_takes=recording.truth("share-takes", default=False),
        budget=_budget(root.table("budget")),
        release=_release_choices(release, root.table("credits")),
        elevenlabs=_elevenlabs(root.table("elevenlabs")),
        reading=_reading(root.table("reading"), language=metadata.language),
        house=_house(root.table("normalizer")),
        shelf=takes.text("shelf"),
    )
    for table in (book, recording, takes, release, mastering, root):
        table.finish()
    refuse_mistakes(problems, name=name)
    return project


def _not_found(projects: Path, slug: str) -> str:
    near = difflib.get_close_matches(slug, list_slugs(projects), n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"make it with `declaim new {slug} MANUSCRIPT`"
    return f"there is no book {slug!r} in {projects}: no {projects / slug / BOOK_FILE}; {hint}"


def _metadata(book: Table) -> Metadata:
    title = book.text("title")
    if not title:
        book.note("title", "is needed: the book's title")
    return Metadata(
        title=title,
        subtitle=book.text("subtitle"),
        authors=book.texts("authors"),
        translators=book.texts("translators"),
        language=book.text("language", "en"),
        publisher=book.text("publisher"),
        date=book.text("date"),
        isbn=book.text("isbn"),
        description=book.text("description"),
        subjects=book.texts("subjects"),
        series=book.text("series"),
        series_position=book.text("series-position"),
    )


def _inside(table: Table, key: str) -> str:
    """A path that stays in the project folder."""
    value = table.text(key)
    if value.startswith(("/", "~")) or ".." in Path(value).parts:
        table.note(key, f"{value!r} leaves the project folder; put the file under source/")
    return value


def _chapters(root: Table) -> tuple[ChapterEntry, ...]:
    entries, seen = [], set()
    for row in root.tables("chapters"):
        chapter = row.text("id")
        if not CHAPTER_ID.match(chapter):
            row.note("id", f"{chapter!r} is not a chapter id such as c01")
        elif chapter in seen:
            row.note("id", f"{chapter!r} is there twice")
        seen.add(chapter)
        entry = ChapterEntry(
            id=chapter,
            title=row.text("title"),
            matter=Matter(row.text("matter", Matter.BODY, of=tuple(Matter))),
            is_read_aloud=row.truth("read", default=True),
            rule=row.text("rule"),
            depth=int(row.number("depth", 1, least=1, most=9)),
        )
        row.finish()
        entries.append(entry)
    return tuple(entries)


def _optional_pause(table: Table, name: str) -> float | None:
    seconds = table.optional_number(name, least=0.0)
    return None if seconds is None else min(seconds, LONGEST_PAUSE_S)


def _pauses(table: Table) -> Pauses:
    default = Pauses()
    names = ("piece", "sentence", "paragraph", "heading", "scene-break", "chapter-head", "chapter-tail")
    fields = {f"{name.replace('-', '_')}_s": name for name in names}
    values = {
        field: table.number(name, getattr(default, field), least=0.0, most=LONGEST_PAUSE_S)
        for field, name in fields.items()
    }
    question_s, ellipsis_s, clause_s = (_optional_pause(table, name) for name in ("question", "ellipsis", "clause"))
    table.finish()
    return Pauses(**values, question_s=question_s, ellipsis_s=ellipsis_s, clause_s=clause_s)


def _release_choices(release: Table, credit: Table) -> ReleaseChoices:
    default = ReleaseChoices()
    hours = release.number("m4b-hours", 0.0, least=0.0, most=100.0)
    choices = ReleaseChoices(
        highlight=release.text("highlight", default.highlight, of=HIGHLIGHTS),
        m4b_hours=hours or None,
        sample_from=release.text("sample-from"),
        sample_minutes=release.number("sample-minutes", default.sample_minutes, least=0.5, most=5.0),
        opus_kbps=int(release.number("opus-kbps", default.opus_kbps, least=6, most=256)),
        url=release.text("url"),
        opening_credits=credit.text("opening"),
        closing_credits=credit.text("closing"),
        version=_version(release),
    )
    credit.finish()
    return choices


def _version(release: Table) -> str:
    version = release.text("version")
    if version and not VERSION.match(version):
        release.note("version", f"{version!r} is no version: letters, digits, points, hyphens, such as 1.1")
    return version


def _elevenlabs(table: Table) -> ElevenLabs:
    default = ElevenLabs()
    options = ElevenLabs(
        route=table.text("route", default.route, of=ROUTES),
        audio_format=table.text("format", default.audio_format),
        concurrency=int(table.number("concurrency", default.concurrency, least=1, most=100)),
        is_logged=table.truth("logging", default=default.is_logged),
    )
    table.finish()
    return options


def _reading(table: Table, *, language: str) -> ReadingPolicy:
    """What is heard beside the running text; announced in the book's language."""
    default = ReadingPolicy(language=language)
    choices = {key: table.text(key, value, of=READING_VALUES[key]) for key, value in choices_of(default).items()}
    words = table.table("words")
    spoken = tuple((name, words.text(name)) for name in ANNOUNCEMENTS if words.has(name))
    words.finish(known=ANNOUNCEMENTS)
    table.finish()
    return replace(with_choices(default, choices), words=spoken)


def _house(table: Table) -> HouseRules:
    """The book's own rules of reading; each has a name, what is spoken, and a text or a pattern."""
    house = HouseRules(
        veto=table.texts("veto"), rules=tuple(rule for row in table.tables("rules") if (rule := _house_rule(row)))
    )
    table.finish()
    return house


def _house_rule(row: Table) -> HouseRule | None:
    name, spoken = row.text("name"), row.text("spoken")
    text, pattern = row.text("text"), row.text("pattern")
    row.finish()
    if not RULE_NAME.match(name):
        row.note("name", f"{name!r} is no name of a rule: lower-case words joined by hyphens or points")
    if bool(text) == bool(pattern):
        row.note("text", "is needed, or a pattern instead of it; not both")
        return None
    problem = _pattern_problem(pattern, spoken)
    if problem:
        row.note("pattern", problem)
        return None
    return HouseRule(name=name, spoken=spoken, text=text, pattern=pattern)


def _pattern_problem(pattern: str, spoken: str) -> str:
    """Return what is wrong with a regular expression and the words for what it matches; empty where nothing is."""
    if not pattern:
        return ""
    try:
        matches_nothing = re.compile(pattern).match("")
        re.sub(f"(?:{pattern})?", spoken, "")
    except (re.error, IndexError) as error:
        return f"{pattern!r} with spoken {spoken!r} is no regular expression: {error}"
    return f"{pattern!r} matches the empty text" if matches_nothing else ""


def _budget(table: Table) -> Budget:
    limits = {name: table.optional_number(name, least=0.0) for name in ("run", "book", "month", "price")}
    currency, plan = table.text("currency"), table.text("plan", of=("", *load_prices()))
    if currency and not CURRENCY.match(currency):
        table.note("currency", f"{currency!r} is no currency; write its code of three letters, such as EUR")
    if limits["price"] is not None and not currency:
        table.note("currency", "is needed beside a price")
    budget = Budget(**limits, currency=currency, plan=plan)
    table.finish()
    return budget
