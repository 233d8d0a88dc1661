"""Write the golden texts anew after a wanted change: `.venv/bin/python -m tests.documents.write_golden`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from labelapp.documents.certificate import certificate_pdf
from tests.documents.pdf import read_aloud
from tests.documents.samples import CERTIFICATES, SHIPPED

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    with TemporaryDirectory() as folder:
        for language in SHIPPED:
            lines = read_aloud(certificate_pdf(CERTIFICATES[language]), Path(folder))
            (GOLDEN / f"certificate-{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
