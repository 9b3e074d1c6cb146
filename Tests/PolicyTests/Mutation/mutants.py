"""Where a Swift source can lie: conditions, comparisons, refusals. Found by pattern, no parser."""

import re
from dataclasses import dataclass

OPEN, CLOSE = "([{", ")]}"
BOOL = ("always", "never", "negated", "edge")
_COMPARISON = re.compile(r" (<=|>=|<|>) ")
_EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
# Which mutants can't be told from the original, and why. The key is the file's name, the mutated
# text and how it lies.
_CHECKED = "a second line: `check` refuses such a policy, and no snapshot is made without it"
_LINK_OF_ITS_OWN = "$0.name == entry.link && $0.role == .link"
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("Edition.swift", "overflow", "never"): "the sum that overflowed is negative: frozen, too",
    ("Edition.swift", "left.rawValue < right.rawValue", "edge"): "equal is equal",
    ("Name.swift", "leftCount < rightCount", "edge"): "they differ there",
    ("DenyTable.swift", "!masks.isEmpty", "always"): "a shortcut: an empty table has no mask",
    (
        "DecisionCheck.swift",
        "entry.id.compartment == flow.id.compartment",
        "always",
    ): "no policy grants to publish into another's flow (2314), so the grant is missing then",
    ("DecisionCheck.swift", "!flow.equipment.isEmpty", "always"): "a shortcut: no list admits all",
    (
        "DecisionCheck.swift",
        ".otherCompartment",
        "never refused",
    ): "a charter's compartments are values of its scheme: the tag is there",
    ("PrincipalEntry.swift", "principal.role.mayPublish", "always"): _CHECKED,
    ("PrincipalEntry.swift", "principal.role.maySubscribe", "always"): _CHECKED,
    (
        "FlowEntry.swift",
        "source.flows.contains(where: { $0.name == export.flow })",
        "always",
    ): _CHECKED,
    ("FlowEntry.swift", "$0.name == export.flow", "always"): _CHECKED,
    (
        "FlowEntry.swift",
        f"destination.principals.contains(where: {{ {_LINK_OF_ITS_OWN} }})",
        "always",
    ): _CHECKED,
    ("FlowEntry.swift", _LINK_OF_ITS_OWN, "always"): _CHECKED,
    ("FlowEntry.swift", "$0.name == entry.link", "always"): _CHECKED,
    ("FlowEntry.swift", "$0.role == .link", "always"): _CHECKED,
}


@dataclass(frozen=True)
class Mutant:
    """One lie, by its number at run time."""

    number: int
    path: str
    line: int
    text: str
    how: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.path.rpartition("/")[2], self.text, self.how

    def __str__(self) -> str:
        return f"{self.number} {self.path}:{self.line} {self.how}: {self.text}"


@dataclass(frozen=True)
class Place:
    """A span of the source that a mutant replaces."""

    start: int
    end: int
    kind: str  # `bool`, `pattern`, `refusal`, `max`


