"""Loading definitions: files in, schemes out, or every error with file, line and path."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from labelapp.schemes.checks import findings
from labelapp.schemes.definition import Scheme
from labelapp.schemes.inheritance import inherit
from labelapp.schemes.publishing import lock_finding, read_lock
from labelapp.schemes.texts import tree_texts
from labelapp.schemes.tree import Mapping, Place, Problem, Steps, locate, read_tree

TEMPLATES = "documents"  # the folder beside the definitions that holds their own templates


@dataclass(frozen=True)
class DefinitionError:
    """One error of a definition, printed as `file:line: path: message`."""

    file: Path
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}: {path}{self.message}"


class DefinitionErrors(Exception):
    """Everything that is wrong with one or more definitions; `errors` lists it."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        self.errors = sorted(set(errors), key=lambda error: (str(error.file), error.line, error.path))
        super().__init__("\n".join(str(error) for error in self.errors))


class UnknownScheme(KeyError):
    """There is no scheme with this code, or no such version of it."""

    def __str__(self) -> str:
        return str(self.args[0])


def load_scheme(path: Path, library: "Library | None" = None) -> Scheme:
    """Load one definition; a scheme it extends is looked for beside it and in the library's directory.

    Raises DefinitionErrors with every error found.
    """
    directories = [path.parent, *([library.directory] if library else [])]
    return _Loader(directories).load(path)


@dataclass(frozen=True)
class Library:
    """All definitions of one directory."""

    directory: Path
    schemes: dict[str, Scheme] = field(default_factory=dict)

    @classmethod
    def load(cls, directory: Path, code: str = "") -> "Library":
        """Load every definition of a directory, or only the versions of one scheme.

        Raises DefinitionErrors, also when a published one changed.
        """
        if not directory.is_dir():
            raise DefinitionErrors([DefinitionError(directory, 1, "", "there is no such directory")])
        loader, errors, schemes = _Loader([directory]), list[DefinitionError](), dict[str, Scheme]()
        for path in sorted(directory.glob("*.yaml")):
            if not path.name.startswith(code):
                continue
            try:
                scheme = loader.load(path)
            except DefinitionErrors as found:
                errors.extend(found.errors)
                continue
            schemes[scheme.key] = scheme
            if path.stem != f"{scheme.code}-{scheme.version}":
                name = f"{scheme.code}-{scheme.version}.yaml"
                errors.append(
                    DefinitionError(path, 1, "version", f"the file of {scheme.key} is named {name}")
                )
            errors.extend(locked_errors(scheme, path))
            errors.extend(template_errors(scheme, path))
        if errors:
            raise DefinitionErrors(errors)
        return cls(directory, schemes)

    def get(self, code: str, version: str | None = None, on: date | None = None) -> Scheme:
        """The version asked for, else the latest published one, in effect on a day when one is given.

        Raises UnknownScheme.
        """
        if version is not None:
            try:
                return self.schemes[f"{code}@{version}"]
            except KeyError:
                raise UnknownScheme(f"there is no scheme {code}@{version}") from None
        versions = [scheme for scheme in self.all() if scheme.code == code and _open(scheme, on)]
        if not versions:
            raise UnknownScheme(f"there is no published scheme {code}")
        return versions[-1]

    def latest(self, on: date | None = None) -> list[Scheme]:
        """The latest published version of each scheme."""
        latest = {scheme.code: scheme for scheme in self.all() if _open(scheme, on)}
        return list(latest.values())

    def newer(self, scheme: Scheme, on: date) -> Scheme | None:
        """The latest published version in effect on a day, when it is a later one than this; else None."""
        found = next((one for one in self.latest(on) if one.code == scheme.code), None)
        return found if found and _version_order(found) > _version_order(scheme) else None

    def all(self) -> list[Scheme]:
        """Every version, ordered by code and version."""
        return sorted(self.schemes.values(), key=lambda scheme: (scheme.code, _version_order(scheme)))


