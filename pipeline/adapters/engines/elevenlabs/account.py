"""Free questions -> what the account has: credits, voices, models, and what the key may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.adapters.engines.elevenlabs.client import Client
from pipeline.adapters.engines.elevenlabs.failures import Failure

VOICES_PAGE = 100
MOST_VOICE_PAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The credits of the account's period (`GET /v1/user/subscription`)."""

    tier: str
    used: int
    limit: int
    extension: int
    """Credits that the plan lets the account go beyond its limit; 0 where it may not, or does not say."""
    resets_at: str
    """ISO 8601, UTC; empty where the service does not say."""
    has_open_invoices: bool

    @property
    def available(self) -> int:
        """Credits that can be spent now; the counter may lag, and a key may have a smaller limit of its own."""
        return max(0, self.limit - self.used) + self.extension

    @property
    def reset_note(self) -> str:
        """When the credits come back, for the end of a sentence."""
        return f", reset on {self.resets_at[:16].replace('T', ' ')} UTC" if self.resets_at else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountVoice:
    """A voice of the account."""

    id: str
    name: str
    category: str
    labels: Mapping[str, str]
    rate: float
    """What it multiplies the credits by."""
    models: tuple[str, ...]
    """Models that a professional clone is made for; empty where that does not matter."""
    disabled_at_s: float | None
    """When its owner withdraws it, in seconds since 1970."""
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountModel:
    """A model as the account sees it."""

    id: str
    speaks: bool
    limit: int | None
    rate: float | None
    group: str


def read_subscription(client: Client) -> Subscription:
    """Return the account's credits. Raises EngineError where the key may not know them."""
    row: Mapping[str, Any] = client.ask("/v1/user/subscription")
    may_extend = row.get("can_extend_character_limit") and row.get("allowed_to_extend_character_limit")
    reset = row.get("next_character_count_reset_unix")
    return Subscription(
        tier=str(row.get("tier") or ""),
        used=int(row.get("character_count") or 0),
        limit=int(row.get("character_limit") or 0),
        extension=int(row.get("max_character_limit_extension") or 0) if may_extend else 0,
        resets_at=datetime.fromtimestamp(reset, UTC).isoformat() if isinstance(reset, int | float) else "",
        has_open_invoices=bool(row.get("has_open_invoices")),
    )


def list_voices(client: Client, *, search: str = "") -> tuple[AccountVoice, ...]:
    """Return the voices of the account, those that fit the words where some are given. Raises EngineError."""
    found: list[AccountVoice] = []
    query: dict[str, str | int] = {"page_size": VOICES_PAGE} | ({"search": search} if search else {})
    for _ in range(MOST_VOICE_PAGES):
        page = client.ask("/v2/voices", **query)
        found += [_voice(row) for row in page.get("voices") or ()]
        if not page.get("has_more") or not page.get("next_page_token"):
            break
        query["next_page_token"] = str(page["next_page_token"])
    return tuple(found)


def find_voice(client: Client, voice_id: str) -> AccountVoice:
    """Return a voice of the account. Raises EngineError where it has none of that id."""
    return _voice(client.ask(f"/v1/voices/{voice_id}"))


def list_models(client: Client) -> tuple[AccountModel, ...]:
    """Return the models that the account may use. Raises EngineError."""
    return tuple(_model(row) for row in client.ask("/v1/models"))


def may_read_history(client: Client) -> Failure | None:
    """Return None where the key may read the history, else how that was refused."""
    answer = client.look("/v1/history", page_size=1)
    return answer if isinstance(answer, Failure) else None


def _voice(row: Mapping[str, Any]) -> AccountVoice:
    sharing: Mapping[str, Any] = row.get("sharing") or {}
    tuned: Mapping[str, Any] = (row.get("fine_tuning") or {}).get("state") or {}
    ready = {name for name, state in tuned.items() if state == "fine_tuned"}
    disabled_at = sharing.get("disable_at_unix")
    is_professional = row.get("category") == "professional"
    models = ready | set(row.get("high_quality_base_model_ids") or ())
    return AccountVoice(
        id=str(row.get("voice_id") or ""),
        name=str(row.get("name") or ""),
        category=str(row.get("category") or ""),
        labels={str(name): str(value) for name, value in (row.get("labels") or {}).items()},
        rate=float(sharing.get("rate") or 1.0),
        models=tuple(sorted(models)) if is_professional else (),
        disabled_at_s=float(disabled_at) if isinstance(disabled_at, int | float) else None,
        settings=row.get("settings") or {},
    )


def _model(row: Mapping[str, Any]) -> AccountModel:
    limits = [row.get("maximum_text_length_per_request"), row.get("max_characters_request_subscribed_user")]
    known = [limit for limit in limits if isinstance(limit, int) and limit > 0]
    rate = (row.get("model_rates") or {}).get("character_cost_multiplier")
    return AccountModel(
        id=str(row.get("model_id") or ""),
        speaks=row.get("can_do_text_to_speech") is not False,
        limit=min(known, default=None),
        rate=float(rate) if isinstance(rate, int | float) else None,
        group=str(row.get("concurrency_group") or ""),
    )
