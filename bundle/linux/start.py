"""Starts the SchoolPrep in whose folder this file lies; run with `-I -S`, so that no other library is met."""

import ctypes
import os
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def missing() -> str:
    """What the window system's part of Qt lacks, in the loader's words; aborting is all that Qt itself would do."""
    try:
        ctypes.CDLL(str(HERE / "lib/PySide6/Qt/plugins/platforms/libqxcb.so"))
    except OSError as wrong:
        return str(wrong)
    return ""


sys.path[:0] = [str(HERE / "app"), str(HERE / "lib")]
if __name__ == "__main__":
    opens = len(sys.argv) < 2 or sys.argv[1] in {"open", "demo"} or sys.argv[1].endswith(".schoolprep")
    if opens and os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM") and (lacks := missing()):
        print(
            f"窗口打不开，系统缺少软件包，请让管理员安装：{lacks}\n"
            f"The window cannot open; the system lacks a library, please let an administrator install it: {lacks}",
            file=sys.stderr,
        )
        sys.exit(3)
    runpy.run_module("schoolprep", run_name="__main__", alter_sys=True)
