"""The machine -> how many processes may run at once."""

from __future__ import annotations

import os


def count_cores() -> int:
    """Return the number of cores this process may use (its affinity, where the system tells it)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
