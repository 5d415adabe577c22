"""Commands of privacy: somebody erased for good, with the certificate; one person's whole file for the family."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, moment_of, opened, print_json, tell, today
from schoolprep.facts import languages
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say


def erase(call: Call, tools: Tools) -> int:
    """`erase`: everything about somebody goes for good; the certificate is printed."""
    with opened(call, tools) as desk:
        done = desk.erasing.erase(desk.people.by_document(call.document), call.why)
        fresh = desk.erasing.renew_copies() if call.renew else None
    if call.json:
        print_json(
            {
                "number": done.erased.act,
                "records": done.erased.records,
                "papers": done.erased.papers,
                "counts": done.erased.counts,
                "mentions": done.mentions,
                "copies": [] if fresh else list(done.copies),
                "certificate": {lang: done.lines(lang) for lang in languages.beside()},
            }
        )
        return DONE
    for line in done.lines(call.lang):
        print(line)
    if fresh:
        tell(call, "copies-renewed", path=str(fresh))
    return DONE


def access(call: Call, tools: Tools) -> int:
    """`access`: everything on file of somebody, as a workbook for the family."""
    from schoolprep.desk.access import access as drawn  # noqa: PLC0415 - the desk, which opening loads
    from schoolprep.desk.log import Leaving  # noqa: PLC0415

    if call.out is None:
        raise CallError("cli.missing", word="--out")
    with opened(call, tools) as desk:
        subject = desk.people.by_document(call.document)
        on = moment_of(call.on or today(desk).isoformat())
        desk.people.opened(subject)
        told = drawn(desk, subject, on, call.lang)
        leaving = Leaving("access", say("privacy.access-leaves", call.lang), (subject,))
        with desk.log.handing_out(leaving):
            tools.write_access(told, call.out)
    tell(call, "written", path=str(call.out), rows=sum(len(sheet.rows) for sheet in told.sheets))
    return DONE
