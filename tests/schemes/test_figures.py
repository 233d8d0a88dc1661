"""Fields that name a figure: what a definition may say, and that it changes no published version."""

from pathlib import Path

import pytest

from labelapp.schemes.loading import DefinitionErrors, load_scheme
from labelapp.settings import PROJECT

GOLD = PROJECT / "assessments" / "cme-gold-2026.1.yaml"


def changed(folder: Path, old: str, new: str) -> Path:
    file = folder / GOLD.name
    text = GOLD.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("members.happy", "there is no figure members.happy"),
        ("staff.fte", "staff.fte is a figure of type decimal, this field is integer"),
    ],
)
def test_figure_that_is_unknown_or_of_another_type_is_refused_with_its_line(
    tmp_path: Path, new: str, message: str
) -> None:
    file = changed(tmp_path, "figure: members.committed", f"figure: {new}")
    line = next(
        number
        for number, text in enumerate(file.read_text("utf-8").splitlines(), 1)
        if f"figure: {new}" in text
    )
    with pytest.raises(DefinitionErrors) as caught:
        load_scheme(file)
    error = caught.value.errors[0]
    assert (error.line, error.path.endswith(".figure")) == (line, True)
    assert message in error.message


def test_figure_with_other_parts_than_the_field_is_refused(tmp_path: Path) -> None:
    file = changed(tmp_path, "code: finance_others", "code: finance_and_others")
    with pytest.raises(DefinitionErrors, match=r"members\.types has the parts"):
        load_scheme(file)


def test_binding_does_not_change_the_hash(tmp_path: Path) -> None:
    without = changed(tmp_path, "        figure: members.committed\n", "")
    assert load_scheme(without).content_hash == load_scheme(GOLD).content_hash
