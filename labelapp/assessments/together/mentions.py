"""People named in a text as "@Jonas Krag"."""

from collections.abc import Iterator, Mapping


def mentioned(text: str, people: Mapping[int, str]) -> set[int]:
    """Who is named after an at sign, of `people` (id: name). The longest name counts; all who share it are meant."""
    named = {part[1:].casefold() for part, is_name in split_mentions(text, people) if is_name}
    return {person for person, name in people.items() if name.casefold() in named}


def split_mentions(text: str, people: Mapping[int, str]) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it names somebody of `people`."""
    names = sorted({name for name in people.values() if name}, key=len, reverse=True)
    begin = 0
    for at, sign in enumerate(text):
        if sign != "@" or at < begin or (at and text[at - 1].isalnum()):
            continue  # inside of a word it belongs to a mail address
        name = next((name for name in names if _stands_at(text, at + 1, name)), None)
        if name is not None:
            yield text[begin:at], False
            begin = at + 1 + len(name)
            yield text[at:begin], True
    yield text[begin:], False


def _stands_at(text: str, at: int, name: str) -> bool:
    end = at + len(name)
    return text[at:end].casefold() == name.casefold() and not text[end : end + 1].isalnum()
