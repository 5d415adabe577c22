"""The command `python3 dev.py bundle`: makes the downloads of the version that the checkout holds.

    bundle [windows] [setup] [linux] [--out DIR] [--store DIR] [--twice]

Without a name it makes all three; windows and linux each with the file that an older version takes as its update
(bundle/update.py). `--store` keeps what came from the package index, so that the next time needs no network; `--twice`
makes everything anew from there and refuses where one byte differs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bundle import folder, installer, launcher, linux, packing, parts, update
from bundle.declaration import CHECKOUT, BundleError, Release, declared
from dev import TO_IMPORT_QT, TO_OPEN_A_WINDOW
from schoolprep import __version__

WANTED = ("windows", "setup", "linux")


def main(words: list[str]) -> int:
    """Make what is asked for, say how large and how long; 1 with a sentence where it cannot be made."""
    asked = argparse.ArgumentParser(prog="dev.py bundle")
    asked.add_argument("wanted", nargs="*", metavar="|".join(WANTED))
    asked.add_argument("--out", type=Path, default=CHECKOUT / "dist")
    asked.add_argument("--store", type=Path, default=CHECKOUT / "build" / "parts")
    asked.add_argument("--twice", action="store_true")
    call = asked.parse_args(words)
    if strange := set(call.wanted) - set(WANTED):
        asked.error(f"there is no {', '.join(sorted(strange))}")
    wanted, store, out = call.wanted or WANTED, call.store.resolve(), call.out.resolve()
    try:
        made = make(wanted, store, out)
        if call.twice:
            _compare(made, make(wanted, store, out / "twice"))
            shutil.rmtree(out / "twice")
    except BundleError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    sums = "".join(f"{parts.sha256(file)}  {file.name}\n" for file in made)
    (out / "SHA256SUMS").write_text(sums, "utf-8")
    print(sums, end="")
    return 0


def make(wanted: Sequence[str], store: Path, out: Path) -> list[Path]:
    """The files asked for, in the folder `out`, whose unpacked folders are kept beside them."""
    out.mkdir(parents=True, exist_ok=True)
    release = Release(__version__, declared())
    name = f"SchoolPrep-{release.version}"
    windows, unix = out / "windows" / "SchoolPrep", out / "linux" / name
    icon = store.parent / "launcher" / launcher.ICON
    libraries = sorted({*TO_IMPORT_QT.values(), *TO_OPEN_A_WINDOW.values()})

    def updated(root: Path, system: str) -> Callable[[Path], object]:
        inside = root / "versions" / release.version
        return partial(update.build, inside, system, release.second, update.secret_of())

    steps: list[tuple[set[str], Path, Callable[[Path], object]]] = [
        ({"windows", "setup"}, windows, partial(folder.for_windows, release, store)),
        ({"windows"}, out / f"{name}-windows.zip", partial(packing.zipped, windows, release.second)),
        (
            {"windows"},
            out / f"{name}-{folder.ON_WINDOWS}{update.ENDING}",
            updated(windows, folder.ON_WINDOWS),
        ),
        ({"setup"}, out / f"{name}-setup.exe", partial(installer.build, windows, release, icon)),
        ({"linux"}, unix, partial(folder.for_linux, release, store)),
        ({"linux"}, out / f"{name}-linux-amd64.tar.xz", partial(linux.archive, unix, release)),
        ({"linux"}, out / f"{name}-{folder.ON_LINUX}{update.ENDING}", updated(unix, folder.ON_LINUX)),
        (
            {"linux"},
            out / f"schoolprep_{release.version}_amd64.deb",
            partial(linux.package, unix, release, libraries),
        ),
    ]
    asked = [(target, work) for names, target, work in steps if names & set(wanted)]
    for target, work in asked:
        began = time.perf_counter()
        work(target)
        print(f"{target.name}: {_size(target) / 1e6:.1f} MB, {time.perf_counter() - began:.0f} s", flush=True)
    return [target for target, _ in asked if target.is_file()]


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _compare(first: list[Path], second: list[Path]) -> None:
    for one, other in zip(first, second, strict=True):
        if parts.sha256(one) != parts.sha256(other):
            raise BundleError(f"{one.name}: made twice, and the bytes differ")
    print(f"made twice, byte for byte the same: {len(first)} files")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
