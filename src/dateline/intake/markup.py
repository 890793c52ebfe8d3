"""Markup: what is hidden from a reader of a page, and pieces of markup as plain text."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from dateline.intake.decoding import clean

_UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object", "head", "button", "form"})
_BLOCK = frozenset(
    (
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
        "nav ol p pre section table td th tr ul"
    ).split()
)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\f\v\xa0]+")


def hidden(element: Any) -> bool:
    """True for an element that a page says not to show: what no reader saw, nobody reported."""
    if not isinstance(element.tag, str):
        return False
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").strip().lower() == "true"
        or bool(_UNSEEN.search(element.get("style", "")))
    )


def drop_hidden(tree: Any) -> None:
    """Removes hidden elements from a page; the page as a whole is never hidden."""
    for element in [e for e in tree.iterdescendants() if e.tag != "body" and hidden(e)]:
        if element.getparent() is not None:
            element.drop_tree()


def plain(markup: str) -> str:
    """A piece of markup as text: one line a block, nothing that is hidden; plain text stays as it is."""
    markup = clean(markup)
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    drop_hidden(root)
    parts: list[str] = []
    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        ends = event != "start"
        skipping += (tag in _UNREAD) * (-1 if ends else 1)
        if tag in _BLOCK:
            parts.append("\n")
        text = element.tail if ends else element.text
        if text and not skipping:
            parts.append(text.replace("\n", " "))
    return _lines("".join(parts))


def _lines(text: str) -> str:
    """Lines without spare white space and without empty ones."""
    return "\n".join(line for raw in text.split("\n") if (line := _SPACE.sub(" ", raw).strip()))
