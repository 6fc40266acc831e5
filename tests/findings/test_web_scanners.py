"""Reports of scanners that look from outside: Invicti, ZAP, nuclei, Burp, Nikto."""

from __future__ import annotations

import json

import pytest

from tests.findings.reports import FILES, read, rows

SHOP = "https://shop.example.com"
PLAIN_SHOP = "http://shop.example.com:8080"
CORE = ("rule", "title", "severity", "cwes", "suppressed")
WEB = ("url", "method", "scheme", "port", "parameters")


def missing(report: str) -> list[tuple[str, ...]]:
    """What each finding does not tell."""
    found, _ = read(report)
    return [tuple(name for name in ("request", "response") if getattr(each, name) is None) for each in found]


def test_invicti() -> None:
    assert rows("invicti-first.json", *CORE) == [
        ("SqlInjection", "Values reach the database", "CRITICAL", ("CWE-89",), False),
        ("MissingHeader", "A header is missing", "NOTIFICATION", (), True),
        ("OldPhp", "An old PHP", "HIGH", ("CWE-1035", "CWE-937"), False),
    ]
    assert rows("invicti-first.json", *WEB) == [
        (f"{SHOP}/artist?id=-1%20OR%201=1", "GET", "HTTPS", 443, "id"),
        (f"{SHOP}:8443/", "GET", "HTTPS", 8443, ""),
        (f"{SHOP}/", "GET", "HTTPS", 443, "id"),
    ]
    assert missing("invicti-first.json") == [(), ("response",), ()]
    found, reading = read("invicti-first.json")
    assert found[0].description == "Values reach it.\nAnyone sends them & more.\n\nAll is read."
    assert (found[0].reference, found[0].solution) == ("https://example.com/more", "Check values.")
    assert dict(reading.left_out) == {"fixed": 1}


def test_invicti_keeps_a_key_whatever_the_payload_and_the_decision() -> None:
    (again,) = read("invicti-second.json")[0]
    assert again.key == read("invicti-first.json")[0][0].key
    assert again.suppressed


def test_invicti_without_an_id_of_its_own() -> None:
    document = json.loads((FILES / "invicti-first.json").read_text(encoding="utf-8"))
    for each in document["Vulnerabilities"]:
        del each["LookupId"]
    before, _ = read(document)
    document["Vulnerabilities"][0]["Url"] = f"{SHOP}/artist?id=another"
    after, _ = read(document)
    assert [each.key for each in before] == [each.key for each in after]
    assert len({each.key for each in after}) == 3


def test_zap() -> None:
    assert rows("zap.json", *CORE) == [
        ("40012", "Scripts come back", "HIGH", ("CWE-79",), False),
        ("40012", "Scripts come back", "HIGH", ("CWE-79",), False),
        ("10038-1", "A policy is missing", "MEDIUM", ("CWE-693",), False),
        ("10027", "It says too much", "NOTIFICATION", (), False),
    ]
    assert rows("zap.json", *WEB) == [
        (f"{PLAIN_SHOP}/search?q=%3Cb%3E1&page=7", "GET", "HTTP", 8080, "q"),
        (f"{PLAIN_SHOP}/search?q=%3Cb%3E2&page=9", "GET", "HTTP", 8080, "q"),
        (PLAIN_SHOP, "GET", "HTTP", 8080, ""),
        (f"{PLAIN_SHOP}/robots.txt", "GET", "HTTP", 8080, ""),
    ]
    assert missing("zap.json") == [(), (), ("request", "response"), ("request", "response")]
    found, reading = read("zap.json")
    assert dict(reading.left_out) == {"false positive": 1}
    assert found[0].description.startswith("What it is.\nA tag <b>.")


def test_zap_tells_one_finding_more_than_once() -> None:
    found, _ = read("zap.json")
    assert found[0].key == found[1].key
    assert len({each.key for each in found}) == 3


def test_zap_of_a_sample_does_not_depend_on_which_places_are_in_it() -> None:
    document = json.loads((FILES / "zap.json").read_text(encoding="utf-8"))
    (alert,) = (each for each in document["site"][1]["alerts"] if each["systemic"])
    before = read(document)[0][2].key
    alert["instances"] = [{"uri": f"{PLAIN_SHOP}/other", "method": "GET"}]
    assert read(document)[0][2].key == before
    alert.update(systemic=False, count="40")  # older versions give the number alone
    assert read(document)[0][2].key == before


