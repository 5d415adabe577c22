"""The program: reads the call, hands the other packages' data and writers to the core, gives back an exit status.

The only module that knows all three packages. It imports nothing heavy until a verb needs it, so that the command
line starts at once; Qt is loaded by the window alone.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from schoolprep.commands.call import Call, parse
from schoolprep.commands.guard import stand_guard
from schoolprep.commands.tools import DONE, Tools
from schoolprep.commands.verb import VERBS
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, KnownError, WorkspaceError
from schoolprep.facts.words import say_problem

if TYPE_CHECKING:
    from schoolprep.declarations import Data
    from schoolprep.desk import Desk

_HOUSE = Path(__file__).parents[1]
WRONG_CALL, NO_WORKSPACE = 2, 3
"""Exit statuses beside those of a call that was done (INTERFACE §1)."""
_ERROR_BOX = 0x10
"""MB_ICONERROR of Windows' MessageBox."""
_TOO_LONG = 206
"""Windows' ERROR_FILENAME_EXCED_RANGE."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call; returns its exit status. Errors are one sentence on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv is None:  # this process is the program's own
        stand_guard()
    call = parse(sys.argv[1:] if argv is None else argv)
    try:
        return _run(call)
    except KnownError as known:
        _complain(known, call.lang)
        return NO_WORKSPACE if isinstance(known, WorkspaceError) else WRONG_CALL
    except KeyboardInterrupt:
        _complain(CallError("cli.interrupted"), call.lang)
        return WRONG_CALL
    except MemoryError:
        _complain(CallError("cli.no-memory"), call.lang)
        return WRONG_CALL
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say to it
        sys.stdout = None
        return DONE
    except OSError as wrong:
        _complain(_refused(wrong), call.lang)
        return WRONG_CALL
    except Exception as wrong:
        _complain(CallError("cli.bug", what=_place(wrong)), call.lang)
        return WRONG_CALL


def _complain(known: KnownError, lang: Lang) -> None:
    """One sentence on standard error; started by a double click on Windows there is none, and a box says it."""
    sentence = say_problem(known.problem, lang)
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    elif sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - nobody else needs it

        ctypes.windll.user32.MessageBoxW(None, sentence, "SchoolPrep", _ERROR_BOX)


def _refused(wrong: OSError) -> CallError:
    """What the system refused, where nothing nearer to it has said so: a stick that was pulled out, a name too long."""
    if not wrong.filename:
        return CallError("cli.bug", what=_place(wrong))
    if wrong.errno == errno.ENAMETOOLONG or getattr(wrong, "winerror", None) == _TOO_LONG:
        return CallError("cli.name-too-long", path=str(wrong.filename))
    return CallError("cli.refused", path=str(wrong.filename), why=str(wrong.strerror))


def _place(wrong: Exception) -> str:
    """Kind and line of an error nobody expected: its message may quote what somebody wrote."""
    frames = traceback.extract_tb(wrong.__traceback__)
    last = frames[-1] if frames else None
    return (
        f"{type(wrong).__qualname__} {Path(last.filename).name}:{last.lineno}"
        if last
        else type(wrong).__qualname__
    )


def _run(call: Call) -> int:
    from schoolprep.commands import outputs  # noqa: PLC0415 - not before the call is read

    replaced = outputs.there_already(call)
    run = resolve_name(VERBS[call.verb].where(getattr(call, "what", "")))
    status: int = run(call, _tools())
    outputs.tell_replaced(call, replaced)
    return status


def _tools() -> Tools:
    writers = {name: _late(where) for name, where in WRITERS.items()}
    return Tools(data=_data, window=_window, **writers)


def _late(where: str) -> Callable[..., Any]:
    """The function at "module:function", imported when it is called."""

    def called(*given: Any) -> Any:
        return resolve_name(where)(*given)

    return called


def _data() -> Data:
    from schoolprep.declarations import Data  # noqa: PLC0415

    return Data(layouts=_HOUSE / "exports" / "layouts", purposes=_HOUSE / "forms" / "grid" / "purposes")


def _window(path: Path | None, desk: Desk | None, data: Data, lang: Lang) -> int:
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise CallError("cli.no-display")
    status: int = resolve_name("forms.frame.app:run")(path, desk, data, lang)
    return status


WRITERS = {
    "write_roster": "exports.workbook:write",
    "write_blank_workbook": "exports.blank_workbook:write",
    "write_phone_form": "exports.phone_form:write",
    "write_receipt": "exports.receipt:write",
    "write_returned": "exports.returned:write",
    "write_class_book": "exports.class_book:write",
    "write_access": "exports.access:write",
    "write_rule_table": "exports.rule_table:write",
    "save": "exports.saving:save",
}
"""Where the functions stand that write files for the commands; a test holds their signatures to those of `Tools`."""


if __name__ == "__main__":
    sys.exit(main())
