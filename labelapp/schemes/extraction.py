"""The Babel extractor for scheme texts: `labelapp.schemes.extraction.extract`."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from labelapp.schemes.texts import tree_texts
from labelapp.schemes.tree import read_tree


def extract(
    fileobj: BinaryIO,
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield line, function name, message and comments for every text of one definition.

    The comment tells translators where the text stands: `cme-gold@2026.1 indicators[2.8].levels[0].text`.
    Only the file's own texts are taken: what a variant inherits is translated with the scheme it extends.
    Raises ValueError when the file is no YAML.
    """
    file = Path(str(getattr(fileobj, "name", "")))
    tree, problems = read_tree(fileobj.read().decode("utf-8"), file)
    if tree is None:
        raise ValueError(f"{file}:{problems[0].place.line}: {problems[0].message}")
    key = f"{tree.get('code')}@{tree.get('version')}"
    for path, line, text in tree_texts(tree):
        yield line, "", text, [f"{key} {path}"]
