"""The program: reads the call, hands the other packages' data and writers to the core, gives back an exit status.

The only module that knows all three packages. It imports nothing heavy until a verb needs it, so that the command
line starts at once; Qt is loaded by the window alone.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schoolprep.commands.call import Call, parse
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, KnownError, WorkspaceError
from schoolprep.facts.words import say_problem

if TYPE_CHECKING:
    from schoolprep.declarations import Data
    from schoolprep.desk import Desk
    from schoolprep.facts.steps import Steps
    from schoolprep.intake import Receipt
    from schoolprep.intake.returned import ReturnedBook
    from schoolprep.roster import Roster
    from schoolprep.rules.pack import Pack

_HOUSE = Path(__file__).parents[1]
DONE, NEEDS_A_PERSON, WRONG_CALL, NO_WORKSPACE = 0, 1, 2, 3
"""Exit statuses (INTERFACE §1)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call; returns its exit status. Errors are one sentence on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    call = parse(sys.argv[1:] if argv is None else argv)
    try:
        return _run(call)
    except KnownError as known:
        print(say_problem(known.problem, call.lang), file=sys.stderr)
        return NO_WORKSPACE if isinstance(known, WorkspaceError) else WRONG_CALL
    except KeyboardInterrupt:
        print(say_problem(CallError("cli.interrupted").problem, call.lang), file=sys.stderr)
        return WRONG_CALL
    except MemoryError:
        print(say_problem(CallError("cli.no-memory").problem, call.lang), file=sys.stderr)
        return WRONG_CALL
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say to it
        sys.stdout = None
        return DONE
    except Exception as wrong:
        print(say_problem(CallError("cli.bug", what=_place(wrong)).problem, call.lang), file=sys.stderr)
        return WRONG_CALL


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
    from schoolprep.commands import VERBS, outputs, tools  # noqa: PLC0415 - see the module

    given = tools.Tools(
        data=_data, write_roster=_write_roster, write_blank_workbook=_write_blank_workbook,
        write_phone_form=_write_phone_form, write_receipt=_write_receipt,
        write_returned=_write_returned, write_rule_table=_write_rule_table, write_text=_write_text, window=_window,
    )  # fmt: skip
    replaced = outputs.there_already(call)
    status = VERBS[call.verb](call, given)
    outputs.tell_replaced(call, replaced)
    return status


def _data() -> Data:
    from schoolprep.declarations import Data  # noqa: PLC0415

    return Data(layouts=_HOUSE / "exports" / "layouts", purposes=_HOUSE / "forms" / "grid" / "purposes")


def _write_roster(drawn: Roster, out: Path) -> Steps[None]:
    from exports import workbook  # noqa: PLC0415

    return workbook.write(drawn, out)


def _write_blank_workbook(data: Data, out: Path, lang: Lang) -> None:
    from exports import blank_workbook  # noqa: PLC0415

    blank_workbook.write(data.blanks, out, lang)


def _write_phone_form(data: Data, out: Path) -> None:
    from exports import phone_form  # noqa: PLC0415

    phone_form.write(data.phone_form, data.blanks, out)


def _write_receipt(receipt: Receipt, out: Path, lang: Lang) -> None:
    from exports import receipt as book  # noqa: PLC0415

    book.write(receipt, out, lang)


def _write_returned(book: ReturnedBook, out: Path, lang: Lang) -> Steps[None]:
    from exports import returned  # noqa: PLC0415

    return returned.write(book, out, lang)


def _write_rule_table(pack: Pack, out: Path, lang: Lang) -> None:
    from exports import rule_table  # noqa: PLC0415

    rule_table.write(pack, out, lang)


def _write_text(text: str, out: Path) -> None:
    from exports import saving  # noqa: PLC0415

    saving.save(out, text.encode())


def _window(path: Path | None, desk: Desk | None, data: Data, lang: Lang) -> int:
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise CallError("cli.no-display")
    from forms.frame import app  # noqa: PLC0415

    return app.run(path, desk, data, lang)


if __name__ == "__main__":
    sys.exit(main())
