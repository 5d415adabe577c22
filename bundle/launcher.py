"""Launcher: SchoolPrep.exe and schoolprep-cli.exe, compiled from launcher.c with icon, manifest and version."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

from bundle.declaration import HERE, BundleError, Release
from bundle.icon import picture

WINDOW, CONSOLE = "SchoolPrep.exe", "schoolprep-cli.exe"
ICON = "schoolprep.ico"
_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels of the icon, as Windows asks for them at its usual scales."""


def build(release: Release, work: Path, into: Path) -> None:
    """Both programs, whose icon is left in `work`; the same bytes for the same version, compiler and icon."""
    work.mkdir(parents=True, exist_ok=True)
    (work / ICON).write_bytes(ico())
    source, version = HERE / "windows", release.version
    for name, how in ((WINDOW, "-mwindows"), (CONSOLE, "-DCONSOLE")):
        said = [
            f'-DVERSION_TEXT="{version}"',
            f"-DVERSION_NUMBERS={','.join(release.numbers)}",
            f'-DFILE_NAME="{name}"',
        ]
        resource = str(work / f"{name}.res")
        _run(
            "windres",
            "--use-temp-file",
            *said,
            f"-I{source}",
            f"-I{work}",
            f"{source}/launcher.rc",
            "-Ocoff",
            resource,
        )
        strict = ["-Os", "-s", "-municode", "-Wall", "-Wextra", "-Werror", "-Wl,--no-insert-timestamp"]
        _run(
            "gcc",
            *strict,
            how,
            f'-DBUILT=L"{version}"',
            f"{source}/launcher.c",
            resource,
            "-lgdi32",
            f"-o{into / name}",
        )


def _run(tool: str, *words: str) -> None:
    done = subprocess.run(
        [f"x86_64-w64-mingw32-{tool}", *words], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BundleError(f"{tool}: {done.stderr.strip()}")


def ico() -> bytes:
    """The program's icon in every size that Windows shows, as the bytes of an .ico file."""
    pictures = [picture(size) for size in _SIZES]
    at = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, png in zip(_SIZES, pictures, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), at)
        at += len(png)
    return head + b"".join(pictures)
