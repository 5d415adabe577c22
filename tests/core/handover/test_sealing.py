"""Sealing: what went in comes out, and nothing else ever does."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schoolprep.facts.problem import CallError
from schoolprep.handover.code import SIGNS, code_signs, new_code
from schoolprep.handover.keys import OwnKeys, PublicKeys, keys_kept, keys_text, new_keys
from schoolprep.handover.sealing import (
    LOCK_BYTES,
    SMALLEST_PADDED,
    Sender,
    first_line,
    framed,
    kind_of_file,
    padded_size,
    school_tag,
    sealed,
    sealed_by_code,
    unframed,
    unsealed,
    unsealed_by_code,
)

TAG = school_tag(bytes(32))
OURS, THEIRS, OTHERS = new_keys(), new_keys(), new_keys()
FIRST = first_line("envelope", TAG)
SENDER = Sender("ab" * 8, "ab" * 8 + "-01234567", THEIRS.public, b"proof")
SEALED = sealed(FIRST, SENDER, b"what it says", THEIRS, [OURS.public])


def opened(content: bytes, keys: OwnKeys = OURS) -> bytes:
    return unsealed(unframed(content, "x"), [keys.identity], "x").message


def refused(content: bytes, keys: OwnKeys = OURS) -> str:
    with pytest.raises(CallError) as wrong:
        opened(content, keys)
    return wrong.value.problem.code


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=40_000))
def test_what_was_sealed_is_unsealed(message: bytes) -> None:
    whole = sealed(FIRST, SENDER, message, THEIRS, [OTHERS.public, OURS.public])
    assert kind_of_file(whole) == "envelope"
    for keys in (OURS, OTHERS):
        inside = unsealed(unframed(whole, "x"), [new_keys().identity, keys.identity], "x")
        assert (inside.sender, inside.message) == (SENDER, message)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255), st.booleans())
@example(0, 1, True)
def test_a_changed_byte_is_never_accepted(at: int, by: int, mended: bool) -> None:
    changed = bytearray(SEALED)
    changed[at] ^= by
    whole = bytes(changed)
    if mended:  # somebody who knows how the sum is made
        first, _, rest = whole.partition(b"\n")
        whole = framed(first + b"\n", rest[65:])
    if whole != SEALED:
        assert refused(whole).startswith("handover.")


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.binary(max_size=80))
def test_a_file_that_was_cut_or_went_on_is_never_accepted(at: int, more: bytes) -> None:
    assert refused(SEALED[:at]).startswith("handover.")
    if more:
        assert refused(SEALED + more) == "handover.damaged"


def test_each_wrong_thing_is_told_for_what_it_is() -> None:
    assert refused(SEALED, OTHERS) == "handover.not-for-us"
    assert refused(b"PK\x03\x04") == "handover.not-ours"
    assert refused(SEALED.replace(b"envelope 1", b"envelope 2", 1)) == "handover.newer-format"
    assert refused(SEALED.replace(b"envelope 1", b"petition 9", 1)) == "handover.newer-format"
    other = framed(first_line("acknowledgement", TAG), unframed(SEALED, "x").body)
    assert refused(other) == "handover.altered"  # the kind is signed
    forged = sealed(FIRST, SENDER, b"what it says", OTHERS, [OURS.public])
    assert refused(forged) == "handover.altered"  # signed by another key than it names
    header = framed(FIRST, b"age-encryption.org/v1\n" + b"-> X25519 x\nx\n" * 100_000)
    assert refused(header) == "handover.altered"  # no time is lost on a header without an end


def test_sizes_tell_little() -> None:
    assert padded_size(1) == padded_size(SMALLEST_PADDED) == SMALLEST_PADDED
    for size in (16_385, 20_001, 100_000, 1_234_567, 99_999_999):
        assert size <= padded_size(size) <= size * 1.12
        assert padded_size(padded_size(size)) == padded_size(size)
    sizes = [len(sealed(FIRST, SENDER, bytes(n), THEIRS, [OURS.public])) for n in (0, 5, 9000)]
    assert max(sizes) - min(sizes) < 200  # age adds a line of chance to each header


class TestAnInvitation:
    FIRST = first_line("invitation", TAG)

    def test_opens_by_its_code(self) -> None:
        code = new_code()
        whole = sealed_by_code(self.FIRST, SENDER, b"come in", THEIRS, OTHERS, code=code)
        for typed in (
            code,
            code.lower(),
            code.replace("-", " "),
            f"  {code} ",
            code.replace("0", "O").replace("1", "l"),
        ):
            inside, identity = unsealed_by_code(unframed(whole, "x"), typed, "x")
            assert (inside.message, identity) == (b"come in", OTHERS.identity)

    def test_and_by_no_other(self) -> None:
        whole = sealed_by_code(self.FIRST, SENDER, b"come in", THEIRS, OTHERS, code="AAAA-BBBB-CCCC")
        for code, problem in (("AAAA-BBBB-CCCD", "wrong-code"), ("AAAA", "code-shape"), ("", "code-shape")):
            with pytest.raises(CallError) as wrong:
                unsealed_by_code(unframed(whole, "x"), code, "x")
            assert wrong.value.problem.code == f"handover.{problem}"
        swapped = framed(self.FIRST, unframed(whole, "x").body[:LOCK_BYTES] + unframed(SEALED, "x").body)
        with pytest.raises(CallError) as wrong:
            unsealed_by_code(unframed(swapped, "x"), "AAAA-BBBB-CCCC", "x")
        assert wrong.value.problem.code == "handover.not-for-us"


def test_codes_differ_and_have_their_shape() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert {len(code_signs(code)) for code in codes} == {SIGNS}


def test_keys_are_kept_and_not_shown() -> None:
    assert keys_kept(keys_text(OURS)) == OURS
    assert OURS.seed not in repr(OURS) and OURS.identity not in repr(OURS)
    assert isinstance(OURS.public, PublicKeys)
