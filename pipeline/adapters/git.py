"""A path in a git checkout -> its versions in every ref, and what the checkout is at."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.adapters.disk import read_file
from pipeline.errors import StorageError


def read_versions(path: Path) -> tuple[str, ...]:
    """Return the text of every version of the files of that name that any ref, index or worktree of the repository has.

    Wherever they lie: a project that was renamed has its history under another folder. Merges count with what only they
    changed. Raises StorageError where the folder is no git checkout, or a shallow one: what it does not know cannot be
    spared.
    """
    if _git(path.parent, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise StorageError(
            f"{path.parent}: this is a shallow clone, whose history does not say which takes others need;"
            " fetch it whole with `git fetch --unshallow`"
        )
    everywhere = f":(top,glob)**/{path.name}"
    trees = _worktrees(path.parent)
    heads = [head for _, head in trees if head.strip("0")]
    words = ("--full-history", "-m", "--root", "--format=", "--raw", "--no-abbrev", "--", everywhere)
    listing = _git(path.parent, "log", "--all", *heads, *words)
    blobs = {line.split()[3] for line in listing.splitlines() if line.startswith(":")}
    staged = "".join(_git(tree, "ls-files", "--stage", "--", everywhere) for tree, _ in trees)
    blobs |= {line.split()[1] for line in staged.splitlines()}
    committed = (_git(path.parent, "cat-file", "blob", blob) for blob in sorted(blobs) if blob.strip("0"))
    return (*committed, *(text for tree, _ in trees for text in _written(tree, path.name)))


def describe_commit(folder: Path) -> str:
    """Return the commit a folder is at, with `-dirty` where it is changed; empty outside a git checkout."""
    try:
        return _git(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*").strip()
    except StorageError:
        return ""


def tags_before(folder: Path, prefix: str) -> tuple[str, ...]:
    """Return the tags that begin so and lead to the commit a folder is at, the highest version first.

    Those of this very commit are not among them. Empty outside a git checkout, or where nothing is committed.
    """
    listed = _tags(folder, prefix, "--merged=HEAD")
    here = set(tags_here(folder, prefix)) if listed else set()
    return tuple(tag for tag in listed if tag not in here)


def tags_here(folder: Path, prefix: str) -> tuple[str, ...]:
    """Return the tags of the commit a folder is at that begin so, the highest version first."""
    return _tags(folder, prefix, "--points-at=HEAD")


def find_commit(folder: Path, name: str) -> str:
    """Return the hash of the commit that a tag, branch or hash names; empty where there is none."""
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except StorageError:
        return ""


def fork_point(folder: Path, commit: str) -> str:
    """Return the last commit that this checkout and another share. Raises StorageError where they share none."""
    return _git(folder, "merge-base", "HEAD", commit).strip()


def extract_commit(folder: Path, commit: str, into: Path, *, wanted: Callable[[str, str], bool]) -> Path:
    """Write files of a commit into a folder and return where `folder` lies in there.

    wanted is asked of each file with its path in the repository, and that of `folder` (with its slash). Raises
    StorageError.
    """
    top, prefix = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix").splitlines()[:2]
    names = _git(Path(top), "ls-tree", "-r", "-z", "--name-only", commit).split("\0")
    chosen = [f":(literal){name}" for name in names if name and wanted(name, prefix)]
    if chosen:
        archive = _git_bytes(Path(top), "archive", "--format=tar", commit, "--", *chosen)
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(into, filter="data")
    return into / prefix


def _worktrees(folder: Path) -> list[tuple[Path, str]]:
    """Return each worktree of the repository that is there, and the commit it is at (zeros before the first)."""
    entries = _git(folder, "worktree", "list", "--porcelain").split("\n\n")
    facts = [dict(line.partition(" ")[::2] for line in entry.splitlines()) for entry in entries if entry.strip()]
    trees = [(Path(fact["worktree"]), fact.get("HEAD", "")) for fact in facts if "bare" not in fact]
    return [(tree, head) for tree, head in trees if tree.is_dir()]


def _written(tree: Path, name: str) -> Iterator[str]:
    """Yield what files of a name in a worktree say now, tracked or not."""
    listed = _git(tree, "ls-files", "-z", "--cached", "--others", "--", f":(top,glob)**/{name}")
    for file in filter(None, listed.split("\0")):
        data = read_file(tree / file)
        if data is not None:
            yield data.decode(errors="replace")


def _tags(folder: Path, prefix: str, which: str) -> tuple[str, ...]:
    try:
        return tuple(_git(folder, "tag", "--list", f"{prefix}*", which, "--sort=-version:refname").split())
    except StorageError:
        return ()


def _git(folder: Path, *words: str) -> str:
    return _git_bytes(folder, *words).decode(errors="replace")


def _git_bytes(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError as error:
        raise StorageError(f"git cannot be run ({error.strerror}); install it, or run this where it is") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise StorageError(f"{folder}: git says: {said[-1] if said else 'nothing'}")
    return done.stdout
