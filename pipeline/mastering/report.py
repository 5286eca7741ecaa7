"""Mastered chapters, findings and paragraphs -> one page where a producer sees and plays everything.

The page stands alone: style, script and pictures are in it, and audio is linked by relative paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from pipeline.mastering.picture import draw_chapter, find_ticks, format_time
from pipeline.mastering.profiles import Limit, Profile
from pipeline.mastering.report_assets import SCRIPT, STYLE
from pipeline.model import Contour, Finding, Levels

_GAUGE_WIDTH = 120
_LAST_TIME = 0.98
"""A time nearer to the end of its picture would stand half outside the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParagraph:
    """A paragraph and when it is heard."""

    id: str
    begin_s: float
    end_s: float
    text: str
    speakers: tuple[str, ...] = ()
    """Names of the cast, without the narrator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChapter:
    """A mastered chapter as the page shows it."""

    id: str
    title: str
    audio: str
    """Path of its audio, relative to the page, with forward slashes."""
    levels: Levels
    contour: Contour
    paragraphs: tuple[ReportParagraph, ...]
    findings: tuple[Finding, ...] = ()
    correction_db: float = 0.0


def format_report(
    title: str,
    chapters: Sequence[ReportChapter],
    *,
    profile: Profile,
    findings: Sequence[Finding] = (),
    delivery: Sequence[Finding] = (),
) -> str:
    """Return the page as HTML text. The same book is the same bytes.

    `findings` are those of files that hold no single chapter, `delivery` what the shop asks for beside the sound.
    """
    failed = sum(1 for chapter in chapters if chapter.findings)
    total_s = sum(chapter.levels.duration_s for chapter in chapters)
    verdict = f"{failed} of {len(chapters)} chapters outside" if failed else "every chapter inside"
    mark = "bad" if failed or findings else "good"
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} – mastering report</title><style>{STYLE}</style></head><body>",
            f"<header><h1>{escape(title)}</h1>",
            f'<p class="sum"><b class="{mark}">{verdict}</b> <a href="#limits">'
            f"{escape(profile.title)}</a> · {len(chapters)} chapters · {format_time(total_s)}</p>",
            *_findings([replace(finding, message=f"{finding.where}: {finding.message}") for finding in findings]),
            *_findings(delivery, kind="delivery"),
            "</header><main>",
            _table(chapters, profile),
            '<p class="facts">In the pictures: marks of paragraphs, the waveform, and below it the loudness of 400 ms '
            "over a band that is what the whole file may come to.</p>",
            *(_chapter(chapter, profile) for chapter in chapters),
            _limits(profile),
            '</main><footer><span id="now">Click a paragraph or a waveform to play from there.</span>',
            '<audio id="player" controls preload="none"></audio></footer>',
            f"<script>{SCRIPT}</script></body></html>\n",
        )
    )


def _table(chapters: Sequence[ReportChapter], profile: Profile) -> str:
    level = "loudness, LUFS" if profile.is_by_loudness else "RMS, dB"
    words = ["", "chapter", "length", level, "true peak", "floor", "LUFS"]
    words += ["corrected by" if any(chapter.correction_db for chapter in chapters) else "", ""]
    head = "".join(f"<th>{word}</th>" for word in words)
    rows = "".join(_row(number, chapter, profile) for number, chapter in enumerate(chapters, start=1))
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(number: int, chapter: ReportChapter, profile: Profile) -> str:
    levels = chapter.levels
    value = levels.loudness_lufs if profile.is_by_loudness else levels.rms_db
    cells = (
        f"<td>{number}</td>",
        f'<td class="words"><a href="#{escape(chapter.id)}">{escape(chapter.title or chapter.id)}</a></td>',
        f"<td>{format_time(levels.duration_s)}</td>",
        f"<td>{_gauge(value, profile.level)} {_decibels(value)}</td>",
        f"<td>{_decibels(max(levels.peak_db, levels.true_peak_db))}</td>",
        f"<td>{_decibels(levels.noise_floor_db)}</td>",
        f"<td>{_decibels(levels.loudness_lufs)}</td>",
        f"<td>{f'{chapter.correction_db:+.1f}' if chapter.correction_db else ''}</td>",
        f"<td>{_verdict(chapter)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _gauge(value: float, window: Limit) -> str:
    """Return a bar with the window of the profile in its middle half and a dot where the value is."""
    if window.least is None or window.most is None:
        return ""
    width = window.most - window.least
    begin = window.least - width / 2
    place = min(1.0, max(0.0, (value - begin) / (2 * width))) * _GAUGE_WIDTH
    inside = "good" if window.least <= value <= window.most else "bad"
    return (
        f'<svg class="gauge" viewBox="0 0 {_GAUGE_WIDTH} 12" aria-hidden="true">'
        f'<rect class="scale" y="5" width="{_GAUGE_WIDTH}" height="2"/>'
        f'<rect class="allowed" x="{_GAUGE_WIDTH / 4:.0f}" y="2" width="{_GAUGE_WIDTH / 2:.0f}" height="8" rx="2"/>'
        f'<circle class="{inside}" cx="{place:.1f}" cy="6" r="4"/></svg>'
    )


def _chapter(chapter: ReportChapter, profile: Profile) -> str:
    levels = chapter.levels
    marks = [paragraph.begin_s for paragraph in chapter.paragraphs]
    picture = draw_chapter(chapter.contour, duration_s=levels.duration_s, marks_s=marks, window=profile.level)
    facts = (
        f"head {levels.head_s:.2f} s",
        f"tail {levels.tail_s:.2f} s",
        f"longest pause {levels.gap_s:.1f} s",
        f"{len(chapter.paragraphs)} paragraphs",
    )
    return "\n".join(
        (
            f'<section id="{escape(chapter.id)}" data-audio="{escape(quote(chapter.audio, safe="/."))}" '
            f'data-title="{escape(chapter.title or chapter.id)}">',
            f"<h2>{escape(chapter.title or chapter.id)} {_verdict(chapter)}</h2>",
            *_findings(chapter.findings),
            picture,
            _clock(levels.duration_s),
            f'<p class="facts">{" · ".join(facts)}</p>',
            f"<details{' open' if chapter.findings else ''}><summary>Paragraphs</summary><ol>",
            *(_paragraph(paragraph) for paragraph in chapter.paragraphs),
            "</ol></details></section>",
        )
    )


def _clock(duration_s: float) -> str:
    """Return the times under a picture: as text of the page they keep their shape however wide the picture is."""
    times = "".join(
        f'<span style="left:{100 * seconds / duration_s:.2f}%">{format_time(seconds)}</span>'
        for seconds in find_ticks(duration_s)
        if seconds <= duration_s * _LAST_TIME
    )
    return f'<div class="clock" aria-hidden="true">{times}</div>'


def _findings(findings: Sequence[Finding], *, kind: str = "findings") -> Iterable[str]:
    if findings:
        items = "".join(
            f"<li><code>{escape(finding.code)}</code> {escape(finding.message)}</li>" for finding in findings
        )
        yield f'<ul class="{kind}">{items}</ul>'


def _paragraph(paragraph: ReportParagraph) -> str:
    speakers = f"<i>{escape(', '.join(paragraph.speakers))}</i> " if paragraph.speakers else ""
    return (
        f'<li id="at-{escape(paragraph.id)}" data-begin="{paragraph.begin_s:.3f}" data-end="{paragraph.end_s:.3f}">'
        f"<button>{format_time(paragraph.begin_s)}</button><span>{speakers}{escape(paragraph.text)}</span>"
        f"<code>{escape(paragraph.id)}</code></li>"
    )


def _limits(profile: Profile) -> str:
    """Return the profile's numbers with their sources."""
    limits = {
        "RMS, dB": profile.rms_db,
        "loudness, LUFS": profile.loudness_lufs,
        "peak, dB": profile.peak_db,
        "true peak, dB": profile.true_peak_db,
        "noise floor, dB": profile.noise_floor_db,
        "silence before, s": profile.head_s,
        "silence after, s": profile.tail_s,
        "length, s": profile.length_s,
        "bit rate, kbit/s": profile.bit_rate_kbps,
        "cover, pixels": profile.cover_px,
        "retail sample, s": profile.retail_sample_s,
    }
    rows = "".join(
        f'<tr><td class="words">{name}</td><td>{_range(limit)}</td>'
        f'<td class="words"><a href="{escape(limit.source)}">read {limit.read_on}</a></td></tr>'
        for name, limit in limits.items()
        if not limit.is_open
    )
    synthetic = profile.synthetic
    policy = (synthetic.disclosure or "taken") if synthetic.is_accepted else "not taken"
    return (
        f'<section id="limits"><h2>What {escape(profile.title)} asks for</h2><div class="wide"><table>{rows}<tr>'
        f'<td class="words">synthetic narration</td><td class="words">{escape(policy)}</td>'
        f'<td class="words"><a href="{escape(synthetic.source)}">'
        f"read {synthetic.read_on}</a></td></tr></table></div></section>"
    )


def _range(limit: Limit) -> str:
    if limit.least is None:
        return f"at most {limit.most:g}"
    if limit.most is None:
        return f"at least {limit.least:g}"
    return f"{limit.least:g} to {limit.most:g}" if limit.least != limit.most else f"{limit.most:g}"


def _decibels(value: float) -> str:
    return "–∞" if value == float("-inf") else f"{value:.1f}".replace("-", "–")


def _verdict(chapter: ReportChapter) -> str:
    if not chapter.findings:
        return '<b class="good">passes</b>'
    return f'<b class="bad">{len(chapter.findings)} finding{"s" if len(chapter.findings) > 1 else ""}</b>'
