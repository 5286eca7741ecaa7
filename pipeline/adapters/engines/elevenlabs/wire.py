"""A request and its context -> an HTTP call; what the service would refuse or silently damage is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.adapters.engines.elevenlabs.catalogue import VOICE_ID, Model, load_catalogue
from pipeline.adapters.engines.phonemes import mark_words, phoneme_tag
from pipeline.errors import EngineError
from pipeline.model import Context, PhonemeAlphabet, Request

SETTING_NAMES = {
    "stability": "stability",
    "similarity": "similarity_boost",
    "style": "style",
    "speed": "speed",
    "speaker-boost": "use_speaker_boost",
}
"""Our names of the voice settings (docs/design.md, section 3) -> those of the API. All five are always sent: what an
omitted one falls back to is not documented."""
SPEAKER_BOOST = "speaker-boost"

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r'<break time="(\d+(?:\.\d+)?)s" ?/>')
_PHONEME = re.compile(r'<phoneme alphabet="(?:ipa|cmu-arpabet)" ph="[^"<>]+">[^<>]+</phoneme>')
_ARPABET = re.compile(r"[A-Z]{1,2}[0-2]?(?: [A-Z]{1,2}[0-2]?)*\Z")


class Route(StrEnum):
    """The four speech routes, as `[elevenlabs] route` names them, with the end of their path."""

    TIMED = "with-timestamps"
    """Audio, alignment and headers in one JSON: truncation is always seen. The default."""
    PLAIN = "plain"
    STREAM = "stream"
    TIMED_STREAM = "stream/with-timestamps"

    @property
    def path_end(self) -> str:
        """What follows the voice id."""
        return "" if self is Route.PLAIN else f"/{self.value}"

    @property
    def is_timed(self) -> bool:
        """Whether its answers carry timings."""
        return self in {Route.TIMED, Route.TIMED_STREAM}

    @property
    def timed(self) -> Route:
        """The route that gives the same audio with timings."""
        return {Route.PLAIN: Route.TIMED, Route.STREAM: Route.TIMED_STREAM}.get(self, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A version of a pronunciation dictionary; always pinned."""

    dictionary: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A speech call, ready to be sent."""

    route: Route
    voice: str
    query: Mapping[str, str]
    body: Mapping[str, object] = field(repr=False)
    audio_format: str

    @property
    def path(self) -> str:
        """The path below the base URL."""
        return f"/v1/text-to-speech/{self.voice}{self.route.path_end}"

    @property
    def text(self) -> str:
        """What is sent as text, tags included."""
        return str(self.body["text"])

    @property
    def model(self) -> str:
        """The model's id."""
        return str(self.body["model_id"])

    @property
    def has_context_ids(self) -> bool:
        """Whether it names other generations."""
        return bool(self.body.keys() & {"previous_request_ids", "next_request_ids"})

    @property
    def has_context(self) -> bool:
        """Whether it says anything of its neighbours."""
        return self.has_context_ids or bool(self.body.keys() & {"previous_text", "next_text"})


def make_call(
    request: Request,
    context: Context | None,
    *,
    route: Route = Route.TIMED,
    is_logged: bool = True,
    locators: tuple[Locator, ...] = (),
) -> Call:
    """Return the call for a request. Raises EngineError with every reason why it must not be sent."""
    model = load_catalogue().model(request.voice.model)
    text = _with_phonemes(request, model)
    call = Call(
        route=route if request.narrated is None else route.timed,  # a cue is cut away by its timings
        voice=request.voice.voice,
        query={"output_format": request.audio_format} | ({} if is_logged else {"enable_logging": "false"}),
        body=_body(request, context, text=text, model=model, locators=locators),
        audio_format=request.audio_format,
    )
    problems = tuple(find_problems(call, model))
    if problems:
        raise EngineError(
            f"engine elevenlabs would refuse or damage “{request.text[:40]}”, so it was not sent; change [cast] or "
            "[elevenlabs] in book.toml, or the script",
            problems=problems,
        )
    return call


def find_problems(call: Call, model: Model) -> Iterator[str]:
    """Yield every reason why a call would be refused, or would give something else than it says."""
    if not VOICE_ID.match(call.voice):
        yield f"voice {call.voice!r}: a voice id is 20 letters and digits; `declaim voices list` shows them"
    if call.audio_format not in load_catalogue().formats:
        yield f"format {call.audio_format}: there are {', '.join(load_catalogue().formats)}"
    yield from _text_problems(call.text, model)
    yield from _setting_problems(call.body["voice_settings"])
    yield from _parameter_problems(call.body, model)


