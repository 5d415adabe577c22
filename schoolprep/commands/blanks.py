"""Commands of empty forms: the intake workbook, and the form for families' phones."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, tell


def blank_workbook(call: Call, tools: Tools) -> int:
    """`blank-workbook`: the empty intake workbook."""
    tools.write_blank_workbook(tools.data().blanks, call.out, call.lang)
    tell(call, "blank-written", path=str(call.out))
    return DONE


def phone_form(call: Call, tools: Tools) -> int:
    """`phone-form`: the form families fill in on their phones, for whatever server the school has."""
    data = tools.data()
    tools.write_phone_form(data.phone_form, data.blanks, call.out)
    tell(call, "phone-written", path=str(call.out))
    return DONE
