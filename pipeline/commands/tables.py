"""Measured files and findings -> what a producer reads at the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.model import Finding, Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One file or chapter of the table."""

    place: str
    """What its findings call it."""
    label: str
    title: str
    levels: Levels


def print_levels(rows: Sequence[Row], findings: Sequence[Finding], *, first_column: str = "chapter") -> None:
    """Print length, RMS, peak, noise floor and verdict of each row to stdout, then the findings."""
    failed = {finding.where for finding in findings}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first_column, no_wrap=True)
    table.add_column("title")
    for heading in ("length", "RMS dB", "peak dB", "floor dB"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for row in rows:
        verdict = "[red]fails[/red]" if row.place in failed else "[green]passes[/green]"
        table.add_row(escape(row.label), escape(row.title), *_numbers(row.levels), verdict)
    Console(highlight=False).print(table)
    print_findings(findings)


def print_findings(findings: Sequence[Finding]) -> None:
    """Print each finding on a line of stdout: place, code, words."""
    console = Console(highlight=False)
    for finding in findings:
        console.print(f"{finding.where}: {finding.code}: {finding.message}", markup=False, soft_wrap=True)


def format_length(seconds: float) -> str:
    """Return `1:02:03`, or `2:03` under an hour; whole seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _numbers(levels: Levels) -> tuple[str, str, str, str]:
    return (
        format_length(levels.duration_s),
        f"{levels.rms_db:.1f}",
        f"{max(levels.peak_db, levels.true_peak_db):.1f}",
        f"{levels.noise_floor_db:.1f}",
    )