def _body(
    request: Request, context: Context | None, *, text: str, model: Model, locators: tuple[Locator, ...]
) -> dict[str, object]:
    settings = {SETTING_NAMES.get(name, name): value for name, value in request.voice.settings}
    body: dict[str, object] = {
        "text": text,
        "model_id": model.id,
        "voice_settings": settings,
        "apply_text_normalization": request.engine_normalisation,
    }
    language = request.language.partition("-")[0].lower()
    if model.language and language in model.languages:
        body["language_code"] = language
    if request.seed is not None:
        body["seed"] = request.seed
    if locators:
        body["pronunciation_dictionary_locators"] = [
            {"pronunciation_dictionary_id": locator.dictionary, "version_id": locator.version} for locator in locators
        ]
    return body | _context_fields(context)


def _context_fields(context: Context | None) -> dict[str, object]:
    """Return what is sent of the neighbours; absent fields are left out, never null."""
    if context is None:
        return {}
    fields: dict[str, object] = {
        "previous_request_ids": list(context.before.ids),
        "next_request_ids": list(context.after.ids),
        "previous_text": context.before.text,
        "next_text": context.after.text,
    }
    return {name: value for name, value in fields.items() if value}


def _with_phonemes(request: Request, model: Model) -> str:
    """Return the text with the pronunciations that are left to the engine as tags, where the model takes them."""
    return mark_words(request, _tag_phoneme).text if model.phonemes else request.text


def _tag_phoneme(word: str, phoneme: str) -> str:
    alphabet = PhonemeAlphabet.ARPABET if _ARPABET.match(phoneme) else PhonemeAlphabet.IPA
    return phoneme_tag(alphabet)(word, phoneme)


def _text_problems(text: str, model: Model) -> Iterator[str]:
    limits = load_catalogue().limits
    if not text.strip():
        yield "the text is empty"
    if len(text) > model.limit:
        yield f"{len(text)} characters: {model.id} takes {model.limit} in one request; set [recording] line-limit lower"
    breaks = _BREAK.findall(text)
    if len(breaks) > limits.breaks:
        yield f"{len(breaks)} breaks: more than {limits.breaks} make the voice hurry; use pauses of the script"
    if any(not 0 < float(seconds) <= limits.break_s for seconds in breaks):
        yield f"a break lasts up to {limits.break_s:g} s; longer pauses belong to the script"
    if _BREAK.match(text.lstrip()) or re.search(rf"{_BREAK.pattern}\s*\Z", text):
        yield "a break stands at the edge of the text; use a pause of the script"
    if not model.phonemes and "<phoneme" in text:
        yield f"phoneme tags: {model.id} may leave out the word; flash v2, turbo v2 and English v1 take them"
    for tag in _TAG.findall(_PHONEME.sub("", _BREAK.sub("", text))):
        yield f"{tag} looks like a tag, which the service reads in a way it does not document; reword it"


def _setting_problems(settings: object) -> Iterator[str]:
    given = dict(settings) if isinstance(settings, Mapping) else {}
    ranges = load_catalogue().settings
    for name, sent in SETTING_NAMES.items():
        value = given.pop(sent, None)
        if name == SPEAKER_BOOST:
            if not isinstance(value, bool):
                yield f"setting {name} = {value}: true or false is wanted"
        elif (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not (ranges[name].least <= value <= ranges[name].most)
        ):
            yield f"setting {name} = {value}: a number from {ranges[name].least:g} to {ranges[name].most:g} is wanted"
    for name in given:
        yield f"setting {name}: it knows {', '.join(SETTING_NAMES)}"


def _parameter_problems(body: Mapping[str, object], model: Model) -> Iterator[str]:
    limits = load_catalogue().limits
    if "language_code" in body and not model.language:
        yield f"language_code: {model.id} answers it with an error"
    normalisation = body["apply_text_normalization"]
    if normalisation not in {"off", "on", "auto"} or (normalisation == "on" and not model.normalises):
        yield f"normalisation {normalisation!r}: {model.id} takes off, auto{', on' if model.normalises else ''}"
    for name, most in (
        ("pronunciation_dictionary_locators", limits.locators),
        ("previous_request_ids", limits.context_ids),
        ("next_request_ids", limits.context_ids),
    ):
        values = body.get(name, [])
        if isinstance(values, list) and len(values) > most:
            yield f"{len(values)} {name}: the service takes {most}"
    seed = body.get("seed", 0)
    if not isinstance(seed, int) or not 0 <= seed <= limits.seed:
        yield f"seed {seed}: a whole number from 0 to {limits.seed} is wanted"
