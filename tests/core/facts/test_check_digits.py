"""Check digits, by the examples of those who published them, and by what they are for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.check_digits import luhn, mod_11_2

HEXADECIMAL = "0123456789abcdef"


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_gb_11643(number: str) -> None:
    assert mod_11_2(number[:17]) == number[17]


@pytest.mark.parametrize(
    ("number", "alphabet"),
    [("79927398713", "0123456789"), ("18" + "9", "0123456789"), ("12344", HEXADECIMAL)],
)
def test_luhn(number: str, alphabet: str) -> None:
    found = luhn(number[:-1], alphabet)
    assert found in alphabet and sum(_values(number[:-1] + found, alphabet)) % len(alphabet) == 0


def _values(number: str, alphabet: str) -> list[int]:
    """As the rule is told: every second sign from the right is doubled, its digits are added."""
    values = [alphabet.index(sign) for sign in reversed(number)]
    return [sum(divmod(2 * value, len(alphabet))) if at % 2 else value for at, value in enumerate(values)]


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_or_two_swapped_ones_are_noticed(body: str, at: int, more: int) -> None:
    wrong = body[:at] + str((int(body[at]) + more) % 10) + body[at + 1 :]
    assert mod_11_2(wrong) != mod_11_2(body)
    assert luhn(wrong, "0123456789") != luhn(body, "0123456789")
    swapped = body[: at - 1] + body[at] + body[at - 1] + body[at + 1 :] if at else body
    assert swapped == body or mod_11_2(swapped) != mod_11_2(body)
