"""`declaim check`: audio files -> their levels and what lies outside a delivery profile."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.adapters.codecs.probe import AUDIO_SUFFIXES
from pipeline.adapters.pool import worker_pool
from pipeline.commands.companions import file_hash
from pipeline.commands.measured import MeasuredFile, measure_file
from pipeline.commands.tables import Row, print_levels
from pipeline.errors import AudioError
from pipeline.mastering.checks import check_chapter_file, check_together
from pipeline.mastering.profiles import PROFILES, Profile, find_profile
from pipeline.model import Finding
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import parse_manifest

EXAMPLE = """\
declaim check projects/alice/build/release     every file of a release, and its manifest
declaim check chapter.mp3 --profile acx        one file; exit code 1 where it is outside"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paths and the profile."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="an audio file, or a folder of them")
    parser.add_argument("--profile", default="acx", help=f"one of: {', '.join(sorted(PROFILES))} (default: acx)")
    parser.add_argument("--json", action="store_true", help="print levels and findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; 1 where anything was found."""
    profile = find_profile(arguments.profile)
    files = find_audio(arguments.paths)
    measured = _measure_all(files)
    findings = (*_check_all(measured, profile), *_check_manifests(arguments.paths))
    if arguments.json:
        print(json.dumps(_as_json(measured, findings), ensure_ascii=False, indent=1))
    else:
        rows = [Row(place=str(one.path), label=one.path.name, title="", levels=one.levels) for one in measured]
        print_levels(rows, findings, first_column="file")
    return 1 if findings else 0


def find_audio(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the audio files named or inside the folders named, sorted inside each. Raises AudioError for none."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found = [file for file in inside if file.suffix.lower() in AUDIO_SUFFIXES or file == path]
        if not found:
            raise AudioError(f"{path}: there is no audio file in this folder.")
        files += found
    return tuple(dict.fromkeys(files))


def _measure_all(files: Sequence[Path]) -> tuple[MeasuredFile, ...]:
    with worker_pool(len(files)) as pool:
        return tuple(pool.map(measure_file, files)) if len(files) > 1 else (measure_file(files[0]),)


def _check_all(measured: Sequence[MeasuredFile], profile: Profile) -> tuple[Finding, ...]:
    found = [
        finding
        for one in measured
        for finding in check_chapter_file(one.levels, one.encoding, profile, where=str(one.path))
    ]
    return (*found, *check_together({str(one.path): one.encoding for one in measured}, profile))


def _check_manifests(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Return a finding for each file of a release that is missing or is not what its manifest says."""
    findings: list[Finding] = []
    for manifest in (path / MANIFEST for path in paths if (path / MANIFEST).is_file()):
        for file in parse_manifest(manifest.read_text(encoding="utf-8"), where=str(manifest)):
            path = manifest.parent / file.name
            if not path.is_file():
                message = "the manifest lists this file, and it is not here"
                findings.append(Finding(code="manifest.missing", where=str(path), message=message))
            elif file_hash(path) != file.sha256:
                message = "this is not the file that the manifest lists; release again"
                findings.append(Finding(code="manifest.changed", where=str(path), message=message))
    return tuple(findings)


def _as_json(measured: Sequence[MeasuredFile], findings: Sequence[Finding]) -> dict[str, object]:
    files = [
        {"path": str(one.path), "encoding": asdict(one.encoding), "levels": one.levels.to_row()} for one in measured
    ]
    return {"files": files, "findings": [asdict(finding) for finding in findings]}
