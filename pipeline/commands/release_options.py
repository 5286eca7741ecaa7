"""What `release` and `build` both are told: by takes.lock alone or not, and what the notes compare with."""

from __future__ import annotations

import argparse

from pipeline.adapters.project import ProjectFolder

LAST = "last"
"""`--since last`: the highest tag of the book that leads to this commit."""


def add_release_options(parser: argparse.ArgumentParser) -> None:
    """Add what `release` and `build` both know."""
    told = "use only takes that takes.lock names; no engine is called, nothing is recorded or claimed"
    parser.add_argument("--from-takes", action="store_true", help=told)
    told = "the notes tell what changed since: a manifest.json, a version, tag or commit (the book's last tag)"
    parser.add_argument("--since", default=LAST, metavar="RELEASE", help=told)


def tag_prefix(folder: ProjectFolder) -> str:
    """Return what the tags of a book begin with: `alice-v` of `alice-v1.1`."""
    return f"{folder.project.slug}-v"
