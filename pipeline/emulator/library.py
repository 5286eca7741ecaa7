"""The account -> models, voices, subscription and usage, as the API lists them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.emulator.account import usage_by_day
from pipeline.emulator.catalogue import Era, Model, Plan
from pipeline.emulator.faults import FaultName
from pipeline.emulator.gate import RefusedError, read_body, read_number
from pipeline.emulator.records import DEFAULT_SETTINGS, AccountVoice
from pipeline.emulator.world import World

PAGE_SIZE = 10
MAX_PAGE_SIZE = 100


async def list_models(request: Request, world: World) -> Response:
    """GET /v1/models: an array."""
    del request
    return JSONResponse([_show_model(model, world.options.era) for model in world.models().values()])


def _show_model(model: Model, era: Era) -> dict[str, object]:
    rates: dict[str, float] = {"character_cost_multiplier": model.multiplier}
    if era is Era.YEAR_2026:
        rates["cost_discount_multiplier"] = 1.0
    return {
        "model_id": model.model_id,
        "name": model.name,
        "description": f"{model.name}, as the emulator has it.",
        "can_be_finetuned": model.speaks_text,
        "can_do_text_to_speech": model.speaks_text,
        "can_do_voice_conversion": not model.speaks_text,
        "can_use_style": True,
        "can_use_speaker_boost": True,
        "serves_pro_voices": False,
        "token_cost_factor": 1.0,
        "requires_alpha_access": False,
        "max_characters_request_free_user": min(2500, model.limit),
        "max_characters_request_subscribed_user": model.limit,
        "maximum_text_length_per_request": model.limit,
        "languages": [{"language_id": code, "name": code} for code in model.languages],
        "model_rates": rates,
        "concurrency_group": str(model.group),
    }


async def list_voices(request: Request, world: World) -> Response:
    """GET /v1/voices: the whole account."""
    del request
    return JSONResponse({"voices": [_show_voice(entry, world) for entry in _added(world)]})


async def search_voices(request: Request, world: World) -> Response:
    """GET /v2/voices: a page of those that fit."""
    query = request.query_params
    words = query.get("search", "").lower()
    found = [entry for entry in _added(world) if words in _searched(entry)]
    if "category" in query:
        found = [entry for entry in found if entry.voice.category == query["category"]]
    found.sort(key=lambda entry: entry.voice.name, reverse=query.get("sort_direction") == "desc")
    size = min(read_number(request, "page_size", PAGE_SIZE), MAX_PAGE_SIZE)
    start = read_number(request, "next_page_token", 0)
    has_more = start + size < len(found)
    page = [_show_voice(entry, world) for entry in found[start : start + size]]
    token = str(start + size) if has_more else None
    return JSONResponse({"voices": page, "has_more": has_more, "total_count": len(found), "next_page_token": token})


async def show_voice(request: Request, world: World) -> Response:
    """GET /v1/voices/{voice_id}."""
    return JSONResponse(_show_voice(_voice(request, world), world))


async def show_settings(request: Request, world: World) -> Response:
    """GET /v1/voices/{voice_id}/settings."""
    return JSONResponse(_voice(request, world).settings)


async def show_default_settings(request: Request, world: World) -> Response:
    """GET /v1/voices/settings/default."""
    del request, world
    return JSONResponse(DEFAULT_SETTINGS)


async def edit_settings(request: Request, world: World) -> Response:
    """POST /v1/voices/{voice_id}/settings/edit: changes the stored settings for the whole account."""
    entry = _voice(request, world)
    for name, value in (await read_body(request)).items():
        if name in DEFAULT_SETTINGS and isinstance(value, int | float):
            entry.settings[name] = value
    return JSONResponse({"status": "ok"})


def _added(world: World) -> list[AccountVoice]:
    return [entry for entry in world.voices.values() if entry.voice.is_added and world.now() < entry.withdrawn_at]


def _searched(entry: AccountVoice) -> str:
    return " ".join([entry.voice.name, entry.voice.category, *entry.voice.labels.values()]).lower()


def _voice(request: Request, world: World) -> AccountVoice:
    voice_id = request.path_params["voice_id"]
    entry = world.voice(voice_id)
    if entry is None or not entry.voice.is_added:
        raise RefusedError("voice_not_found", f"A voice for the voice_id {voice_id} was not found.")
    return entry


def _show_voice(entry: AccountVoice, world: World) -> dict[str, object]:
    voice = entry.voice
    is_tuned = voice.category == "professional"
    states = dict.fromkeys(world.models(), "fine_tuned") if is_tuned else {}
    disabled_at = None if voice.disabled_after_s is None else int(entry.withdrawn_at)
    is_shared = voice.rate != 1.0 or disabled_at is not None
    return {
        "voice_id": voice.voice_id,
        "name": voice.name,
        "category": voice.category,
        "samples": None,
        "fine_tuning": {"is_allowed_to_fine_tune": is_tuned, "state": states},
        "labels": dict(voice.labels),
        "description": None,
        "preview_url": None,
        "available_for_tiers": [],
        "settings": entry.settings,
        "sharing": {"rate": voice.rate, "disable_at_unix": disabled_at, "status": "copied"} if is_shared else None,
        "high_quality_base_model_ids": list(world.models()) if is_tuned else ["eleven_multilingual_v2"],
        "verified_languages": [{"language": "en", "model_id": "eleven_multilingual_v2"}],
        "is_owner": False,
        "is_legacy": False,
        "created_at_unix": None,
    }


async def show_subscription(request: Request, world: World) -> Response:
    """GET /v1/user/subscription."""
    return JSONResponse(_subscription(request, world))


async def show_user(request: Request, world: World) -> Response:
    """GET /v1/user; the key is never in it."""
    return JSONResponse(
        {
            "user_id": "emulated-user",
            "workspace_id": "emulated-workspace",
            "subscription": _subscription(request, world),
            "is_new_user": False,
            "xi_api_key": None,
            "xi_api_key_preview": None,
            "can_use_delayed_payment_methods": False,
            "is_onboarding_completed": True,
            "is_onboarding_checklist_completed": True,
            "first_name": "Emulated",
            "created_at": int(world.account.period_began),
        }
    )


def _subscription(request: Request, world: World) -> dict[str, object]:
    account, plan = world.account, world.options.plan
    account.roll(world.now())
    stale = next((fault for fault in request.state.faults if fault.name is FaultName.STALE_SUBSCRIPTION), None)
    used = account.used_before(world.now() - stale.number("lag_s")) if stale else account.used
    later: dict[str, object] = {"max_credit_limit_extension": 0, "current_overage": {"amount": "0", "currency": "usd"}}
    later |= {"open_invoices": [], "professional_voice_slots_used_in_workspace": 0}
    return {
        "tier": str(plan),
        "character_count": used,
        "character_limit": account.limit,
        "max_character_limit_extension": None,
        "can_extend_character_limit": plan.reaches(Plan.CREATOR),
        "allowed_to_extend_character_limit": False,
        "next_character_count_reset_unix": account.resets_at,
        "status": "free" if plan is Plan.FREE else "active",
        "voice_slots_used": 0,
        "voice_limit": 30,
        "professional_voice_slots_used": 0,
        "professional_voice_limit": 1,
        "voice_add_edit_counter": 0,
        "max_voice_add_edits": 95,
        "can_extend_voice_limit": False,
        "can_use_instant_voice_cloning": plan.reaches(Plan.STARTER),
        "can_use_professional_voice_cloning": plan.reaches(Plan.CREATOR),
        "currency": "usd",
        "billing_period": "monthly_period",
        "character_refresh_period": "monthly_period",
        "next_invoice": None,
        "has_open_invoices": False,
        **(later if world.options.era is Era.YEAR_2026 else {}),
    }


async def show_usage(request: Request, world: World) -> Response:
    """GET /v1/usage/character-stats: begin and end in milliseconds, one number per day and name."""
    query = request.query_params
    begin, end = read_number(request, "start_unix") / 1000, read_number(request, "end_unix") / 1000
    usage = usage_by_day(world.account.charges, begin, end, query.get("breakdown_type", "none"))
    days = range(int(begin // 86_400), int(end // 86_400) + 1)
    return JSONResponse({"time": [day * 86_400_000 for day in days], "usage": usage})
