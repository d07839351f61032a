"""Markdown: the words of its headings, paragraphs, lists and tables without their marks, and what
its front matter says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from knowledge.drafting.cues import cues
from knowledge.drafting.elsewhere import leads
from knowledge.drafting.imprint import UNKNOWN, Imprint, code_of, day_of, names_of
from knowledge.drafting.marks import front_of
from knowledge.drafting.source import Source
from knowledge.language.identification import language_of
from knowledge.language.languages import DEFAULT, LANGUAGES
from knowledge.language.sentences import is_broken, is_labelled, rejoined
from knowledge.language.words import fold

_TASK = re.compile(r"\[[ xX]\]\s+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_JOINTS = re.compile(r"[\s/|›>»·•–—-]+")
_TRAIL = re.compile(r"\s*[/|›>»·•]\s*")
_LEAST_LINKS = 2
_LAST_OF_TRAIL = 6  # words


def read(path: Path, raw: bytes, text: str, encoding: str) -> Source:
    """Return the words of a Markdown text and what its front matter says of it.

    Lines broken for want of room are joined; links are their words, pictures nothing; an item of a
    list keeps its sign, the cells of a table are parted by bars.
    """
    front = front_of(text)
    known = _known(front["data"]) if front else UNKNOWN
    body = text[front.end() :] if front else text.removeprefix("\ufeff")
    lang = known.lang or language_of(body, DEFAULT)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    parts = _headed(tree.children)
    broken = is_broken(body)
    words = (rejoined(part, lang, broken=broken) for part in parts)
    return Source(path, "markdown", raw, "\n\n".join(words) + "\n", encoding, known)


def _known(data: str) -> Imprint:
    """Return what front matter says of its text; lines that are no YAML are read one by one."""
    try:
        found = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError, RecursionError):
        pairs = (line.partition(":") for line in data.splitlines() if line[:1].isalnum())
        found = {key.strip(): value.strip(" \"'\t") for key, colon, value in pairs if colon}
    held = {fold(str(k)): v for k, v in found.items()} if isinstance(found, dict) else {}
    return Imprint(
        names_of(_value(held, "title")),
        code_of(_value(held, "lang")),
        day_of(_value(held, "date")),
        names_of(_value(held, "author")),
        names_of(_value(held, "publisher")),
    )


def _value(held: Mapping[str, object], key: str) -> object:
    """Return the value of the first key of front matter that stands for `key`, None for none."""
    names = [fold(str(n)) for lang in LANGUAGES for n in cues(lang).words["front"][key]]
    return next((held[name] for name in names if held.get(name)), None)


def _headed(nodes: list[SyntaxTreeNode]) -> Iterator[str]:
    """Yield the words of some blocks; bold words by themselves stand with the list or the labelled
    lines that they head.
    """
    heading = ""
    for node in nodes:
        for part in _blocks(node):
            listed = node.type.endswith("_list") or is_labelled(part)
            if heading:
                yield from (f"{heading}\n{part}",) if listed else (heading, part)
                heading = ""
            elif _is_bold(node) and not part.endswith(("?", ":")):
                heading = part
            else:
                yield part
    if heading:
        yield heading


def _blocks(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the words of a block, those of a list or table line by line."""
    if node.type.endswith("_list"):
        yield from _list(node)
    elif node.type == "table":
        rows = [row for row in node.walk() if row.type == "tr"]
        yield "\n".join(" | ".join(_words(cell) for cell in row.children) for row in rows)
    elif node.type in {"fence", "code_block"}:
        yield node.content.strip("\n")
    elif node.type == "html_block":
        from knowledge.drafting.formats.html import fragment  # noqa: PLC0415 - few texts hold any

        yield from filter(None, [fragment(node.content).strip()])
    elif node.type in {"heading", "paragraph"}:
        yield from filter(None, [_words(node)] if not _is_menu(node) else [])
    else:
        for child in node.children:
            yield from _blocks(child)


def _list(node: SyntaxTreeNode, indent: str = "") -> Iterator[str]:
    """Yield a list: one block of lines where its items stand close, else a block an item."""
    lines: list[str] = []
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    close = True
    for at, item in enumerate(node.children):
        sign = f"{number + at}. " if number or node.type == "ordered_list" else "- "
        first = ""
        rest: list[str] = []
        for child in item.children:
            if child.type.endswith("_list"):
                rest += _list(child, f"{indent}  ")
            elif not first:
                first = _TASK.sub("", next(iter(_blocks(child)), ""), count=1)
                close = close and bool(child.hidden)
            else:
                rest += _blocks(child)
        lines += [f"{indent}{sign}{first}", *rest] if first else rest
    yield from ("\n".join(lines),) if close else lines


def _is_bold(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is nothing but bold words."""
    if node.type != "paragraph":
        return False
    held = [n for n in node.children[0].children if n.type != "text" or n.content.strip()]
    return len(held) == 1 and held[0].type == "strong"


def _is_menu(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is a row of links to elsewhere, or one that says so."""
    links = [n for n in node.walk() if n.type == "link"]
    if not links or any(str(n.attrs.get("href")).startswith("mailto:") for n in links):
        return False
    linked, words = [_words(n) for n in links], _words(node)
    rest = words
    for link in linked:
        rest = rest.replace(link, "", 1)
    if not _JOINTS.sub("", rest):
        return len(links) >= _LEAST_LINKS or leads().match(words) is not None
    between = re.split("|".join(map(re.escape, filter(None, linked))), words)
    trail = all(map(_TRAIL.fullmatch, between[1:-1])) and not between[0].strip()
    return len(links) >= _LEAST_LINKS and trail and len(between[-1].split()) <= _LAST_OF_TRAIL


def _words(node: SyntaxTreeNode) -> str:
    """Return the words of an inline tree, a line end where one stands."""
    if node.type in {"text", "code_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type == "html_inline":
        return "\n" if _BREAK.fullmatch(node.content) else ""
    if node.type == "image":
        return ""
    words = "".join(map(_words, node.children))
    if node.type == "link":
        address = str(node.attrs.get("href") or "").removeprefix("mailto:")
        return f"{words}: {address}" if "@" in address and "@" not in words else words
    return words if node.type in {"strong", "em", "s", "link"} else words.strip()
