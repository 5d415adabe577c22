"""Reader of bulletins: what each line of a notice says, in the light of the lines above it.

A line stands over a list (高风险区：, 海南省（3个）), lists places, reminds who was in places since a day
(7月27日以来…旅居史), or is running text, whose clauses each have a level and a day of their own. Everything is only
taken apart here; places and days are read by the gate, with whatever doubt there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolprep.facts.divisions import Divisions
from schoolprep.intake.bulletin import account, clauses, days
from schoolprep.intake.bulletin.clauses import Clause
from schoolprep.intake.bulletin.listing import Listing, NoticeEntry
from schoolprep.intake.bulletin.passages import Passage, TextSpan, passages, sentences
from schoolprep.intake.bulletin.pieces import bare, is_bounds, is_prose, named_of
from schoolprep.intake.bulletin.places import Places

_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.](?!\d)|\([一二三四五六七八九十\d]+\)|\d{1,3}(?:[、.。](?!\d)|\.(?=\d+号)|(?=(?![个处例])[^\W\d]{1,6}[区县市旗镇乡村]))|[①-⑳⑴-⒛❶-❿➀-➓]"
    r"|[-·•●▪▍■◆★☑✔➤※])\s*"
)
_TRAVELLED = re.compile(
    r"(?:等地)?(?:的)?(?:旅居|旅行|居住|活动)(?:史|轨迹)|(?:等地)?的\w{0,6}人员|(?:来|返|抵|入)\w{1,2}人员"
)
_HAVING = re.compile(r"^(?:有|到过|曾到过?|途经|来自|在|对)+")
_COUNT = re.compile(r"\(?(?:共|计)?\d+个\)?")
_NOTHING = re.compile(r"[\s:,、]*")
_EMPTY = re.compile(r"^[\s:()（）【】\[\]共计]*$")
_ABOUT_LEVELS = re.compile(r"风险|等级|划定|调整|区域")
_BELOW = re.compile(r"(?:以下|下列|如下|下述)")
_STILL = re.compile(r"目前|仍")
"""Words of what is so already, whatever day was named before."""
_ABOUT_LIST = re.compile(
    r"(?:新增|现有|调整(?:范围)?|划定|调整为|划定为|降为|升为|[全本我][国省市县区]|目前|当前|最新|疫情|的|\(?(?:共|计)?\d+个\)?|\s)*"
)
"""What may stand before the level in a heading, beside a place."""
_LISTING = re.compile(r"地区|报告|报备|如下|名单")
_AS_OF = re.compile(r"\([^()]*(?:截至|截止)[^()]*\)")
_CASES = re.compile(r"病例|感染|\d例")
"""Counted as of another day than the levels."""
_DAY_ONLY = re.compile(
    r"^[\s()自从起,:至今]*(?:(?:调整|划定|新增|解除)的?(?:风险)?(?:区域|地区|区)?)?[\s:()]*$"
)
_PARTS = re.compile(r"[;。]")
_SAYS_OUTBREAK = "涉疫"
_LONGEST_TITLE, _LONGEST_ITEM = 60, 30
_MARKS = re.compile(r"[,;:。]")
_SIGNED_WITHIN = 3
"""So many lines above its day a signature begins."""


class NoticeReader(Listing):
    """Reads a text; what the lines above say about those below: level, place, days."""

    def __init__(self, divisions: Divisions) -> None:
        super().__init__(divisions)
        self.passed: list[int] = []
        """Lines of prose that name no place: measures, advice, signatures, counts."""
        self.days: list[tuple[int, str, str, str]] = []
        """The days the text gives as its own: line, day, time, and what it is (signed, headed, list)."""
        self._level = ""
        self._lifting = False
        self._since = ""
        self._spoken = ""
        """The day of the clause before, which goes on where the next has none (自即日起，将…。将…)."""
        self._elsewhere = False
        """Whether the notice names a first day that is not of its levels, for all that is said (自…起实行静态管理)."""
        self._as_of = ""
        self._signed: list[tuple[int, str]] = []
        """Whose signature stands in which line, for what above it does not say where it is."""
        self._over: tuple[int, str] | None = None
        self._alone: int | None = None
        """The entry of a division that stood alone on the line before."""
        self._listed = 0
        """How many entries there were when the level of the list was said."""

    def read(self, text: str) -> None:
        """All lines."""
        whole = list(passages(text))
        self._signed = list(_signatures(whole, self._places))
        self._ends(0)
        for passage in whole:
            before, left, alone = len(self.entries), len(self.left), self._alone
            said = self._passage(passage)
            if alone is not None and self._alone == alone:  # no list went on: it was listed itself
                self._alone = None
            if len(self.entries) > before:
                self._over = None
            elif not said and len(self.left) == left:
                self._pass(passage)
        self._close()
        self._doubt_days()

    def _pass(self, passage: Passage) -> None:
        """A line that says nothing of places ends the list above it."""
        if self._places.names_any(passage.text):
            self._leave(passage.numbers[0], passage.written, "line-not-used")
        else:
            self.passed += passage.numbers
        if len(self.entries) > self._listed and (
            len(passage.text) > _LONGEST_ITEM or _MARKS.search(passage.text)
        ):
            self._level, self._lifting = "", False

    def _close(self) -> None:
        """A province or city that stood over nothing was perhaps meant whole; a person must say so."""
        if self._over:
            self._leave(*self._over, "place-alone")
        self._over = None

    # ------------------------------------------------------------- a line

    def _passage(self, passage: Passage) -> bool:
        """One line; gives whether it said something for others (entries are counted by the caller)."""
        text = passage.text
        self._begins |= days.roles(text)
        self._torn = self._torn or account.has_unread_day(text)
        self._from_notice = self._from_notice or days.is_from_notice(text)
        said = self._publication(passage)
        if self._reminds(passage):
            return True
        spans = list(sentences(text))
        for span in spans:
            said = self._sentence(passage, span, alone=len(spans) == 1) or said
        return said

    def _publication(self, passage: Passage) -> bool:
        """The days a text gives as its own; one that cannot be read is told."""
        found = days.published(passage.text)
        if found is None:
            return False
        day, clock = found
        number = passage.numbers[0]
        if not day:
            self._leave(number, passage.written, "line-not-used")
            return False
        kind = days.kind_of(passage.text)
        self.days.append((number, day, clock, kind))
        if kind == "signed" and len(self.entries) > self._begun:
            self._ends(number)
        return True

    def _ends(self, line: int) -> None:
        """A signature ends a notice; another may follow, which lies where its own signature says until it says more."""
        self._doubt_days()
        self._begun = len(self.entries)
        self._begins, self._torn, self._from_notice = set(), False, False
        self._level, self._since, self._spoken, self._as_of = "", "", "", ""
        self._lifting = self._elsewhere = False
        self._places.above = next((place for at, place in self._signed if at > line), "")

    def _sentence(self, passage: Passage, span: TextSpan, *, alone: bool) -> bool:
        """One sentence of a line; `alone`: it is the whole of it."""
        text = passage.text[span.start : span.end]
        body = TextSpan(span.start + _numbered(text), span.end)
        found = list(clauses.clauses(passage.text, body))
        if clauses.lifts(text) and not any(one.kind == "becomes" for one in found):
            return self._lifts(passage, span)
        if alone and self._heads(passage, body):
            return True
        if found:
            return self._running(passage, span, found, alone=alone)
        if (made := self._behind(passage, body)) is not None:
            return made
        return self._plain(passage, body, numbered=body.start > span.start)

    def _behind(self, passage: Passage, body: TextSpan) -> bool | None:
        """A line with its level behind its place; None where it is no such line."""
        found = clauses.level_behind(passage.text, body)
        if not found or not self._places.is_division(
            passage.text[found.places.start : found.places.end].strip(" :")
        ):
            return None
        since, until, _ = days.piece_days(found.days)
        at = NoticeEntry(0, "", "", found.level, since or self._since, until, as_of=self._as_of)
        made = self._list(passage, found.places, at, None) > 0
        if made:
            self._begin(found.level, since or self._since)
        return made

    # ------------------------------------------------------------- lines over lists

    def _heads(self, passage: Passage, body: TextSpan) -> bool:
        """A line over a list: a level, perhaps with its place and day."""
        text = passage.text[body.start : body.end]
        if several := clauses.names_several(text):
            title = re.sub(r"疫情$", "", text[: several.start()].strip())
            short = bool(title) and len(text) < _LONGEST_TITLE and "," not in text
            return short and self._places.becomes_above(title)
        self._as_of = days.as_of(text) or self._as_of
        since, _, without = days.spans_out(_AS_OF.sub("", text))
        found = clauses.head(without.replace("—", ""))
        if found is None or self._is_listed(found.before.strip(" :"), since, text):
            return False
        before = found.before.strip(" :")
        if not _ABOUT_LIST.fullmatch(before) and not self._places.lie_in(before):
            return False  # it says more than which list it stands over
        self._begin(found.level, since or self._since)
        return True

    def _is_listed(self, place: str, since: str, line: str) -> bool:
        """Whether a county before a level is listed itself (三亚市吉阳区 中风险（8月1日起）)."""
        if not self._places.is_division(place) or self._places.is_wide(place):
            return False
        return bool(since) or line[-1:] not in ":)】个"

    def _begin(self, level: str, since: str) -> None:
        if self._alone is not None and not self.entries[self._alone].level:
            self._places.above = self.entries.pop(self._alone).place  # (一)城关区 stands over 高风险区：
        self._level, self._since, self._lifting, self._alone = level, since, False, None
        self._listed = len(self.entries)

    def _lifts(self, passage: Passage, span: TextSpan) -> bool:
        """What is lifted begins nothing, and which entry that was is not in the text: it is told."""
        self._lifting = True
        self._elsewhere = self._elsewhere or days.begins(passage.text[span.start : span.end])
        self._listed = len(self.entries)
        self._leave(passage.line(span.start), passage.written[span.start : span.end].strip(), "line-lifts")
        return False

    # ------------------------------------------------------------- running text

    def _running(self, passage: Passage, sentence: TextSpan, found: list[Clause], *, alone: bool) -> bool:
        """A sentence of clauses. One that only counts (新增1个高风险区) says since when for the lists below it."""
        said, lent = [], ""
        for clause in found:
            said.append(self._clause(passage, sentence, clause))
            if said[-1] and self.entries and not self._places.above:  # 将甲区乙小区划为…，将丙小区划为…
                lent = self._places.above = self._places.county(self.entries[-1].place)
        if lent and self._places.above == lent:
            self._places.above = ""
        if alone and any(said) and len(found) == 1 and found[0].kind == "lists":
            self._begin(found[0].level, self._since)
        text = passage.text[sentence.start : sentence.end]
        if not any(said) and days.begins(text):
            self._since = days.in_force(text) or ""
        return any(said)

    def _clause(self, passage: Passage, sentence: TextSpan, clause: Clause) -> bool:
        """One clause: its places with its level and the day before them."""
        text = passage.text
        if clause.kind == "lifts":
            return self._lifts(passage, clause.places)
        self._places.hear_before(text[clause.before.start : clause.before.end])
        said = text[sentence.start : clause.before.end]
        since = clause.since or days.in_force(said)
        if clause.kind == "lists" and since is not None and not days.begins(said):
            since = ""  # 截至8月8日，现有…: listed as of that day
        listed = bare(text, clause.places)
        below = _BELOW.search(text[clause.places.start : clause.places.end][:10])
        if below or _NOTHING.fullmatch(text, *listed.span):
            return self._stands_over(passage, sentence, clause, since)
        if self._names_none(text, clause, listed.span):
            return False
        day = self._day_of(clause, since, text[clause.before.start : clause.places.end])
        at = NoticeEntry(0, "", "", clause.level, day, as_of=self._list_day(clause, text, sentence))
        at = at._replace(
            undated=since is None and self._elsewhere,
            doubts=self._doubts(clause, since, text, sentence, dated=bool(day) or not self._as_of),
        )
        made = self._list(passage, listed.span, at, sentence, lenient=not clause.marked)
        if made and since is not None and days.begins(said):
            self._spoken = since
        if listed.counted > made > 0:
            self._fewer(passage, listed.span, listed.counted, made)
        return made > 0

    def _names_none(self, text: str, clause: Clause, listed: TextSpan) -> bool:
        """Whether a clause names no place: a measure, counts, parts of divisions that stand elsewhere."""
        if not clause.marked and clauses.is_measure(text[clause.before.start : clause.places.end]):
            return True
        places = text[listed.start : listed.end]
        if (counted := clauses.only_counts(places)) and self._places.are_divisions(counted):
            return True
        pieces = [named_of(text[one.start : one.end].strip())[0] for one in self._places.pieces(text, listed)]
        if self._places.is_rest(places) or not pieces or not self._places.is_some(pieces[-1]):
            return False
        return all(self._places.is_division(one) or self._places.is_some(one) for one in pieces)

    def _day_of(self, clause: Clause, since: str | None, said: str) -> str:
        """The day a clause is in force from; what is only said to be so still has no other than its sentence's."""
        if since is not None:
            return since
        return "" if clause.kind == "lists" or _STILL.search(said) else self._spoken or self._since

    def _list_day(self, clause: Clause, text: str, sentence: TextSpan) -> str:
        whole = text[sentence.start : sentence.end]
        if said := days.as_of(whole):
            return said
        return self._as_of if clause.kind == "lists" and "目前" not in whole else ""

    def _stands_over(self, passage: Passage, sentence: TextSpan, clause: Clause, since: str | None) -> bool:
        """A sentence whose places stand below it (将下列区域划定为高风险区：), or that only counts them."""
        text = passage.text[sentence.start : sentence.end].rstrip()
        if clause.kind == "lists" and (listed := days.as_of(text)):
            self._as_of, since = listed, ""
        if clause.kind == "lists" or text.endswith(":") or _BELOW.search(text):
            self._begin(clause.level, since if since is not None else self._since)
            return True
        return False

    def _reminds(self, passage: Passage) -> bool:
        """A reminder to those who were in places since a day: each day is for the places behind it."""
        text = passage.text
        found = days.reminders(text)
        if not found or not _TRAVELLED.search(text, found[0][2]):
            return False
        before = len(self.entries)
        for number, (day, _, end) in enumerate(found):
            limit = found[number + 1][1] if number + 1 < len(found) else len(text)
            cut = _TRAVELLED.search(text, end, limit)
            start = end + (having.end() if (having := _HAVING.match(text[end:limit])) else 0)
            span = bare(text, TextSpan(start, cut.start() if cut else limit)).span
            named = re.match(r"涉疫(?:地区|区域|区)?:?", text[span.start : span.end])
            self._list(
                passage,
                span,
                NoticeEntry(0, "", "", _SAYS_OUTBREAK, day),
                TextSpan(0, len(text)),
                lenient=bool(named),
            )
        return len(self.entries) > before

    # ------------------------------------------------------------- lists

    def _plain(self, passage: Passage, body: TextSpan, *, numbered: bool) -> bool:
        """A sentence without a level of its own: a place over others, places of the list above, or prose."""
        text = passage.text[body.start : body.end]
        if is_bounds(text) and self.entries and self.entries[-1].line in passage.numbers:
            self.entries[-1] = self.entries[-1]._replace(detail=f"{self.entries[-1].detail}({text})")
            return True
        if self._level and self._places.rests(text.strip(" 。")):
            return self._lists(passage, body, numbered=numbered)
        begins = days.begins(text) and text.rstrip().endswith(":")  # 经专家研判，自8月2日0时起：
        under = self._level and self._places.is_division(_COUNT.sub("", text.partition(":")[0]))
        if begins or (is_prose(text) and not under):
            return self._prose(passage, body)
        since, _, without = days.spans_out(text)
        if _EMPTY.match(_COUNT.sub("", without)) or _DAY_ONLY.match(without):
            self._alone_day(passage, since)
            return bool(since)
        return self._lists(passage, body, numbered=numbered)

    def _alone_day(self, passage: Passage, since: str) -> None:
        """A sentence that is a day: of the places before it on its line, else of those below."""
        if self.entries and self.entries[-1].line in passage.numbers:
            self.entries[-1] = self.entries[-1]._replace(since=self.entries[-1].since or since)
        else:
            self._since = since or self._since

    def _prose(self, passage: Passage, body: TextSpan) -> bool:
        """Running text without a clause: who speaks, since when, as of when."""
        text = passage.text[body.start : body.end]
        self._places.hear(text)
        since = days.in_force(text)
        if re.search(r"截至|目前", text):
            self._since = self._spoken = ""
        if behind := days.behind(text):
            self._date_back(behind)
        elif since is not None and (_ABOUT_LEVELS.search(text) or text.rstrip().endswith("起:")):
            self._since = since
        elif since and days.begins(text):
            self._elsewhere = True
        if (said := days.as_of(text)) and not _CASES.search(text):
            self._as_of = said
        return self._places_in_prose(passage, body)

    def _places_in_prose(self, passage: Passage, body: TextSpan) -> bool:
        """A list at the end of running text (…请报告：北京市通州区、大兴区；…): its level has to be asked."""
        colon = passage.text.rfind(":", body.start, body.end)
        listed = colon >= 0 and _LISTING.search(passage.text, body.start, colon) is not None
        return listed and self._unlevelled(passage, TextSpan(colon + 1, body.end), listed=True)

    def _lists(self, passage: Passage, body: TextSpan, *, numbered: bool) -> bool:
        """The places of a line; gives whether it began with what they, or the lines below, lie in."""
        text = passage.text
        colon = text.find(":", body.start, body.end)
        head = _COUNT.sub("", text[body.start : colon]).strip() if colon >= 0 else ""
        under = bool(head) and self._places.becomes_above(head)
        places = TextSpan(colon + 1, body.end) if under else body
        alone = _COUNT.sub("", text[places.start : places.end]).strip(" :。;()")
        if under and not alone:
            self._over = None
            return True
        if not under and self._is_over(text, places, alone, numbered=numbered):
            self._close()
            self._over = (passage.line(body.start), passage.written[body.start : body.end].strip())
            return self._places.becomes_above(alone)
        return self._of_list(passage, places, listed=numbered or under) or under

    def _is_over(self, text: str, places: TextSpan, alone: str, *, numbered: bool) -> bool:
        """Whether a division stands alone on its line, so that the lines below lie in it."""
        counted = _COUNT.search(text, max(places.start, places.end - 6), places.end)
        if counted and self._places.is_division(alone):
            return True
        return not numbered and self._level != _SAYS_OUTBREAK and self._places.is_wide(alone)

    def _of_list(self, passage: Passage, places: TextSpan, *, listed: bool) -> bool:
        """The places of a line of a list; without a level above it only what is certainly a list."""
        text = passage.text
        self._settle(text[places.start : places.end].strip())
        if self._lifting:
            self._leave(passage.line(places.start), text[places.start : places.end], "line-lifts")
            return False
        if self._level:
            entry = NoticeEntry(
                0, "", "", self._level, self._since, as_of=self._as_of, undated=self._elsewhere
            )
            made = self._list(passage, places, entry, None)
            self._perhaps_over(made, text[places.start : places.end].strip(" 。;"))
            return made > 0
        return self._unlevelled(passage, places, listed=listed)

    def _perhaps_over(self, made: int, line: str) -> None:
        """A county or town alone on its line: the next line says whether it is listed or stands over what is."""
        if made == 1 and not self.entries[-1].detail and self._places.is_division(line):
            self._alone = len(self.entries) - 1
            self._places.above = self.entries[-1].place

    def _settle(self, line: str) -> None:
        """See `_perhaps_over`: addresses below it make it what they lie in."""
        if self._alone is None:
            return
        place = self.entries[self._alone].place
        self._places.above = self._places.around(place)
        if self._places.stands_below(re.split(r"[、,;(]", line)[0], place):
            del self.entries[self._alone]
            self._places.above = place
        self._alone = None

    def _unlevelled(self, passage: Passage, places: TextSpan, *, listed: bool) -> bool:
        """A line of places of which nothing says a level: each is asked, unless a piece is none."""
        above = self._places.above
        pieces = self._places.pieces(passage.text, places)
        words = [days.piece_days(passage.text[one.start : one.end].strip())[2] for one in pieces]
        known = bool(words) and all(self._places.is_named(word) for word in words)
        self._places.above = above
        if not known or not (listed or len(words) > 1):
            return False
        made = self._list(passage, places, NoticeEntry(0, "", "", "", self._since, as_of=self._as_of), None)
        self._perhaps_over(made, passage.text[places.start : places.end].strip(" 。;"))
        return made > 0


def _numbered(text: str) -> int:
    """Where a line begins behind its number."""
    stripped = len(text) - len(text.lstrip(" 【["))
    found = _NUMBER.match(text[stripped:])
    return stripped + (found.end() if found else 0)


def _signatures(whole: list[Passage], places: Places) -> Iterator[tuple[int, str]]:
    """Whose signature stands above each line that is a day and nothing else."""
    for at, passage in enumerate(whole):
        if days.signs(passage.text):
            above = whole[max(at - _SIGNED_WITHIN, 0) : at]
            place = next((found for one in reversed(above) if (found := places.speaker(one.text))), "")
            if place:
                yield passage.numbers[0], place
