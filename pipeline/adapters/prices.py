"""prices.toml -> what credits cost under each plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.model import PlanPrice


@cache
def load_prices() -> Mapping[str, PlanPrice]:
    """Return the price table by the names of the plans."""
    table: dict[str, Any] = tomllib.loads(files(__package__).joinpath("prices.toml").read_text(encoding="utf-8"))
    read = table["read"]
    return {
        name: PlanPrice(
            plan=name,
            month=float(row["month"]),
            credits=int(row["credits"]),
            extra=float(row["extra"]) if "extra" in row else None,
            currency=read["currency"],
            read=str(read["date"]),
        )
        for name, row in table["plans"].items()
    }
