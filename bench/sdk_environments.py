"""Package index -> `.venvs/sdk-1` and `.venvs/sdk-2`: one environment for each ElevenLabs SDK that drives the emulator.

    python bench/sdk_environments.py

The two conflict with each other, so each lives alone; nothing of Declaim is installed there.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent / ".venvs"
SDKS = {
    "sdk-1": "elevenlabs==1.57.0",  # the release of April 2025
    "sdk-2": "elevenlabs>=2,<3",  # the newest there is
}


def make_environment(name: str, requirement: str) -> Path:
    """Return the interpreter of the environment; one that has an SDK already is kept as it is."""
    python = ROOT / name / "bin" / "python"
    done = ROOT / name / ".made"
    if not done.exists():
        venv.create(ROOT / name, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement], check=True
        )
        done.write_text(requirement + "\n")
    return python


if __name__ == "__main__":
    for sdk, wanted in SDKS.items():
        print(make_environment(sdk, wanted), file=sys.stderr)
