"""Write the golden texts and pictures anew after a wanted change: `.venv/bin/python -m tests.documents.write_golden`.

Look at the pictures before they are committed.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.documents.kinds import GOLDEN_KINDS, document
from tests.documents.pdf import read_aloud, small_picture
from tests.documents.samples import CERTIFICATES, PICTURED, SHIPPED, certificate

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    with TemporaryDirectory() as folder:
        for language in SHIPPED:
            lines = read_aloud(certificate(CERTIFICATES[language]), Path(folder))
            (GOLDEN / f"certificate-{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for kind, language in GOLDEN_KINDS:
            printed = document(kind, language)
            lines = read_aloud(printed, Path(folder))
            (GOLDEN / f"{kind}-{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            small_picture(printed).save(GOLDEN / f"{kind}-{language}.png", optimize=True)
    for name, data in PICTURED.items():
        small_picture(certificate(data)).save(GOLDEN / f"certificate-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
