"""The parts of Europe by which neighbouring countries are grouped in a comparison. Pure.

Borders between the parts are a matter of taste. These follow what European bodies use most: the Nordic and Baltic
countries; the west with Germany, Austria and Switzerland; the Mediterranean; and the countries east of these.
"""

_COUNTRIES = {
    "northern": "AX DK EE FI FO GL IS LT LV NO SE SJ",
    "western": "AT BE CH DE FR GB GG IE IM JE LI LU MC NL",
    "southern": "AD CY ES GI GR IT MT PT SM TR VA",
    "central-eastern": "AL BA BG BY CZ HR HU MD ME MK PL RO RS RU SI SK UA XK",
}
ELSEWHERE = "elsewhere"
REGIONS = (*_COUNTRIES, ELSEWHERE)
_REGION_OF = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of(country: str) -> str:
    """The region of a country by its ISO 3166-1 alpha-2 code; every country outside of Europe is in the last one."""
    return _REGION_OF.get(country, ELSEWHERE)
