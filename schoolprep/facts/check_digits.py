"""Check digits: the last sign of a number, by which a mistyped or swapped one is noticed."""

from __future__ import annotations

_REMAINDERS = "10X98765432"


def mod_11_2(body: str) -> str:
    """The check sign of digits by ISO 7064 MOD 11-2, as GB 11643-1999 asks it of a resident identity number."""
    weighed = 0
    for digit in body:
        weighed = (weighed + int(digit)) * 2 % 11
    return _REMAINDERS[weighed]


def luhn(body: str, alphabet: str) -> str:
    """The check sign of signs of an alphabet by Luhn's rule modulo its length; ValueError for a sign outside it."""
    size, total = len(alphabet), 0
    for at, sign in enumerate(reversed(body)):
        value = alphabet.index(sign)
        total += value if at % 2 else sum(divmod(value * 2, size))
    return alphabet[-total % size]
