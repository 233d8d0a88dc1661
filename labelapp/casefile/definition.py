"""The scheme as the file of a case defines it. Only definitions of the file reach the disk, under names of ours."""

import re
import tempfile
from pathlib import Path
from zipfile import ZipFile

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from labelapp.casefile.archive import NoCaseFile, read
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import DefinitionErrors, load_scheme

MOST_DEFINITION = 4 * 1024 * 1024
MOST_ALIASES = 12  # each may double what is read; ours have two or three
_SCHEME_FILE = re.compile(r"scheme/([a-z0-9][a-z0-9-]*-\d{4}\.\d+)\.yaml", re.ASCII)
_ALIAS = re.compile(rb"[\s\[{,:-]\*\w")


def defined_scheme(archive: ZipFile, wanted: str) -> Scheme:
    """The scheme version as the file defines it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in archive.namelist():
            matched = _SCHEME_FILE.fullmatch(name)
            if matched:
                content = read(archive, name)
                _require_small(name, content)
                (Path(folder) / f"{matched[1]}.yaml").write_bytes(content)
        try:
            return load_scheme(Path(folder) / f"{wanted}.yaml")
        except DefinitionErrors as error:
            first = error.errors[0]
            raise NoCaseFile(f"scheme/{first.file.name}: {first.message}") from None
        except (RecursionError, ValueError) as error:
            raise NoCaseFile(f"scheme/{wanted}.yaml: cannot be read: {error}") from None


def _require_small(name: str, content: bytes) -> None:
    """Refuse a definition that is huge, or becomes huge when its aliases are followed."""
    if len(content) > MOST_DEFINITION:
        raise NoCaseFile(f"{name} is too large for a scheme")
    if len(_ALIAS.findall(content)) > MOST_ALIASES and _aliases(content) > MOST_ALIASES:
        raise NoCaseFile(f"{name} repeats itself too often for a scheme")


def _aliases(content: bytes) -> int:
    """How many aliases a definition really has; what looks like one may be text."""
    try:
        events = YAML(typ="safe", pure=True).parse(content)
        return sum(isinstance(event, AliasEvent) for event in events)
    except (YAMLError, ValueError, RecursionError):
        return 0  # told with its line when it is loaded
