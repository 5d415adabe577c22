"""Passphrase: what speaks against choosing one, and four words for who thinks of none."""

from __future__ import annotations

import secrets
import string
import unicodedata

from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.words import say

FEWEST_CHARACTERS = 8
"""Of a passphrase that is chosen today (NIST SP 800-63B §5.1.1.2); an older file may have a shorter one."""
_FEWEST_DIGITS = 15
"""Of one that is nothing but digits: dates, telephone and identity numbers are tried first, and have up to 18 known."""
_FEWEST_DIFFERENT = 4
_MOST_AROUND_A_WORD = 8
"""Digits and marks around a common word: what a guesser's rules add to a list (years, birthdays, !)."""
_OFFERED = 4
"""Words of an offered passphrase: of the 256 in the catalogue 32 bits, with Argon2id some 50 years of one processor."""

_RUNS = (
    string.ascii_lowercase,
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
)
"""Along an alphabet or a keyboard."""
_SAID_OFTEN = """
    password passwd passw0rd p@ssw0rd p@ssword pass admin administrator root user guest login welcome letmein master
    secret dragon monkey football baseball superman batman shadow sunshine princess iloveyou trustno qwerty asdf asdfgh
    asdfghjkl qwertyuiop zxcvbnm zxcvbn qweasd qweasdzxc qazwsx abc abcd abcdef abcabc test testing demo example change
    changeme default computer internet whatever starwars michael charlie freedom hello helloworld china beijing shanxi
    yuncheng school schoolprep student teacher principal headmaster covid health xuexiao xuesheng laoshi xiaozhang
    fanxiao mima woaini woaiwojia woaixuexi woaizuguo nihao zhongguo aini taikonglou tiantian
    返校 返校准备 学校 口令 密码 我爱你 我爱中国 我爱学校 老师 校长 学生 你好 中国 管理员
"""
_COMMON = frozenset(_SAID_OFTEN.split())
"""Words at the head of the published lists of stolen passwords (world and China), and those of this program's place."""


def objection(passphrase: str) -> Problem | None:
    """What speaks against choosing this passphrase; nothing where it may be. One rule for every way in."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text.strip()) < FEWEST_CHARACTERS:
        return Problem("store.passphrase-short", {"fewest": FEWEST_CHARACTERS})
    bare = "".join(text.casefold().split())
    if bare.isdigit() and len(bare) < _FEWEST_DIGITS:
        return Problem("store.passphrase-digits", {"fewest": _FEWEST_DIGITS})
    if _is_guessed_first(bare):
        return Problem("store.passphrase-common")
    return None


def _is_guessed_first(bare: str) -> bool:
    stem = bare.strip(string.digits + string.punctuation)
    around = len(bare) - len(stem)
    half = bare[: len(bare) // 2]
    return (
        len(set(bare)) < _FEWEST_DIFFERENT
        or (half * 2 == bare and _is_guessed_first(half))
        or (around <= _MOST_AROUND_A_WORD and (not stem or stem in _COMMON or bare in _COMMON))
        or any(part and (part in run or part in run[::-1]) for part in (bare, stem) for run in _RUNS)
    )


def offered(lang: Lang) -> str:
    """Four words drawn by lot, easy to write down and to type."""
    words = say("store.offered-words", lang).split()
    return " ".join(secrets.choice(words) for _ in range(_OFFERED))
