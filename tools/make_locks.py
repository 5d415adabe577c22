"""Makes requirements.lock and requirements-test.lock anew from pyproject.toml: hashed, for every platform, no address.

    python tools/make_locks.py [--upgrade]

requirements.lock is what running needs, requirements-test.lock only what the checks need beside it, so that a school
never downloads a developer's tools. Needs uv (PyPI: uv).
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
RUN, TEST = HERE / "requirements.lock", HERE / "requirements-test.lock"
COMPILE = [
    "uv",
    "pip",
    "compile",
    "pyproject.toml",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
]
QUIET = ["--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]


def compile_lock(into: Path, *extra: str) -> None:
    """Lets uv write a lock; pins that stand in it already are kept unless `--upgrade` asks for newer ones."""
    subprocess.run([*COMPILE, *QUIET, *extra, "-o", str(into)], cwd=HERE, check=True)


def blocks(lock: str) -> dict[str, str]:
    """Each requirement of a lock with its hashes, by its first line."""
    found = re.findall(r"^(\S+==.*?)(?=^\S+==|\Z)", lock, re.MULTILINE | re.DOTALL)
    return {block.split(" \\", 1)[0]: block for block in found}


def main(upgrade: list[str]) -> None:
    """Makes both locks; the second without what stands in the first."""
    compile_lock(RUN, *upgrade)
    run = blocks(RUN.read_text("utf-8"))
    compile_lock(TEST, "--group", "test", "--constraint", str(RUN), *upgrade)
    both = blocks(TEST.read_text("utf-8"))
    TEST.write_text("".join(block for name, block in both.items() if name not in run), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
