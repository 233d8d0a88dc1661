"""What taking over an earlier register would do: every line checked by itself, against the others and the register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.certificates.imports.columns import find_columns
from labelapp.certificates.imports.lines import Line, LineReader, serial_key
from labelapp.certificates.imports.matching import Holders, holder_key, match_holders
from labelapp.certificates.models import Certificate, Origin
from labelapp.clock import today
from labelapp.dataroom.importing import Problem
from labelapp.extensions import db

_PORTION = 500


@dataclass
class Checked:
    """What an import would do. `new` stands in an order in which each line comes after the one that it replaced."""

    new: list[Line] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    holders: Holders = field(default_factory=Holders)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is refused and nothing is to be asked."""
        return not self.refused and not self.holders.questions


def check_table(content: Mapping[str, Any], choices: Mapping[str, int]) -> Checked:
    """Check a table (`headings`, `rows`, `lines`). A handful of statements, however long it is.

    Raises InvalidInput when the columns are not those of a register.
    """
    reader = LineReader(find_columns(content["headings"]), today())
    checker = _Checker()
    for number, cells in zip(content["lines"], content["rows"], strict=True):
        line, problems = reader.read(number, cells)
        checker.take(number, line, problems)
    return checker.finish(choices)


class _Checker:
    """Collects lines and what is wrong with them."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.refused: dict[int, list[Problem]] = {}
        self.register: dict[str, Certificate] = {}
        self.replaced: set[int] = set()

    def take(self, number: int, line: Line | None, problems: list[Problem]) -> None:
        """Add a line. One whose serial came before is refused."""
        if line is None:
            self.refused[number] = problems
            return
        before = self.lines.setdefault(line.key, line)
        if before is line:
            return
        same = replace(before, number=line.number) == line
        self._refuse(
            line,
            "certificate",
            line.serial,
            _("This line stands in line %(line)s already.", line=before.number)
            if same
            else _("Line %(line)s has this serial number, with other facts.", line=before.number),
            _("Take one of the two lines out."),
        )

    def finish(self, choices: Mapping[str, int]) -> Checked:
        """Compare the lines with each other and with the register."""
        self._look_up()
        unchanged = [line for line in self.lines.values() if self._stands_in_register(line)]
        known = {line.key for line in unchanged}
        self._check_chains()
        good = {
            key: line
            for key, line in self.lines.items()
            if key not in known and line.number not in self.refused
        }
        problems = [problem for number in sorted(self.refused) for problem in self.refused[number]]
        return Checked(
            new=list(_in_order(self._with_ends(good))),
            unchanged=len(unchanged),
            refused=len(self.refused),
            problems=problems,
            holders=match_holders(good.values(), choices),
        )

    def _look_up(self) -> None:
        """The certificates of the register whose serials the lines name."""
        named = {line.key for line in self.lines.values()}
        named |= {serial_key(line.supersedes) for line in self.lines.values() if line.supersedes}
        rows = db.session.execute(select(Certificate.id, Certificate.serial, Certificate.supersedes_id)).all()
        self.replaced = {row.supersedes_id for row in rows if row.supersedes_id is not None}
        wanted = [row.id for row in rows if serial_key(row.serial) in named]
        for start in range(0, len(wanted), _PORTION):
            query = select(Certificate).where(Certificate.id.in_(wanted[start : start + _PORTION]))
            self.register |= {serial_key(one.serial): one for one in db.session.scalars(query)}

    def _stands_in_register(self, line: Line) -> bool:
        """Whether the register has the line already; another certificate of its serial refuses it."""
        found = self.register.get(line.key)
        if found is None or line.number in self.refused:
            return False
        if found.origin is Origin.IMPORTED and _facts_of(found) == _facts(line):
            return True
        self._refuse(
            line,
            "certificate",
            line.serial,
            _("The register has this serial number with other facts: %(holder)s.", holder=found.holder),
            _("Correct the line. What the register certifies cannot be changed by an import."),
        )
        return False

    def _check_chains(self) -> None:
        """Each line that replaced another: there is that one, once, of the same holder, and it began earlier.

        A line that follows one that is refused is refused too, so this is repeated until nothing changes.
        """
        links = [line for line in self.lines.values() if line.supersedes and line.key not in self.register]
        followed: dict[str, Line] = {}
        for line in links:
            if line.number in self.refused:
                continue
            target = serial_key(line.supersedes)
            if (other := followed.setdefault(target, line)) is not line:
                wrong = _("Line %(line)s replaced the same certificate.", line=other.number)
                self._refuse(
                    line, "supersedes", line.supersedes, wrong, _("A certificate has one successor.")
                )
        before = -1
        while before != len(self.refused):
            before = len(self.refused)
            for line in links:
                if line.number not in self.refused:
                    self._check_link(line)

    def _check_link(self, line: Line) -> None:
        target = serial_key(line.supersedes)
        earlier, known = self.lines.get(target), self.register.get(target)
        wrong = ""
        if earlier is None and known is None:
            wrong = _("There is no certificate of this number, neither here nor in the register.")
        elif earlier is not None and earlier.number in self.refused:
            wrong = _("Line %(line)s, which it replaced, is refused.", line=earlier.number)
        elif known is not None:
            wrong = self._register_problem(line, known)
        elif earlier is not None:
            wrong = _chain_problem(line, earlier)
        if wrong:
            self._refuse(
                line,
                "supersedes",
                line.supersedes,
                wrong,
                _("Correct both lines, or leave the column empty."),
            )

    def _register_problem(self, line: Line, known: Certificate) -> str:
        if known.id in self.replaced:
            return str(_("The register knows another successor of this certificate."))
        if known.country != line.country or known.valid_from >= line.valid_from:
            return str(_("It is of another holder, or it began later."))
        return ""

    def _with_ends(self, good: Mapping[str, Line]) -> dict[str, Line]:
        """The lines, those that were replaced with the day on which that was, and serials as they are spelled."""
        ended = dict(good)
        for line in good.values():
            if not line.supersedes:
                continue
            target = serial_key(line.supersedes)
            if target in ended and ended[target].superseded_on is None:
                ended[target] = replace(ended[target], superseded_on=line.valid_from)
            spelled = self.lines[target] if target in self.lines else self.register[target]
            ended[line.key] = replace(ended[line.key], supersedes=spelled.serial)
        return ended

    def _refuse(self, line: Line, column: str, text: str, wrong: str, mend: str) -> None:
        self.refused.setdefault(line.number, []).append(
            Problem(line.number, column, text[:60], str(wrong), str(mend))
        )


def _chain_problem(line: Line, earlier: Line) -> str:
    """What is wrong with the link to an earlier line. In a chain that leads back to itself, a link begins later."""
    if holder_key(line.organisation, line.country) != holder_key(earlier.organisation, earlier.country):
        return str(
            _("Line %(line)s is of another holder. Name the same organisation in both.", line=earlier.number)
        )
    if earlier.valid_from >= line.valid_from:
        return str(_("Line %(line)s does not begin earlier.", line=earlier.number))
    return ""


def _in_order(lines: Mapping[str, Line]) -> Iterator[Line]:
    """Each line after the one that it replaced, which began earlier."""
    yield from sorted(lines.values(), key=lambda line: (line.valid_from, line.number))


def _facts(line: Line) -> tuple[object, ...]:
    return (
        line.holder, line.place, line.country, line.portfolios, line.scheme.key, line.valid_from,
        line.valid_until, line.renewable_until, line.assessed_on, line.issued_on,
    )  # fmt: skip


def _facts_of(certificate: Certificate) -> tuple[object, ...]:
    one = certificate
    return (
        one.holder, one.place, one.country, tuple(one.portfolios), f"{one.scheme_code}@{one.scheme_version}",
        one.valid_from, one.valid_until, one.renewable_until, one.assessed_on, one.issued_at.date(),
    )  # fmt: skip
