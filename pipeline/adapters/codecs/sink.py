"""What every encoder that is fed block by block hands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Write: TypeAlias = Callable[[NDArray[np.int16]], None]
"""Takes the next samples (int16, (frames,), mono)."""
