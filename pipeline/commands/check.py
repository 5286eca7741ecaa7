"""`declaim check`: audio files -> their levels, what lies outside a delivery profile, what is heard in a release."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.adapters.codecs.probe import AUDIO_SUFFIXES
from pipeline.adapters.pool import worker_pool
from pipeline.commands.companions import file_hash
from pipeline.commands.heard_release import hear_release
from pipeline.commands.measured import MeasuredFile, measure_file
from pipeline.commands.tables import Row, print_findings, print_levels
from pipeline.errors import AudioError, EngineError, ProjectError
from pipeline.mastering.checks import check_chapter_file, check_codec, check_sample, check_together
from pipeline.mastering.delivery import check_delivery
from pipeline.mastering.profiles import PROFILES, Profile, find_profile
from pipeline.model import Finding
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import ListedRelease, ReleasedFile, parse_manifest

EXAMPLE = """\
declaim check projects/alice/build/release     every file of a release by its own profile, and its manifest
declaim check chapter.mp3 --profile acx        one file; exit code 1 where it is outside
declaim check projects/alice/build/release --no-listen   levels and hashes only"""

DEFAULT_PROFILE = "acx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paths and the profile."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="an audio file, or a folder of them")
    names = ", ".join(sorted(PROFILES))
    parser.add_argument("--profile", help=f"one of: {names} (default: that of the release, else {DEFAULT_PROFILE})")
    told = "listen to a release from end to end (default: where something that listens is installed)"
    parser.add_argument("--listen", action=argparse.BooleanOptionalAction, default=None, help=told)
    parser.add_argument("--json", action="store_true", help="print levels and findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; 1 where anything was found."""
    files = find_audio(arguments.paths)
    releases = _read_releases(arguments.paths)
    named = arguments.profile or next((release.profile for release in releases.values()), DEFAULT_PROFILE)
    profile = find_profile(named)
    measured = _measure_all(files)
    heard = _listen(sorted(releases), wish=arguments.listen)
    findings = (*_check_all(measured, profile, _listed(releases)), *_check_manifests(releases), *heard)
    delivery = tuple(finding for release in releases.values() for finding in _check_delivery(release, profile))
    if arguments.json:
        print(json.dumps(_as_json(measured, findings, delivery), ensure_ascii=False, indent=1))
    else:
        rows = [Row(place=str(one.path), label=one.path.name, title="", levels=one.levels) for one in measured]
        print_levels(rows, findings, first_column="file")
        print_findings(delivery)
    return 1 if findings else 0


def _listen(releases: Sequence[Path], *, wish: bool | None) -> tuple[Finding, ...]:
    """Return what is heard in releases that their scripts do not say.

    Where listening was neither asked for nor refused and cannot be done, stderr tells why; asked for, it is an error.
    Raises ProjectError, EngineError, AudioError, StorageError.
    """
    if wish and not releases:
        raise ProjectError(f"there is no {MANIFEST} in what was named: only a release can be listened to")
    found: list[Finding] = []
    for release in releases if wish is not False else ():
        try:
            heard = hear_release(release)
        except (EngineError, ProjectError) as error:
            if wish:
                raise
            print(f"not listened to: {error}", file=sys.stderr)
            continue
        found += heard.findings
        for told in (*heard.passed_over, f"{release}: {heard.files} files listened to from end to end"):
            print(told, file=sys.stderr)
    return tuple(found)


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


def _read_releases(paths: Sequence[Path]) -> dict[Path, ListedRelease]:
    """Return what the manifests of the folders among the paths say."""
    manifests = [path / MANIFEST for path in paths if (path / MANIFEST).is_file()]
    return {path.parent: parse_manifest(path.read_text(encoding="utf-8"), where=str(path)) for path in manifests}


def _listed(releases: Mapping[Path, ListedRelease]) -> dict[Path, tuple[ReleasedFile, float]]:
    """Return, by path, every file that a manifest lists, with the longest pause that is asked for in it."""
    return {
        folder / file.name: (file, release.asked_gap(file))
        for folder, release in releases.items()
        for file in release.files
    }


def _check_all(
    measured: Sequence[MeasuredFile], profile: Profile, listed: Mapping[Path, tuple[ReleasedFile, float]]
) -> tuple[Finding, ...]:
    """Return everything that was found; a file that no release explains is one that somebody wants to hand in."""
    found: list[Finding] = []
    for one in measured:
        file, gap_s = listed.get(one.path, (None, 0.0))
        where = str(one.path)
        found += check_chapter_file(one.levels, one.encoding, profile, where=where, asked_gap_s=gap_s)
        if file is None:
            found += check_codec(one.encoding, profile, where=where)
        elif file.levels and not file.chapter:
            found += check_sample(one.levels, profile, where=where)
    return (*found, *check_together({str(one.path): one.encoding for one in measured}, profile))


def _check_delivery(release: ListedRelease, profile: Profile) -> tuple[Finding, ...]:
    return check_delivery(
        profile,
        cover_px=release.cover_px,
        chapters=release.pauses_s,
        codecs={
            file.encoding.codec if file.encoding else "aac"
            for file in release.files
            if file.encoding or file.name.endswith(".m4b")
        },
        disclosure=release.disclosure,
    )


def _check_manifests(releases: Mapping[Path, ListedRelease]) -> tuple[Finding, ...]:
    """Return a finding for each file of a release that is missing or is not what its manifest says."""
    findings: list[Finding] = []
    for path, (file, _) in _listed(releases).items():
        if not path.is_file():
            message = "the manifest lists this file, and it is not here"
            findings.append(Finding(code="manifest.missing", where=str(path), message=message))
        elif file_hash(path) != file.sha256:
            message = "this is not the file that the manifest lists; release again"
            findings.append(Finding(code="manifest.changed", where=str(path), message=message))
    return tuple(findings)


def _as_json(
    measured: Sequence[MeasuredFile], findings: Sequence[Finding], delivery: Sequence[Finding]
) -> dict[str, object]:
    files = [
        {"path": str(one.path), "encoding": asdict(one.encoding), "levels": one.levels.to_row()} for one in measured
    ]
    return {
        "files": files,
        "findings": [asdict(finding) for finding in findings],
        "delivery": [asdict(finding) for finding in delivery],
    }
