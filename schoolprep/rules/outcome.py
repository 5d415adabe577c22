"""Outcome: what a rule can answer about a person, from best to worst."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["ready", "incomplete", "verify", "deferred"]
OUTCOMES: tuple[Outcome, ...] = ("ready", "incomplete", "verify", "deferred")
"""From best to worst; the worst finding wins (INTERFACE §3)."""
