"""Stream: the elements of an XML part one after another, in little memory, without entities or network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree


def parser() -> etree.XMLParser:
    """For small parts from strangers: no entities, no network, nothing deeper or longer than lxml's own limits."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def tag_of(element: etree._Element) -> str:
    """The name of an element without its namespace, and without a prefix that was never declared.

    Empty for comments and instructions.
    """
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def events(pieces: Iterable[bytes], tags: Sequence[str]) -> Iterator[etree._Element]:
    """The elements with these names as they end; each, and all before it, is forgotten when the next one comes.

    Whoever needs what is inside an element names only the outer one, or looks at the inner ones before.
    Raises `etree.XMLSyntaxError`.
    """
    reading = etree.XMLPullParser(
        ("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip
    for piece in pieces:
        reading.feed(piece)
        for _, element in reading.read_events():
            if isinstance(element, etree._Element):
                yield element
    reading.close()


def text_of(element: etree._Element) -> str:
    """All text in an element."""
    return "".join(map(str, element.itertext()))


def forget(element: etree._Element) -> None:
    """Free an element and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)