def locked_errors(scheme: Scheme, file: Path, *directories: Path) -> list[DefinitionError]:
    """The errors of a definition against the locks beside it and in other directories."""
    locks = dict.fromkeys(directory.resolve() for directory in (file.parent, *directories))
    found = (lock_finding(scheme, read_lock(directory)) for directory in locks)
    return [DefinitionError(file, 1, "version", message) for message in found if message]


def template_errors(scheme: Scheme, file: Path) -> list[DefinitionError]:
    """The error of a definition whose own template of the certificate is missing."""
    name = scheme.certificate.template
    template = file.parent / TEMPLATES / f"{name}.html"
    if name is None or template.is_file():
        return []
    return [DefinitionError(file, 1, "certificate.template", f"there is no file {template}")]


def _open(scheme: Scheme, on: date | None) -> bool:
    return scheme.status == "published" and (on is None or scheme.effective.holds_on(on))


def _version_order(scheme: Scheme) -> tuple[int, int]:
    year, _, number = scheme.version.partition(".")
    return int(year), int(number)


class _Loader:
    """Reads each file once, completes variants and validates the result."""

    def __init__(self, directories: list[Path]) -> None:
        self.directories = directories
        self._trees: dict[Path, tuple[Mapping, list[Problem]]] = {}

    def load(self, path: Path) -> Scheme:
        tree, problems = self._complete(path, ())
        try:
            scheme = Scheme.model_validate(tree)
        except ValidationError as error:
            shape = [_problem(tree, _steps(detail), _message(detail)) for detail in error.errors()]
            raise _errors(problems + shape) from None
        problems = problems + [_problem(tree, steps, message) for steps, message in findings(scheme)]
        if problems:
            raise _errors(problems)
        scheme._texts = tuple(tree_texts(tree))
        return scheme

    def _complete(self, path: Path, variants: tuple[Path, ...]) -> tuple[Mapping, list[Problem]]:
        tree, problems = self._read(path)
        extends = tree.get("extends")
        if extends is None:
            return tree, problems
        place = tree.places["extends"]
        base_path = self._find(str(extends))
        if base_path is None:
            raise _errors([*problems, Problem(place, "extends", f"there is no scheme {extends}")])
        if base_path.resolve() in {variant.resolve() for variant in (*variants, path)}:
            raise _errors([*problems, Problem(place, "extends", f"{extends} leads back to itself")])
        base, base_problems = self._complete(base_path, (*variants, path))
        merged, omit_problems = inherit(tree, base)
        return merged, problems + base_problems + omit_problems

    def _read(self, path: Path) -> tuple[Mapping, list[Problem]]:
        if path not in self._trees:
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
                raise _errors([Problem(Place(path, 1), "", f"cannot be read: {reason}")]) from None
            tree, problems = read_tree(text, path)
            if tree is None:
                raise _errors(problems)
            self._trees[path] = tree, problems
        return self._trees[path]

    def _find(self, key: str) -> Path | None:
        name = f"{key.replace('@', '-')}.yaml"
        if "/" in name or "\\" in name:
            return None
        candidates = (directory / name for directory in self.directories)
        return next((path for path in candidates if path.is_file()), None)


def _errors(problems: list[Problem]) -> DefinitionErrors:
    return DefinitionErrors(
        [DefinitionError(p.place.file, p.place.line, p.path, p.message) for p in problems],
    )


def _problem(tree: Mapping, steps: Steps, message: str) -> Problem:
    path, place = locate(tree, steps)
    return Problem(place or tree.place, path, message)


def _steps(detail: ErrorDetails) -> Steps:
    return detail["loc"]


_MESSAGES = {
    "extra_forbidden": "unknown key",
    "missing": "missing",
    "string_type": "must be text; numbers that are codes stand in quotes",
    "string_pattern_mismatch": "has not the form {pattern}",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number without quotes",
    "tuple_type": "must be a list",
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "union_tag_invalid": "{tag} is not one of {expected_tags}",
    "union_tag_not_found": "{discriminator} is missing",
    "literal_error": "must be {expected}",
    "too_short": "needs at least {min_length}",
    "value_error": "{error}",
}


def _message(detail: ErrorDetails) -> str:
    template = _MESSAGES.get(detail["type"])
    return template.format(**detail.get("ctx", {})) if template else detail["msg"]
