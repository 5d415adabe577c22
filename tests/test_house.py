"""The house around the code: what is locked, what is imported, what is packed."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from schoolprep import __version__

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("schoolprep", "forms", "exports")
SOURCES = [
    path
    for folder in (*PACKAGES, "tests", "bench", "bundle", "tools")
    for path in sorted((HOUSE / folder).rglob("*.py"))
]
SOURCES.append(HOUSE / "dev.py")
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (HOUSE / "requirements.lock").read_text("utf-8")
TEST_LOCK = (HOUSE / "requirements-test.lock").read_text("utf-8")


@cache
def _tree(source: Path) -> ast.Module:
    return ast.parse(source.read_text("utf-8"))


def test_the_locks_name_no_address() -> None:
    assert "://" not in LOCK + TEST_LOCK


def test_a_school_does_not_download_the_tools_of_the_checks() -> None:
    pinned = [set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)) for lock in (LOCK, TEST_LOCK)]
    assert {"pytest", "mypy", "ruff", "hypothesis"} <= pinned[1]
    assert not pinned[0] & pinned[1]


def test_the_lock_holds_everything_the_program_needs() -> None:
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)}
    needed = {re.split(r"[^\w.-]", line)[0].lower() for line in PROJECT["dependencies"]}
    assert needed <= locked


def test_pyside_stays_below_the_version_that_aborts_python_3_11() -> None:
    (bound,) = (line for line in PROJECT["dependencies"] if line.startswith("PySide6"))
    (locked,) = re.findall(r"^pyside6-essentials==(\d+)\.(\d+)", LOCK, re.MULTILINE)
    assert bound == "PySide6-Essentials>=6.11.3,<6.12"
    assert tuple(map(int, locked)) == (6, 11)


def test_the_core_loads_neither_qt_nor_excel() -> None:
    modules = [
        ".".join(source.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
        for source in sorted((HOUSE / "schoolprep").rglob("*.py"))
        if source.name != "__main__.py"
    ]
    code = f"import json, sys, {', '.join(modules)}; print(json.dumps(list(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, stdout=subprocess.PIPE, check=False)
    assert loaded.returncode == 0, "a module of the core cannot be imported"
    assert not {"PySide6", "shiboken6", "openpyxl"} & set(json.loads(loaded.stdout))


@pytest.mark.parametrize("package", ["forms", "exports"])
def test_the_package_itself_imports_nothing(package: str) -> None:
    tree = _tree(HOUSE / package / "__init__.py")
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_every_file_says_first_what_it_is(source: Path) -> None:
    first = source.read_text("utf-8").partition("\n")[0]
    assert re.match(r'r?"""\S|# \S', first), first


def _public_nouns() -> Iterator[tuple[str, str]]:
    """Every public class and type alias of the house, and the file it is made in."""
    for package in PACKAGES:
        for source in sorted((HOUSE / package).rglob("*.py")):
            where = source.relative_to(HOUSE).as_posix()
            tree = _tree(source)
            made = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            made += [name for name in _assigned(tree) if not name.isupper()]
            yield from ((name, where) for name in made if name[0].isupper())


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_a_public_class_or_type_has_its_name_alone() -> None:
    places: dict[str, list[str]] = {}
    for name, where in _public_nouns():
        places.setdefault(name, []).append(where)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_a_public_constant_means_one_thing() -> None:
    """A value said in two rooms is for them to share; one name for two values is a trap."""
    values: dict[str, dict[str, str]] = {}
    for package in PACKAGES:
        for source in sorted((HOUSE / package).rglob("*.py")):
            tree = _tree(source)
            for node in tree.body:
                target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
                if isinstance(target, ast.Name) and target.id.isupper() and target.id[0] != "_":
                    said = ast.unparse(getattr(node, "value", None) or target)
                    values.setdefault(target.id, {})[said] = source.relative_to(HOUSE).as_posix()
    assert {name: found for name, found in values.items() if len(found) > 1} == {}


