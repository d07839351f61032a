r"""How many steps a pattern takes over a text: a backtracking matcher over the standard library's
own parse tree, that counts.

The engine of `re` tells neither its steps nor its time in a way that is the same twice. This one
walks the same tree in the same order (`re._parser`, what the engine's code is compiled from), so
that its steps grow as the engine's do: a search tries each position, a repeat takes as much as it
can and gives back one by one. It lacks the engine's shortcuts (a literal that every match begins
with), which save a constant factor and never change how the steps grow. Growth is looked at in
steps, not in the shape of the pattern: forbidding shapes (a repeat in a repeat, two repeats side by
side that overlap) misses what is quadratic only because a search begins anew everywhere, as in
`\S*x`, and refuses much that is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

parser: Any = re._parser  # type: ignore[attr-defined] # noqa: SLF001 - the tree that the engine's code is compiled from
Match: TypeAlias = Callable[[int], Iterator[int]]
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
SINGLE = {"LITERAL", "NOT_LITERAL", "ANY", "IN"}


def single(op: Any, value: Any, flags: int) -> Callable[[str], bool]:
    """Return what tells whether a character fits a node that takes one, as the engine itself has
    it.
    """
    state = parser.State()
    state.str, state.flags = "", flags & (re.IGNORECASE | re.DOTALL | re.ASCII)
    code = re._compiler.compile(parser.SubPattern(state, [(op, value)]), state.flags)  # type: ignore[attr-defined] # noqa: SLF001 - as above
    known: dict[str, bool] = {}

    def fits(character: str) -> bool:
        found = known.get(character)
        if found is None:
            found = known[character] = code.match(character) is not None
        return found

    return fits


class Stop(Exception):  # noqa: N818 - no error: enough was counted
    """More steps were taken than are worth counting."""


class Counter:
    """A pattern made to count; `find` tells the steps of a search through a text, `spans` what it
    found.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Take a pattern; raises NotImplementedError for what no pattern here uses."""
        self._flags = pattern.flags
        self._text, self._steps, self._most = "", 0, 0
        self.spans: list[tuple[int, int]] = []
        self._groups: dict[int, tuple[int, int]] = {}
        self._sets: dict[str, re.Pattern[str]] = {}
        tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG)
        self._match = self._sequence(list(tree))

    def find(self, text: str, most: int) -> int:
        """Return the steps that it takes to find all matches in a text, at most about so many."""
        self._text, self._steps, self._most, self.spans = text, 0, most, []
        at = 0
        try:
            while at <= len(text):
                self._step()
                end = next(self._match(at), None)
                if end is not None:
                    self.spans.append((at, end))
                at = at + 1 if end is None or end == at else end
        except Stop:
            pass
        return self._steps

    def _step(self, steps: int = 1) -> None:
        self._steps += steps
        if self._steps > self._most:
            raise Stop

    def _sequence(self, items: list[Any]) -> Match:
        parts = [self._node(op, value) for op, value in items]
        if len(parts) == 1:
            return parts[0]

        def match(start: int) -> Iterator[int]:
            if not parts:
                yield start
                return
            tried = [parts[0](start)]
            while tried:
                end = next(tried[-1], None)
                if end is None:
                    tried.pop()
                elif len(tried) == len(parts):
                    yield end
                else:
                    tried.append(parts[len(tried)](end))

        return match

    def _node(self, op: Any, value: Any) -> Match:
        name = str(op)
        if name in SINGLE:
            return self._one(self._fits(op, value))
        if name in _REPEATS:
            return self._repeat(name, *value)
        makers: dict[str, Callable[[], Match]] = {
            "SUBPATTERN": lambda: self._group(value[0], self._scoped(value[1], value[2], value[3])),
            "ATOMIC_GROUP": lambda: self._first(self._sequence(list(value))),
            "BRANCH": lambda: self._branch([self._sequence(list(each)) for each in value[1]]),
            "ASSERT": lambda: self._assert(True, value[0], list(value[1])),  # noqa: FBT003 - what the name says
            "ASSERT_NOT": lambda: self._assert(False, value[0], list(value[1])),  # noqa: FBT003 - as above
            "AT": lambda: self._at(str(value)),
            "GROUPREF": lambda: self._reference(value),
            "FAILURE": lambda: lambda _: iter(()),
        }
        if name not in makers:
            raise NotImplementedError(name)
        return makers[name]()

    def _scoped(self, added: int, removed: int, items: Any) -> Match:
        before = self._flags
        self._flags = (before | added) & ~removed
        made = self._sequence(list(items))
        self._flags = before
        return made

    def _fits(self, op: Any, value: Any) -> Callable[[str], bool]:
        return single(op, value, self._flags)

    def _one(self, fits: Callable[[str], bool]) -> Match:
        def match(at: int) -> Iterator[int]:
            self._step()
            if at < len(self._text) and fits(self._text[at]):
                yield at + 1

        return match

    def _group(self, number: int | None, inner: Match) -> Match:
        if number is None:
            return inner

        def match(at: int) -> Iterator[int]:
            for end in inner(at):
                self._groups[number] = (at, end)
                yield end

        return match

    @staticmethod
    def _first(inner: Match) -> Match:
        def match(at: int) -> Iterator[int]:
            end = next(inner(at), None)
            if end is not None:
                yield end

        return match

    @staticmethod
    def _branch(parts: list[Match]) -> Match:
        def match(at: int) -> Iterator[int]:
            for part in parts:
                yield from part(at)

        return match

    def _assert(self, wanted: bool, direction: int, items: list[Any]) -> Match:  # noqa: FBT001 - a fact about a node
        inner = self._sequence(items)
        width = parser.SubPattern(parser.State(), items).getwidth()[0] if direction < 0 else 0

        def match(at: int) -> Iterator[int]:
            self._step()
            begin = at - width
            found = begin >= 0 and next(inner(begin), None) is not None
            if found == wanted:
                yield at

        return match

    def _at(self, where: str) -> Match:
        many = bool(self._flags & re.MULTILINE)

        def is_word(at: int) -> bool:
            return 0 <= at < len(self._text) and (self._text[at].isalnum() or self._text[at] == "_")

        def holds(at: int) -> bool:
            text = self._text
            if where == "AT_BEGINNING":
                return at == 0 or (many and text[at - 1] == "\n")
            if where == "AT_END":
                return at == len(text) or (text[at] == "\n" and (many or at == len(text) - 1))
            return {"AT_BEGINNING_STRING": at == 0, "AT_END_STRING": at == len(text)}.get(
                where, (is_word(at - 1) != is_word(at)) == (where == "AT_BOUNDARY")
            )

        def match(at: int) -> Iterator[int]:
            self._step()
            if holds(at):
                yield at

        return match

    def _reference(self, number: int) -> Match:
        def match(at: int) -> Iterator[int]:
            start, end = self._groups.get(number, (0, -1))
            self._step(max(1, end - start))
            if end >= start and self._text.startswith(self._text[start:end], at):
                yield at + end - start

        return match

    def _repeat(self, name: str, least: int, most: int, items: Any) -> Match:
        body = list(items)
        if len(body) == 1 and str(body[0][0]) in SINGLE:
            run = self._run(self._fits(*body[0]), least, most, lazy=name == "MIN_REPEAT")
            return self._first(run) if name.startswith("POSSESSIVE") else run
        inner = self._sequence(body)
        if name == "MIN_REPEAT":
            return self._lazy(inner, least, most)
        greedy = self._greedy(inner, least, most)
        return self._first(greedy) if name.startswith("POSSESSIVE") else greedy

    def _run(self, fits: Callable[[str], bool], least: int, most: int, *, lazy: bool) -> Match:
        """Return a repeat of one character."""

        def match(at: int) -> Iterator[int]:
            text, end = self._text, at
            limit = len(text) if most is parser.MAXREPEAT else min(len(text), at + most)
            while end < limit and fits(text[end]):
                if lazy and end - at >= least:
                    self._step()
                    yield end
                end += 1
                self._step()
            self._step()
            for stop in (end,) if lazy else range(end, at + least - 1, -1):
                if stop - at >= least:
                    self._step()
                    yield stop

        return match

    def _greedy(self, inner: Match, least: int, most: int) -> Match:
        """Return a repeat of more than one character, that takes as much as it can."""

        def match(at: int) -> Iterator[int]:
            tried, ends = [inner(at)], [at]
            while tried:
                self._step()
                end = (
                    next(tried[-1], None)
                    if most is parser.MAXREPEAT or len(tried) <= most
                    else None
                )
                if end is not None and end > ends[-1]:
                    ends.append(end)
                    tried.append(inner(end))
                    continue
                tried.pop()
                if len(tried) >= least:
                    yield ends[-1]
                ends.pop()

        return match

    def _lazy(self, inner: Match, least: int, most: int) -> Match:
        def match(at: int) -> Iterator[int]:
            if least == 0:
                yield at
            tried = [inner(at)]
            while tried:
                self._step()
                end = (
                    next(tried[-1], None)
                    if most is parser.MAXREPEAT or len(tried) <= most
                    else None
                )
                if end is None:
                    tried.pop()
                    continue
                if len(tried) >= least:
                    yield end
                tried.append(inner(end))

        return match
