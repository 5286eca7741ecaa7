"""The outline of a chapter and its marks -> a picture: waveform and loudness over time, as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.mastering.profiles import Limit
from pipeline.model import Contour

WIDTH = 1000
WAVE_HEIGHT = 96
LOUDNESS_HEIGHT = 56
HEIGHT = WAVE_HEIGHT + LOUDNESS_HEIGHT
LOUDEST_LUFS, QUIETEST_LUFS = -8.0, -44.0
"""What the lane of loudness shows; a pause lies on its lower edge."""
_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS = 12


def draw_chapter(contour: Contour, *, duration_s: float, marks_s: Sequence[float], window: Limit) -> str:
    """Return the picture as SVG text, `WIDTH` wide for `duration_s`; `marks_s` are begins of paragraphs.

    The waveform is above, loudness (of 400 ms) below, with the window of the profile as a band where it has one.
    """
    scale = WIDTH / duration_s if duration_s > 0 else 0.0
    parts = [
        f'<svg class="picture" viewBox="0 0 {WIDTH} {HEIGHT + 5}" preserveAspectRatio="none" role="img" '
        f'aria-label="waveform and loudness" data-length="{duration_s:.3f}">',
        *_band(window),
        _waveform(contour, scale),
        f'<path class="loudness" d="{_line(contour, scale)}"/>',
        *(f'<path class="mark" d="M{mark * scale:.1f} 0v8"/>' for mark in marks_s),
        *(f'<path class="tick" d="M{seconds * scale:.1f} {HEIGHT}v5"/>' for seconds in find_ticks(duration_s)),
        f'<path class="head" d="M-10 0v{HEIGHT}"/>',
        "</svg>",
    ]
    return "".join(parts)


def format_time(seconds: float) -> str:
    """Return `1:02:03`, or `2:03` under an hour; whole seconds, rounded down."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def find_ticks(duration_s: float) -> Sequence[int]:
    """Return the seconds that are marked under a picture, a dozen at most."""
    step_s = next((step for step in _TICKS_S if duration_s / step <= _MOST_TICKS), _TICKS_S[-1])
    return range(step_s, int(duration_s) + 1, step_s)


def _band(window: Limit) -> Iterable[str]:
    yield f'<rect class="lane" x="0" y="{WAVE_HEIGHT}" width="{WIDTH}" height="{LOUDNESS_HEIGHT}"/>'
    if not window.is_open:
        top = _height_of(LOUDEST_LUFS if window.most is None else window.most)
        bottom = _height_of(QUIETEST_LUFS if window.least is None else window.least)
        yield f'<rect class="window" x="0" y="{top:.1f}" width="{WIDTH}" height="{bottom - top:.1f}"/>'


def _waveform(contour: Contour, scale: float) -> str:
    """Return the peaks as a shape around the middle of its lane, full scale at its edges."""
    middle = WAVE_HEIGHT / 2
    tops = [(number * contour.step_s * scale, middle * min(1.0, peak)) for number, peak in enumerate(contour.peaks)]
    upper = " ".join(f"{x:.1f},{middle - height:.1f}" for x, height in tops)
    lower = " ".join(f"{x:.1f},{middle + height:.1f}" for x, height in reversed(tops))
    return f'<polygon class="wave" points="{upper} {lower}"/>'


def _line(contour: Contour, scale: float) -> str:
    points = [
        f"{(number + 0.5) * contour.step_s * scale:.1f} {_height_of(loudness):.1f}"
        for number, loudness in enumerate(contour.loudness_lufs)
    ]
    return "M" + "L".join(points) if points else ""


def _height_of(level: float) -> float:
    share = (LOUDEST_LUFS - level) / (LOUDEST_LUFS - QUIETEST_LUFS)
    return WAVE_HEIGHT + LOUDNESS_HEIGHT * min(1.0, max(0.0, share))
