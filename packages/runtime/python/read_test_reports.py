"""Reads JUnit XML, and coverage XML where there is one, and prints what they say as one JSON object.

Called as ``python read_test_reports.py JUNIT [COVERAGE]``. Prints ``{"cases": [{"name", "outcome", "seconds",
"message", "file", "line"}], "coverage": {"lines", "covered", "files": [{"file", "lines", "covered"}]}}``.

Standard library only; the syntax is that of Python 3.9.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Optional
from xml.etree import ElementTree

OUTCOMES = {"failure": "failed", "error": "failed", "skipped": "skipped"}

# `tests/test_data.py:12: AssertionError`, as pytest ends a traceback; `E   ...` lines before it are no places.
PLACE = re.compile(r"^(?!E )(\S[^\n:]*\.py):(\d+): ", re.MULTILINE)


def read_cases(path: str) -> list[dict[str, Any]]:
    suites = list(ElementTree.parse(path).iter("testsuite"))
    # pytest counts the lines of a file from 0.
    return [
        read_case(element, 1 if suite.get("name") == "pytest" else 0)
        for suite in suites
        for element in suite.findall("testcase")
    ]


def read_case(element: ElementTree.Element, first_line: int) -> dict[str, Any]:
    name = "::".join(part for part in (element.get("classname"), element.get("name")) if part)
    case: dict[str, Any] = {"name": name, "outcome": "passed", "seconds": float(element.get("time") or 0)}
    for kind in ("failure", "error", "skipped"):
        inner = element.find(kind)
        if inner is None:
            continue
        case["outcome"] = OUTCOMES[kind]
        case["message"] = (inner.get("message") or inner.text or "").strip()
        case.update(place_of(element, inner.text or "", first_line))
        break
    return case


def place_of(element: ElementTree.Element, text: str, first_line: int) -> dict[str, Any]:
    found = PLACE.findall(text)
    if found:
        return {"file": found[-1][0], "line": int(found[-1][1])}
    file: Optional[str] = element.get("file")
    if file is None:
        return {}
    line = element.get("line")
    return {"file": file} if line is None else {"file": file, "line": int(line) + first_line}


def read_coverage(path: str) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    for element in ElementTree.parse(path).iter("class"):
        hits = [line.get("hits") for lines in element.findall("lines") for line in lines.findall("line")]
        covered = sum(hit != "0" for hit in hits)
        files.append({"file": element.get("filename") or "", "lines": len(hits), "covered": covered})
    files.sort(key=lambda file: str(file["file"]))
    totals = {key: sum(file[key] for file in files) for key in ("lines", "covered")}
    return {**totals, "files": files}


def main() -> None:
    found: dict[str, Any] = {"cases": read_cases(sys.argv[1])}
    if len(sys.argv) > 2:
        found["coverage"] = read_coverage(sys.argv[2])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
