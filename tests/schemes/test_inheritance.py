"""A variant inherits, overrides, adds, leaves out and regroups."""

from pathlib import Path

import pytest

from labelapp.schemes.loading import DefinitionErrors, load_scheme
from tests.schemes.small import SMALL, data_scheme, write

VARIANT = """\
format: 1
code: variant
version: "2026.1"
status: draft
name: Variant
effective: {from: 2026-06-01}
extends: small@2026.1
"""


def variant(directory: Path, more: str = "") -> Path:
    write(directory)
    return write(directory, VARIANT + more, "variant-2026.1.yaml")


def test_variant_without_own_parts_scores_like_its_base(tmp_path: Path) -> None:
    scheme = load_scheme(variant(tmp_path))
    assert (scheme.name, scheme.subject) == ("Variant", "A small subject")
    assert list(scheme.indicators) == ["1.1", "1.2"]
    assert scheme.pass_points == 8


def test_variant_override_replaces_only_the_keys_it_states(tmp_path: Path) -> None:
    own = 'indicators:\n  - {code: "1.1", minimum: {at_least: "80", text: 80 % minimum}}\n'
    indicator = load_scheme(variant(tmp_path, own)).indicators["1.1"]
    assert indicator.minimum is not None
    assert indicator.minimum.at_least == 80
    assert indicator.name == "Contacts"


def test_variant_override_with_null_removes_an_inherited_minimum(tmp_path: Path) -> None:
    own = 'indicators:\n  - {code: "1.1", minimum: null}\nawarding:\n  - {rule: no_pass_mark}\n'
    assert load_scheme(variant(tmp_path, own)).indicators["1.1"].minimum is None


def test_variant_omit_takes_an_indicator_out_of_its_dimension(tmp_path: Path) -> None:
    scheme = load_scheme(variant(tmp_path, 'omit: ["1.2"]\n'))
    assert list(scheme.indicators) == ["1.1"]
    assert scheme.dimensions[0].indicators == ("1.1",)


def test_variant_that_omits_an_unknown_indicator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionErrors, match=r"omit\[0\]: 9\.9 is no indicator"):
        load_scheme(variant(tmp_path, 'omit: ["9.9"]\n'))


def test_variant_of_an_unknown_scheme_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, VARIANT, "variant-2026.1.yaml")
    with pytest.raises(
        DefinitionErrors, match=r"variant-2026\.1\.yaml:7: extends: there is no scheme small@2026\.1"
    ):
        load_scheme(path)


def test_variants_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("status: draft", "status: draft\nextends: variant@2026.1"))
    path = write(tmp_path, VARIANT, "variant-2026.1.yaml")
    with pytest.raises(DefinitionErrors, match="leads back to itself"):
        load_scheme(path)


def test_error_in_an_inherited_part_names_the_file_of_the_base(tmp_path: Path) -> None:
    base = write(tmp_path, SMALL.replace("of: met, to: all", "of: seen, to: all"))
    path = write(tmp_path, VARIANT, "variant-2026.1.yaml")
    with pytest.raises(DefinitionErrors) as raised:
        load_scheme(path)
    assert [error.file for error in raised.value.errors] == [base]


def test_regional_variant_has_34_indicators_in_four_groups() -> None:
    scheme = data_scheme("regional-gold")
    assert len(scheme.indicators) == 34
    assert [len(dimension.indicators) for dimension in scheme.dimensions] == [9, 8, 11, 6]
    assert scheme.max_points == 165
    assert scheme.illustrative
