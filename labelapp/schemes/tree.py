"""YAML 1.2 text as a tree of plain values that remembers where everything was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

Steps = tuple[str | int, ...]

_INTEGER_TAG = "tag:yaml.org,2002:int"
_FLOAT_TAG = "tag:yaml.org,2002:float"
_BOOLEAN_TAG = "tag:yaml.org,2002:bool"
_NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Place:
    """Where something stands: a file and a line (counted from 1)."""

    file: Path
    line: int


class Mapping(dict[str, object]):
    """A YAML mapping; `places` tells for each key where it was written."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: object, place: Place) -> None:
        self[key] = value
        self.places[key] = place


class Sequence(list[object]):
    """A YAML sequence; `places` tells for each item where it was written."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: list[Place] = []

    def add(self, value: object, place: Place) -> None:
        self.append(value)
        self.places.append(place)


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place of a definition; `path` is written as in `indicators[2.8].levels[0]`."""

    place: Place
    path: str
    message: str


def read_tree(text: str, file: Path) -> tuple[Mapping | None, list[Problem]]:
    """Return the tree of a YAML text and every problem of its syntax; no tree when it cannot be read."""
    try:
        node = YAML(typ="safe", pure=True).compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1 if mark else 1)
        return None, [Problem(place, "", f"not valid YAML: {error.problem or error.context}")]
    except YAMLError as error:
        return None, [Problem(Place(file, 1), "", f"not valid YAML: {str(error).splitlines()[0]}")]
    if not isinstance(node, MappingNode):
        return None, [Problem(Place(file, 1), "", "a definition is a mapping of keys to values")]
    builder = _Builder(file)
    return builder.mapping(node, ()), builder.problems


class _Builder:
    """Turns composed nodes into the tree and collects what YAML allows but a definition does not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._open: list[int] = []

    def value(self, node: Node, path: Steps) -> object:
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if id(node) in self._open:
            self._complain(node, path, "an alias must not contain itself")
            return None
        self._open.append(id(node))
        try:
            if isinstance(node, MappingNode):
                return self.mapping(node, path)
            return self._sequence(node, path)
        finally:
            self._open.pop()

    def mapping(self, node: MappingNode, path: Steps) -> Mapping:
        mapping = Mapping(self._place(node))
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._complain(key_node, path, "a key must be plain text")
                continue
            key = str(key_node.value)
            if key in mapping:
                first = mapping.places[key].line
                self._complain(key_node, (*path, key), f"this key stands here twice (first in line {first})")
                continue
            mapping.put(key, self.value(value_node, (*path, key)), self._place(key_node))
        return mapping

    def _sequence(self, node: Node, path: Steps) -> Sequence:
        sequence = Sequence(self._place(node))
        for index, item in enumerate(node.value):
            sequence.add(self.value(item, (*path, index)), self._place(item))
        return sequence

    def _scalar(self, node: ScalarNode, path: Steps) -> object:
        text = str(node.value)
        if node.tag == _INTEGER_TAG:
            try:
                return int(text)
            except ValueError:
                return text
        if node.tag == _FLOAT_TAG:
            # A float would lose "4.10" and be inexact; quoted, it is read exactly from its text.
            self._complain(node, path, f'write the number or code in quotes: "{text}"')
            return text
        if node.tag == _BOOLEAN_TAG:
            return text.lower() == "true"
        return None if node.tag == _NULL_TAG else text

    def _complain(self, node: Node, path: Steps, message: str) -> None:
        self.problems.append(Problem(self._place(node), _plain_path(path), message))

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)


def _plain_path(path: Steps) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def locate(tree: object, steps: Steps) -> tuple[str, Place | None]:
    """Follow steps through a tree as far as they exist; return the written path and the place reached.

    Steps that the tree does not have are skipped (the validator puts the names of union members between real
    steps), except a last one, which is a missing key and stands in the path but keeps the parent's place.
    """
    names: list[str] = []
    place = getattr(tree, "place", None)
    for position, step in enumerate(steps):
        if isinstance(tree, Mapping) and step in tree:
            key = str(step)
            names.append(f".{key}")
            place, tree = tree.places[key], tree[key]
        elif isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree):
            names.append(f"[{_item_name(tree[step], step)}]")
            place, tree = tree.places[step], tree[step]
        elif position == len(steps) - 1 and isinstance(tree, Mapping):
            names.append(f".{step}")
    return "".join(names).removeprefix("."), place


def _item_name(item: object, index: int) -> str:
    code = item.get("code") if isinstance(item, Mapping) else None
    return code if isinstance(code, str) else str(index)


def leaves(tree: object, steps: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """Yield every scalar of a tree with the steps that lead to it."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from leaves(value, (*steps, key))
    elif isinstance(tree, Sequence):
        for index, value in enumerate(tree):
            yield from leaves(value, (*steps, index))
    else:
        yield steps, tree