def test_zap_with_a_single_site() -> None:
    assert rows("zap-one-site.json", *CORE, *WEB) == [
        ("10015", "A cache is open", "LOW", (), False, f"{SHOP}/", "GET", "HTTPS", 443, "")
    ]


NUCLEI = [
    ("CVE-2099-0001", "Commands run", "CRITICAL", ("CWE-94",), False),
    ("missing-headers", "Headers are missing", "NOTIFICATION", (), False),
    ("missing-headers", "Headers are missing", "NOTIFICATION", (), False),
    ("tls-version", "A version of TLS", "NOTIFICATION", ("CWE-200",), False),
    ("records", "A record", "NOTIFICATION", (), False),
]


def test_nuclei() -> None:
    assert rows("nuclei.jsonl", *CORE) == NUCLEI
    assert rows("nuclei.jsonl", *WEB) == [
        (f"{SHOP}/api?cmd=id", "GET", "HTTPS", 443, ""),
        (SHOP, "GET", "HTTPS", 443, ""),
        (SHOP, "GET", "HTTPS", 443, ""),
        ("shop.example.com:443", "UNKNOWN", "UNKNOWN", None, "tls12"),
        ("shop.example.com", "UNKNOWN", "UNKNOWN", None, "issue"),
    ]
    found, reading = read("nuclei.jsonl")
    assert len({each.key for each in found}) == 5
    assert (found[0].cve, found[0].solution) == ("CVE-2099-0001", "Update.")
    assert dict(reading.left_out) == {"did not match": 1}


def test_nuclei_as_a_list_gives_the_same_keys() -> None:
    assert rows("nuclei.json", *CORE) == [NUCLEI[0], NUCLEI[3]]
    lines, _ = read("nuclei.jsonl")
    assert [each.key for each in read("nuclei.json")[0]] == [lines[0].key, lines[3].key]


def test_nuclei_of_old() -> None:
    assert rows("nuclei-old.jsonl", *CORE, "url", "reference") == [
        ("old-one", "An old one", "MEDIUM", (), False, f"{SHOP}/old", "https://example.com/old")
    ]


def test_burp() -> None:
    assert rows("burp.xml", *CORE) == [
        ("1049088", "Values reach the database", "HIGH", ("CWE-89", "CWE-116"), False),
        ("16777728", "A certificate", "NOTIFICATION", (), False),
        ("134217728", "[Extension] Software", "LOW", (), False),
        ("134217728", "[Extension] Software", "LOW", (), False),
    ]
    assert rows("burp.xml", *WEB) == [
        (f"{SHOP}/basket", "POST", "HTTPS", 443, "id cookie"),
        (f"{SHOP}/", "UNKNOWN", "HTTPS", 443, ""),
        (f"{SHOP}/", "GET", "HTTPS", 443, ""),
        (f"{SHOP}/", "UNKNOWN", "HTTPS", 443, ""),
    ]
    found, reading = read("burp.xml")
    assert (found[0].request, found[0].response) == ("POST /basket", "HTTP/1.1 200 OK")
    assert (found[2].request, found[2].response) == ("GET / HTTP/1.1", None)
    assert len({each.key for each in found}) == 4
    assert dict(reading.left_out) == {"false positive": 1}


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (
            "nikto.json",
            [
                ("999986", "A header tells the language.", None, f"{SHOP}/", "HTTPS", 443, None),
                (
                    "000726",
                    "This may be interesting (CVE-2099-7777).",
                    None,
                    f"{SHOP}/admin/",
                    "HTTPS",
                    443,
                    "CVE-2099-7777",
                ),
            ],
        ),
        (
            "nikto-hosts.json",
            [
                ("1", "Retrieved the header a.", None, "shop.example.com:8080/a", "UNKNOWN", 8080, None),
                ("1", "Retrieved the header a.", None, "shop.example.com:8080/c", "UNKNOWN", 8080, None),
            ],
        ),
    ],
)
def test_nikto(report: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(report, "rule", "title", "severity", "url", "scheme", "port", "cve") == expected
    found, _ = read(report)
    assert len({each.key for each in found}) == 2
