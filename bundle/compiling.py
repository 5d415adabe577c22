"""Runs in the shipped Python, under Wine: replaces each source of a folder by its compiled form.

    python compiling.py FOLDER LIST      LIST names the sources, a line each, from FOLDER

A compiled file says the source's name from the folder, so that the same sources make the same bytes wherever they lie.
No source stays beside it: then nothing is compared at a start, and a folder that cannot be written starts as fast.
"""

import importlib._bootstrap_external as loader
import sys
from pathlib import Path


def replace(folder: Path, name: str) -> None:
    """Compile one source and take it away."""
    source = folder / name
    code = compile(source.read_bytes(), name, "exec", dont_inherit=True, optimize=0)
    source.with_suffix(".pyc").write_bytes(loader._code_to_timestamp_pyc(code))  # type: ignore[attr-defined]
    source.unlink()


if __name__ == "__main__":
    for line in Path(sys.argv[2]).read_text("utf-8").splitlines():
        replace(Path(sys.argv[1]), line)
