"""Commands of the window: `open`, and the demo school that it is opened on."""

from __future__ import annotations

from schoolprep import demo as school
from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, tell
from schoolprep.desk import folder, here


def open_window(call: Call, tools: Tools) -> int:
    """`open`: the window; it asks for the passphrase itself."""
    return tools.window(call.workspace or call.file, None, tools.data(), call.lang)


def demo(call: Call, tools: Tools) -> int:
    """`demo`: make the demo school beside the user's data, and open the window on it."""
    data = tools.data()
    path = folder() / "demo.schoolprep"
    desk = school.make(path, data, here(), fresh=True)
    tell(call, "demo", path=str(path), people=len(desk.people.subjects()), passphrase=school.PASSPHRASE)
    if call.no_window:
        desk.close()
        return DONE
    return tools.window(path, desk, data, call.lang)
