"""The journeys of the school year, as their feature files tell them."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios(".")