Made = TypeVar("Made", bound=ast.AST)
MOST_METHODS = 30
MOST_LINES = 60
MOST_WAYS = 15
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _made(kind: type[Made]) -> Iterator[tuple[str, Made]]:
    for package in PACKAGES:
        for source in sorted((HOUSE / package).rglob("*.py")):
            where = source.relative_to(HOUSE).as_posix()
            tree = _tree(source)
            yield from ((where, node) for node in ast.walk(tree) if isinstance(node, kind))


def test_no_class_has_more_than_thirty_methods() -> None:
    methods = {
        f"{where} {made.name}": sum(isinstance(node, Function) for node in made.body)
        for where, made in _made(ast.ClassDef)
    }
    assert {name: n for name, n in methods.items() if n > MOST_METHODS} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lines = {
        f"{where}:{made.lineno} {made.name}": (made.end_lineno or made.lineno) - made.lineno + 1
        for where, made in _made(ast.FunctionDef)
    }
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


FORKS = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case, ast.comprehension)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What is in a function, without the functions in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, Function | ast.Lambda | ast.ClassDef):
            yield from _own(child)


def _ways(function: ast.AST) -> int:
    """In how many ways a function can be gone through: each fork, each "and" and "or", each condition of a list."""
    inside = list(_own(function))
    either = sum(len(node.values) - 1 for node in inside if isinstance(node, ast.BoolOp))
    conditions = sum(len(node.ifs) for node in inside if isinstance(node, ast.comprehension))
    return 1 + sum(isinstance(node, FORKS) for node in inside) + either + conditions


def test_no_function_asks_more_than_one_can_hold_in_mind() -> None:
    ways = {f"{where}:{made.lineno} {made.name}": _ways(made) for where, made in _made(ast.FunctionDef)}
    assert {name: n for name, n in ways.items() if n > MOST_WAYS} == {}


def test_no_package_under_tests() -> None:
    assert not list((HOUSE / "tests").rglob("__init__.py"))


def test_the_wheel_holds_all_three_packages_with_their_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = pytest.importorskip("hatchling.build")
    monkeypatch.chdir(HOUSE)
    packed = set(zipfile.ZipFile(tmp_path / build.build_wheel(str(tmp_path))).namelist())
    present = {
        path.relative_to(HOUSE).as_posix()
        for package in PACKAGES
        for path in (HOUSE / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present - packed == set()
    assert {name.split("/")[0] for name in packed} - set(PACKAGES) == {f"schoolprep-{__version__}.dist-info"}


MARKS = re.compile(r"[、，；。（]")
TABLES = frozenset({"_BETWEEN", "_CODES", "_DELIMITERS", "_ENDS_A_PIECE", "PLACE_LEVELS", "WEEKDAY_BESIDE"})
"""Constants that say how something is written in a sheet or kept in a record."""


def _sentence_marks(tree: ast.Module) -> Iterator[str]:
    """Texts with Chinese marks that are no documentation, no table of spellings and no part of a pattern."""
    allowed: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            allowed |= {id(one.value) for one in body if isinstance(one, ast.Expr)}
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        table = isinstance(target, ast.Name) and target.id in TABLES
        reads = name.startswith(("re.", "pattern", "str.maketrans")) or name.endswith("strip")
        if table or reads or isinstance(node, ast.Compare):
            allowed |= {id(one) for one in ast.walk(node)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in allowed)
    for node in texts:
        if isinstance(node.value, str) and MARKS.search(node.value):
            yield f"{node.lineno}: {node.value}"


@pytest.mark.parametrize("package", PACKAGES)
def test_marks_of_sentences_come_from_the_catalogue(package: str) -> None:
    found = {}
    for source in sorted((HOUSE / package).rglob("*.py")):
        if told := list(_sentence_marks(_tree(source))):
            found[source.relative_to(HOUSE).as_posix()] = told
    assert found == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_is_decided_by_the_name_of_a_language(package: str) -> None:
    for source in sorted((HOUSE / package).rglob("*.py")):
        for node in ast.walk(_tree(source)):
            sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            names = [side.value for side in sides if isinstance(side, ast.Constant)]
            assert not {"zh", "en"} & {name for name in names if isinstance(name, str)}, source
