"""The commands of a checkout; what they need on a fresh machine they fetch themselves.

    python3 dev.py run [ARGS...]      打开返校准备；带动词则执行该动词 / opens SchoolPrep, or runs the verb given
    python3 dev.py test [ARGS...]     检查并测试全部代码 / every check and every test; ARGS go to pytest
    python3 dev.py test --bundle      在 Wine 里试用做好的 Windows 文件夹 / tries the made Windows folder under Wine
    python3 dev.py bench [NAMES...]   测量速度，名后可带参数 / measures, with the scripts in bench/; ARGS may follow
    python3 dev.py bundle [ARGS...]   做出给学校下载的文件夹和安装包 / makes what schools download; --help names ARGS

Standard library only, because it runs before anything is installed. The libraries go into .venv by hash: what running
needs (requirements.lock), and the tools of the checks (requirements-test.lock) once a check is asked for. What only the
system can bring is installed where that is allowed (root, with apt-get, and without SCHOOLPREP_NO_APT=1), otherwise
named in one sentence with the command that brings it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "made-from"
TO_RUN, TO_TEST = HERE / "requirements.lock", HERE / "requirements-test.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)

# Linux: what has to load before Qt can be imported, and the Debian or Ubuntu package that brings it.
TO_IMPORT_QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Without one of these Qt aborts the process as it opens a window, beyond the reach of any except.
TO_OPEN_A_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# To make the downloads and try them: the program that has to be there, and the Debian or Ubuntu package that brings it.
TO_BUNDLE = {
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "makensis": "nsis",
    "strip": "binutils",
    "wine": "wine",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "import": "imagemagick",
    "xdotool": "xdotool",
}
CHINESE_FONT = "fonts-noto-cjk"  # the rare characters of names (䶮 㐂 𠮷) are in it

NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
)

CHECKS = {
    "ruff format": ["-m", "ruff", "format", "--check"],
    "ruff check": ["-m", "ruff", "check"],
    "mypy": ["-m", "mypy"],
    "lint-imports": [
        "-c",
        "from importlinter.cli import lint_imports_command as check; check(['--no-logo'])",
    ],
    "pytest": ["-m", "pytest", "--numprocesses", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"],
}


def run(args: list[str]) -> int:
    """Starts the program in the folder the person stands in, so that the paths they give are theirs."""
    window = opens_window(args)
    if window and not has_display():
        sys.exit(
            "这里没有图形界面，无法打开窗口，可改用：python3 dev.py run demo --no-window\n"
            "There is no display to open a window on; try: python3 dev.py run demo --no-window"
        )
    prepare(qt=window, window=window)
    return become("-P", "-m", "schoolprep", *args)


def test(args: list[str]) -> int:
    """Runs every check even where one fails, and says at the end which did."""
    if args[:1] == ["--bundle"]:
        return try_bundle(args[1:])
    prepare(qt=True, checks=True)
    failed = []
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        began = time.perf_counter()
        if start(*command, *(args if name == "pytest" else []), cwd=HERE):
            failed.append(name)
        print(f"   {time.perf_counter() - began:.1f} s\n", flush=True)
    print("未通过 / failed: " + ", ".join(failed) if failed else "全部通过 / all passed")
    return 1 if failed else 0


def bundle(args: list[str]) -> int:
    """Makes the downloads; what only the system can bring for that is asked for first."""
    prepare(qt=True, checks=True, programs=TO_BUNDLE)
    return start("-m", "bundle", *args, cwd=HERE)


def try_bundle(args: list[str]) -> int:
    """Tries what `bundle` has made under Wine; ARGS go to pytest.

    What is not made is made first, but with --made, as the build server asks: there making and trying, an hour, is a
    step of its own, and this only tries what that step has left.
    """
    only_made, args = args[:1] == ["--made"], args[args[:1] == ["--made"] :]
    made = all(list(HERE.glob(f"dist/*-{name}")) for name in ("windows.zip", "setup.exe"))
    if not shutil.which("wine"):
        print("这里没有 Wine，没有试用 Windows 文件夹 / no Wine here: the Windows folder was not tried")
        return 0
    if only_made and not made:
        print(
            "没有试用 Windows 文件夹：先做好它 / the Windows folder was not tried, none is made: python3 dev.py bundle"
        )
        return 0
    prepare(qt=True, checks=True, programs=TO_BUNDLE)
    if not made and (status := start("-m", "bundle", "windows", "setup", cwd=HERE)):
        return status
    trials = sorted(str(trial) for trial in HERE.glob("tests/wine/trial_*.py"))
    return start("-m", "pytest", "-v", *(args or trials), cwd=HERE)


def bench(args: list[str]) -> int:
    """Runs the named scripts of bench/ with what follows their names, or all that need nothing beside them."""
    scripts = {script.stem: script for script in sorted(HERE.glob("bench/*.py"))}
    alone = [name for name, script in scripts.items() if script.read_text("utf-8").startswith('"""Bench:')]
    names = list(itertools.takewhile(scripts.__contains__, args))
    if args and not names:
        sys.exit(f"没有 / there is no {args[0]}; bench/: {', '.join(alone)}")
    prepare(qt=True, checks=True)
    statuses = []
    for name in names or alone:
        print(f"── {name}", flush=True)
        statuses.append(start(str(scripts[name]), *args[len(names) :], cwd=HERE))
    return max(statuses)


