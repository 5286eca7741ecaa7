"""Engines that fail in the ways engines fail; worker processes import them by name."""

from __future__ import annotations

import dataclasses
import os
import signal
from types import SimpleNamespace

import numpy as np

from pipeline.adapters.codecs.flac import encode_flac
from pipeline.adapters.engines import tone
from pipeline.errors import EngineError


class Speaker:
    """Speaks tones, except where the text tells it what goes wrong."""

    def speak(self, request):
        if "[refuse]" in request.text:
            raise EngineError("the engine refuses this", problems=("because",))
        if "[die]" in request.text:
            os.kill(os.getpid(), signal.SIGKILL)
        delivery = tone.open_speaker().speak(request)
        is_mute = "[mute]" in request.text or ("[mute at first]" in request.text and request.seed is None)
        if is_mute:
            return dataclasses.replace(delivery, audio=encode_flac(np.zeros(2400, np.float32), 24000))
        if "[noise]" in request.text:
            return dataclasses.replace(delivery, audio=b"no audio at all")
        return delivery


def find(name):
    """Every name is the faulty engine."""
    return SimpleNamespace(NAME="tone", describe=tone.describe, open_speaker=Speaker)
