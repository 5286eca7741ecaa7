"""Bytes of an ONNX model -> a session of one thread that also tells how long each phoneme lasts.

Voices of the VITS and StyleTTS 2 families decide a length for every phoneme inside the graph and do not give it out.
One more output makes them exact witnesses of their own timing. Two serialized protobuf messages in a row are one
message with the fields of both (https://protobuf.dev/programming-guides/encoding, "Last One Wins"), so an output is
added by appending a few bytes, and no graph library is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# Field numbers of onnx.proto (https://github.com/onnx/onnx); compared with what onnx 1.23.2 reads of the same models.
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_OUTPUT = 1, 12
_NODE_OUTPUT, _NODE_OPERATOR = 2, 4
_VALUE_NAME = 1

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_QUIET = 3
"""Of onnxruntime's severities: errors only. It warns of parts of other people's models that nobody here can mend."""


def open_session(model: bytes, *, extra_output: str = "", name: str) -> InferenceSession:
    """Return a session that runs in one thread; name says in errors whose model it is.

    extra_output is the name of an inner tensor, which becomes the session's last output. Two threads are slower than
    one (Piper: 0.078 against 0.059 of real time), and workers run beside each other. Raises EngineError.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    data = with_output(model, extra_output) if extra_output else model
    try:
        return onnxruntime.InferenceSession(data, sess_options=options, providers=["CPUExecutionProvider"])
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"{name}: this is no ONNX model that can be loaded ({error}); install it again") from error


def find_results(model: bytes, operator: str, *, name: str) -> tuple[str, ...]:
    """Return the names of the tensors that nodes of an operator ("Ceil") give, those of the graph itself left out.

    name says in errors whose model it is. Raises EngineError where the bytes are no ONNX model.
    """
    try:
        graph = next(value for number, value in _fields(memoryview(model)) if number == _MODEL_GRAPH)
        fields = list(_fields(graph))
        nodes = [list(_fields(value)) for number, value in fields if number == _GRAPH_NODE]
        given = {_text_of(_fields(value), _VALUE_NAME) for number, value in fields if number == _GRAPH_OUTPUT}
    except (IndexError, StopIteration, UnicodeDecodeError) as error:
        raise EngineError(f"{name}: the model is damaged, it is no ONNX file; install it again") from error
    results = (_text_of(node, _NODE_OUTPUT) for node in nodes if _text_of(node, _NODE_OPERATOR) == operator)
    return tuple(result for result in results if result not in given)


def with_output(model: bytes, tensor: str) -> bytes:
    """Return the model with one of its tensors as a further output, the last."""
    value = _field(_VALUE_NAME, tensor.encode())
    return model + _field(_MODEL_GRAPH, _field(_GRAPH_OUTPUT, value))


def _text_of(fields: list[tuple[int, memoryview]] | Iterator[tuple[int, memoryview]], wanted: int) -> str:
    return next((bytes(value).decode() for number, value in fields if number == wanted), "")


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield number and bytes of the fields of a message that have bytes; the others are numbers, which we pass by."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == _BYTES:
            size, place = _varint(message, place)
            yield key >> 3, message[place : place + size]
            place += size
        elif kind == _VARINT:
            _, place = _varint(message, place)
        elif kind in (_FIXED_32, _FIXED_64):
            place += 4 if kind == _FIXED_32 else 8
        else:
            raise IndexError(kind)


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the place behind it."""
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def _field(number: int, value: bytes) -> bytes:
    return _varint_bytes(number << 3 | _BYTES) + _varint_bytes(len(value)) + value


def _varint_bytes(number: int) -> bytes:
    parts = []
    while number >= 128:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])