def opens_window(args: list[str]) -> bool:
    """Whether the program will open its window; every verb but `open` and `demo` works without a display."""
    if {"--no-window", "--help", "-h", "--version"} & set(args):
        return False
    verb = next((arg for arg in args if arg not in {"--lang", "zh", "en"}), "open")
    return verb in {"open", "demo"} or verb.endswith(".schoolprep")


def has_display() -> bool:
    """Whether a window can appear: on Linux a display, or a platform the person chose for Qt."""
    return sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def start(*command: str, cwd: Path | None = None) -> int:
    """Runs the checkout's own Python and gives back its exit status."""
    try:
        return subprocess.call([PYTHON, *command], cwd=cwd, env=surroundings())
    except KeyboardInterrupt:
        return 130


def become(*command: str) -> int:
    """Becomes the checkout's own Python, so that a signal reaches the program; Windows has no such thing: a start."""
    if os.name == "nt":
        return start(*command)
    sys.stdout.flush()
    return os.execve(PYTHON, [str(PYTHON), *command], surroundings())


def surroundings() -> dict[str, str]:
    """The environment, with the checkout where Python looks first."""
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def prepare(
    *, qt: bool, window: bool = False, checks: bool = False, programs: dict[str, str] | None = None
) -> None:
    """Sees to everything a start needs; where all is there already it costs a few milliseconds."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        version, oldest, newest = (".".join(map(str, it)) for it in (sys.version_info[:3], OLDEST, NEWEST))
        sys.exit(
            f"需要 Python {oldest} 至 {newest}，这里是 {version}。\n"
            f"SchoolPrep needs Python {oldest} to {newest}; this is {version}."
        )
    if qt and not window:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.platform == "linux":
        prepare_system(venv=not PYTHON.exists(), qt=qt, window=window, programs=programs or {})
    prepare_venv([TO_RUN, TO_TEST] if checks else [TO_RUN])


def prepare_system(*, venv: bool, qt: bool, window: bool, programs: dict[str, str]) -> None:
    """Installs the system packages that are missing, or says which; only a missing font lets the start go on."""
    missing = missing_packages(venv=venv, qt=qt, window=window, programs=programs)
    allowed = os.geteuid() == 0 and shutil.which("apt-get") and not os.environ.get("SCHOOLPREP_NO_APT")
    if missing and allowed:
        print("安装系统软件包 / installing system packages:", *missing, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.call([*apt, *command], env=quiet, stdout=subprocess.DEVNULL)
        missing = missing_packages(venv=venv, qt=qt, window=window, programs=programs)
    if missing:
        tool = "apt-get install" if shutil.which("apt-get") else "(Debian 的包名 / as Debian calls them)"
        whom = "请" if os.geteuid() == 0 else "请让管理员"
        print(
            f"缺少系统软件包，{whom}执行 / missing, an administrator installs them by:",
            tool,
            *missing,
            file=sys.stderr,
        )
    if missing and missing != [CHINESE_FONT]:
        sys.exit(1)


def missing_packages(*, venv: bool, qt: bool, window: bool, programs: dict[str, str]) -> list[str]:
    """The Debian packages this start lacks."""
    libraries = (TO_IMPORT_QT if qt else {}) | (TO_OPEN_A_WINDOW if window else {})
    missing = [package for library, package in libraries.items() if not loads(library)]
    missing += [package for program, package in programs.items() if not shutil.which(program)]
    if venv and importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if qt and not shows_chinese():
        missing.append(CHINESE_FONT)
    return missing


def loads(library: str) -> bool:
    """Whether the system finds a shared library; one installed a moment ago counts."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def shows_chinese() -> bool:
    """Whether a font of this computer covers 中, asked of fontconfig, as Qt will ask."""
    if not loads("libfontconfig.so.1"):
        return False
    fontconfig = ctypes.CDLL("libfontconfig.so.1")
    for function in (fontconfig.FcNameParse, fontconfig.FcObjectSetCreate, fontconfig.FcFontList):
        function.restype = ctypes.c_void_p
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    fontconfig.FcInitReinitialize()
    pattern = fontconfig.FcNameParse(f":charset={ord('中'):x}".encode())
    fonts = fontconfig.FcFontList(None, pattern, fontconfig.FcObjectSetCreate())
    return bool(fonts) and ctypes.c_int.from_address(fonts).value > 0