class Source:
    """One file of Swift, in the layout that `swift format` gives it."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        # Comments and strings blanked, so that offsets stay.
        self.code = re.sub(r"//[^\n]*|\"[^\"\n]*\"", lambda m: " " * len(m[0]), text)
        self.places: dict[tuple[int, int], Place] = {}

    def mutated(self, first: int) -> tuple[str, list[Mutant]]:
        """The text with all mutants in it, and what they are."""
        self._conditions()
        self._ternaries()
        self._booleans()
        self._refusals()
        self._maxima()
        mutants, edits = [], []
        for place in sorted(self.places.values(), key=lambda p: (p.start, -p.end)):
            number = first + len(mutants)
            before, after, ways = self._edit(place, number)
            edits += [(place.start, 0, -place.end, before), (place.end, -1, -place.start, after)]
            line = self.text.count("\n", 0, place.start) + 1
            words = " ".join(self.text[place.start : place.end].split())
            mutants += [
                Mutant(number + index, self.path, line, words, way)
                for index, way in enumerate(ways)
            ]
        result, done = [], 0
        for at, _, _, insert in sorted(edits, key=lambda edit: edit[:3]):
            result += [self.text[done:at], insert]
            done = at
        return "".join(result) + self.text[done:], mutants

    def _edit(self, place: Place, number: int) -> tuple[str, str, tuple[str, ...]]:
        text = self.text[place.start : place.end]
        if place.kind == "refusal":
            return f"(Mutant.number == {number} ? nil : ", ")", ("never refused",)
        if place.kind == "max":
            arguments = text.removeprefix("max")
            return f"(Mutant.number == {number} ? min{arguments} : ", ")", ("the least",)
        if place.kind == "pattern":
            start = f"Mutant.bool({number}, {{ if "
            return start, " { return true } else { return false } }())", BOOL[:3]
        found = list(_COMPARISON.finditer(self._flat(place)))
        if len(found) == 1 and not re.search(r"&&|\|\|| \? ", text):
            at = found[0]
            edge = text[: at.start()] + f" {_EDGE[at[1]]} " + text[at.end() :]
            return f"Mutant.bool({number}, ", f", edge: {edge})", BOOL
        return f"Mutant.bool({number}, ", ")", BOOL[:3]

    def _flat(self, place: Place) -> str:
        """The span's code with what stands in brackets blanked."""
        result, depth = [], 0
        for char in self.code[place.start : place.end]:
            depth -= char in CLOSE
            result.append(char if depth == 0 else " ")
            depth += char in OPEN
        return "".join(result)

    # Finding

    def _add(self, start: int, end: int, kind: str = "bool") -> None:
        while start < end and self.code[start].isspace():
            start += 1
        while end > start and self.code[end - 1].isspace():
            end -= 1
        text = self.code[start:end]
        if not text or text in ("true", "false", "nil", "return nil"):
            return
        if kind == "bool":
            if re.match(r"(let|var)\b", text):
                return
            if text.startswith("case "):
                if " let " in text or "(let" in text:
                    return
                kind = "pattern"
        self.places.setdefault((start, end), Place(start, end, kind))
        if kind == "bool":
            self._operands(start, end)

    def _operands(self, start: int, end: int) -> None:
        """The parts of a conjunction or a disjunction are conditions, too."""
        for word in ("||", "&&"):
            parts = self._split(start, end, word)
            if len(parts) > 1:
                for part in parts:
                    self._add(*part)
                return

    def _split(self, start: int, end: int, word: str) -> list[tuple[int, int]]:
        parts, depth, begin = [], 0, start
        for at in range(start, end):
            char = self.code[at]
            depth += (char in OPEN) - (char in CLOSE)
            if depth == 0 and self.code.startswith(word, at):
                parts.append((begin, at))
                begin = at + len(word)
        return parts + [(begin, end)]

    def _until(self, start: int, *words: str) -> int:
        """Where one of the words comes, outside brackets."""
        depth = 0
        for at in range(start, len(self.code)):
            if depth == 0 and any(self.code.startswith(word, at) for word in words):
                return at
            depth += (self.code[at] in OPEN) - (self.code[at] in CLOSE)
            if depth < 0:
                return at
        return len(self.code)

    def _conditions(self) -> None:
        """Those of guard, if, while and for … where."""
        for found in re.finditer(r"\b(guard|if|while) ", self.code):
            stop = "else {" if found[1] == "guard" else " {\n"
            end = self._until(found.end(), stop, " {\n", " { return", " { ")
            if found[1] == "guard":
                end = self._until(found.end(), "else {")
            for part in self._split(found.end(), end, ","):
                self._add(*part)
        for found in re.finditer(r"^ *for .*? where ", self.code, re.M | re.S):
            if found[0].count("\n") < 3 and "{" not in found[0]:
                self._add(found.end(), self._until(found.end(), " {"))

    def _ternaries(self) -> None:
        for found in re.finditer(r"\s\? ", self.code):
            self._add(self._start_of_expression(found.start()), found.start())

    def _start_of_expression(self, end: int) -> int:
        depth, at = 0, end - 1
        while at >= 0:
            char = self.code[at]
            depth += (char in CLOSE) - (char in OPEN)
            if depth < 0:
                return at + 1
            if depth == 0:
                head = self.code[:at]
                if re.search(r"(\breturn|[^=!<>]=|\bcase [^\n?]*:| :|,)$", head) and char == " ":
                    return at + 1
                after = self.code[at + 1 :].lstrip()
                if char == "\n" and not after.startswith(("&&", "||", "?", ".")):
                    return at + 1
            at -= 1
        return 0

    def _bodies(self, kind: str) -> list[tuple[int, int]]:
        """The bodies of functions and properties of a type."""
        bodies = []
        heads = re.finditer(rf"(?:->|\bvar \w+:) {kind} \{{", self.code)
        for found in heads:
            bodies.append((found.end(), self._until(found.end(), "}")))
        return bodies

    def _booleans(self) -> None:
        """What functions and closures return that say yes or no."""
        for start, end in self._bodies("Bool"):
            body = self.code[start:end]
            if not re.search(r"\b(return|guard|if|for|while|switch|let|var)\b", body):
                self._add(start, end)
            for found in re.finditer(r"\breturn ", body):
                at = start + found.end()
                self._add(at, self._end_of_statement(at))
            for found in re.finditer(r"\bcase [^\n]*?: (?=\S)", body):
                at = start + found.end()
                if not self.code.startswith("return", at):
                    self._add(at, self._end_of_statement(at))
        for found in re.finditer(r"^ *(?:(?:let|var) \w+|is[A-Z]\w*) = ", self.code, re.M):
            end = self._end_of_statement(found.end())
            text = self._flat(Place(found.end(), end, "bool"))
            if " ? " not in text and re.search(r"==|!=|<=|>=| [<>] |&&|\|\||^!", text):
                self._add(found.end(), end)
        calls = r"\b(?:first|contains|allSatisfy|filter|count)(?:\(where:)? \{ "
        for found in re.finditer(calls, self.code):
            end = self._until(found.end(), "}")
            if "\n" not in self.code[found.end() : end] or " in\n" not in self.code[found.end() :]:
                self._add(found.end(), end)

    def _end_of_statement(self, start: int) -> int:
        depth = 0
        for at in range(start, len(self.code)):
            char = self.code[at]
            after = self.code[at + 1 :].lstrip() if char == "\n" else ""
            if depth == 0 and char == "\n" and not after.startswith(("&&", "||", "?", ":", ".")):
                return at
            depth += (char in OPEN) - (char in CLOSE)
            if depth < 0:
                return at
        return len(self.code)

    def _refusals(self) -> None:
        """Every refusal that is returned: it could be forgotten."""
        for start, end in self._bodies(r"(?:Reason|LabelRefusal)\?"):
            for found in re.finditer(r"\breturn |\bcase [^\n]*?:\s+(?=\S)", self.code[start:end]):
                at = start + found.end()
                stop = self._end_of_statement(at)
                text = self.code[at:stop]
                if not re.match(r"(return|guard|if|let|switch)\b", text) and " ? " not in text:
                    self._add(at, stop, "refusal")

    def _maxima(self) -> None:
        for found in re.finditer(r"(?<![.\w])max\(", self.code):
            self._add(found.start(), self._until(found.end(), ")") + 1, "max")
