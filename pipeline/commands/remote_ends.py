"""Why a run stopped -> what a producer reads: what is kept, when and how it goes on."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.adapters.engines.elevenlabs.client import KEY_NAME, Client
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.errors import EngineError
from pipeline.model import FailureClass


def tell_stop(failure: Failure, client: Client, *, done: int, wanted: int) -> str:
    """Return the message of a run that `quota` or `auth` stopped."""
    kept = f"{done} of {wanted} lines are recorded and kept"
    if failure.failure is FailureClass.QUOTA:
        return (
            f"the account has not enough credits ({failure.tell()}); {kept}; {_reset_of(client)}; then run the same "
            "command again and it goes on from here"
        )
    return (
        f"the service does not accept the API key ({failure.tell()}); {kept}; set {KEY_NAME} to a key that may use "
        "text_to_speech (`declaim doctor` checks it), then run the same command again"
    )


def _reset_of(client: Client) -> str:
    """Return when there are credits again, as far as the key may know."""
    try:
        subscription = client.ask("/v1/user/subscription")
    except EngineError:
        return "buy credits, raise the key's own limit, or wait for the reset of the quota"
    reset = subscription.get("next_character_count_reset_unix") if isinstance(subscription, dict) else None
    if not isinstance(reset, int | float):
        return "buy credits, or wait for the reset of the quota"
    when = datetime.fromtimestamp(reset, UTC).strftime("%Y-%m-%d %H:%M UTC")
    left = subscription.get("character_limit", 0) - subscription.get("character_count", 0)
    return f"{left} credits are left, the quota resets on {when}, or buy credits"