def prepare_venv(locks: list[Path]) -> None:
    """Brings .venv to exactly what the locks name: made anew where what running needs has changed, else added to."""
    have = dict(line.split(" ", 1) for line in stamped() if " " in line)
    want = {
        lock.name: hashlib.sha256(lock.read_bytes() + bytes(sys.version_info[:2])).hexdigest()
        for lock in locks
    }
    usable = PYTHON.exists() and have.get(TO_RUN.name) == want[TO_RUN.name]
    missing = [lock for lock in locks if not usable or have.get(lock.name) != want[lock.name]]
    if not missing:
        return
    print("准备运行环境，只需一次 / setting up, this once …", flush=True)
    if not usable and VENV.is_symlink():
        VENV.unlink()  # another checkout's: making it anew there would take it from under whoever works in it
    if not usable and subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        sys.exit("运行环境没有装好，原因见上。\nSetting up failed for the reason above.")
    install(missing)
    make_command()
    STAMP.write_text("".join(f"{name} {made}\n" for name, made in ((have if usable else {}) | want).items()))


def stamped() -> list[str]:
    """What was noted when .venv was made: each lock with its hash, a line each."""
    return STAMP.read_text().splitlines() if STAMP.is_file() else []


def install(locks: list[Path]) -> None:
    """Lets pip install what the locks name; says how far it is, and why not in one sentence where it does not."""
    pins = sum(len(re.findall(r"^[\w.-]+==", lock.read_text("utf-8"), re.MULTILINE)) for lock in locks)
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar=off",
    ]
    command += ["--require-hashes", "--only-binary=:all:", *(f"--requirement={lock}" for lock in locks)]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line.strip())
            tell_progress(line, sum(was.startswith(("Collecting ", "Processing ")) for was in said), pins)
    print(flush=True)
    if pip.returncode:
        sys.exit(why_not(said))


def tell_progress(line: str, done: int, pins: int) -> None:
    """One line of pip as one of ours: rewritten in place on a terminal, one below the other in a log."""
    end = "\r" if sys.stdout.isatty() else "\n"
    if named := re.match(
        r"(?:Collecting |Processing (?:\S*/)?)([a-z]\w*(?:-[a-z]\w*)*)", line, re.IGNORECASE
    ):
        print(f"  下载 / downloading {done}/{pins} {named[1]}".ljust(72), end=end, flush=True)
    elif line.startswith("Installing collected packages"):
        print("  安装 / installing …".ljust(72), end=end, flush=True)


def why_not(said: list[str]) -> str:
    """Why setting up failed, from all that pip said: the network, or pip's own words."""
    if any(sign in line for line in said for sign in NO_NETWORK):
        return (
            "连不上 Python 软件库（PyPI），运行环境没有装好；首次运行需要联网。网络慢或连不上时，请管理员用环境变量\n"
            "PIP_INDEX_URL 指定清华大学、中国科大或阿里云的 PyPI 镜像，再运行一次。\n"
            "The Python package index cannot be reached; the first start needs the network. Please try again, or let\n"
            "an administrator name a mirror of PyPI in the environment variable PIP_INDEX_URL."
        )
    reasons = "\n".join(line for line in said if line.startswith("ERROR: ")) or "\n".join(said[-3:])
    return f"{reasons}\n运行环境没有装好，原因见上，请重试。\nSetting up failed for the reason above. Please try again."


def make_command() -> None:
    """Makes `.venv/bin/schoolprep`, so that scripts can call the program from any folder; it is `dev.py run`."""
    outer = getattr(
        sys, "_base_executable", sys.executable
    )  # .venv may have to be made anew: not by its own Python
    if sys.platform == "win32":
        PYTHON.with_name("schoolprep.cmd").write_text(f'@"{outer}" "{HERE / "dev.py"}" run %*\n', "utf-8")
        return
    command = PYTHON.with_name("schoolprep")
    command.write_text(f'#!/bin/sh\nexec "{outer}" "{HERE / "dev.py"}" run "$@"\n', "utf-8")
    command.chmod(0o755)


def main() -> int:
    """Hands the arguments to the command they name."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console may not know Chinese
    name, *args = sys.argv[1:] or [""]
    command = {"run": run, "test": test, "bench": bench, "bundle": bundle}.get(name)
    if command is None:
        print(__doc__)
        return 2
    return command(args)


if __name__ == "__main__":
    sys.exit(main())
