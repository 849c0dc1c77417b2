#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds the counters of coverage guests and writes a table of the lines and branches that ran.

    report.py ARCHIVES SOURCES NOT-COVERED

ARCHIVES is the folder of save.sh, SOURCES is kmod/. NOT-COVERED has a reason for each line that no test runs:

    # reason
    file: function: text of the line

Fails if a line that did not run has no reason, if a reason is for no such line, or if fewer than 95 % of lines ran.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

GOAL = 0.95
# Code of the tests, and gcov itself.
NOT_MEASURED = ("test/", "gcov/", "model/")


class Source:
    """A file of the modules: how often lines and branches ran, in all guests and all objects that contain them."""

    def __init__(self, path):
        self.text = path.read_text().splitlines()
        self.lines = collections.Counter()
        self.branches = collections.Counter()
        self.functions = {}

    def add(self, report):
        for function in report["functions"]:
            self.functions[function["start_line"]] = (function["end_line"], function["name"])
        for line in report["lines"]:
            number = line["line_number"]
            self.lines[number] += line["count"]
            for index, branch in enumerate(line["branches"]):
                self.branches[number, index] += branch["count"]

    def function(self, number):
        """The name of the function of a line; the innermost, where a macro defines functions within one line."""
        names = [name for start, (end, name) in sorted(self.functions.items()) if start <= number <= end]
        return names[-1] if names else "?"

    def missed(self):
        """What did not run: (function, text of the line) to the numbers of the lines."""
        missed = collections.defaultdict(list)
        for number in sorted(self.lines):
            if self.lines[number] == 0:
                missed[self.function(number), self.text[number - 1].strip()].append(number)
        return missed


def counters(archive):
    """gcov's report of each object file of a guest."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder)
        for data in sorted(pathlib.Path(folder).rglob("*.gcda")):
            output = subprocess.run(
                ["gcov", "--json-format", "--stdout", "--branch-probabilities", data.name],
                cwd=data.parent, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            yield from json.loads(output)["files"]


def measure(archives, sources):
    measured = {}
    for archive in sorted(archives.iterdir()):
        for report in counters(archive):
            name = report["file"].rpartition("/kmod/")[2]
            path = pathlib.PurePosixPath(name)
            if ".." in path.parts:
                name = str(pathlib.Path("/", name).resolve())[1:]
            if not (sources / name).is_file() or name.startswith(NOT_MEASURED) or "/kmod/" not in report["file"]:
                continue
            measured.setdefault(name, Source(sources / name)).add(report)
    return dict(sorted(measured.items()))


def read_reasons(path):
    """(file, function, text) to the reason."""
    reasons, reason = {}, None
    for line in path.read_text().splitlines():
        if line.startswith("# "):
            reason = line[2:]
        elif line:
            file, function, text = line.split(": ", 2)
            reasons[file, function, text] = reason
    return reasons


def share(ran, all_of):
    return f"{ran} of {all_of} | {100 * ran / all_of:.1f} %" if all_of else "0 of 0 | "


def row(name, sources):
    lines = [count for source in sources for count in source.lines.values()]
    branches = [count for source in sources for count in source.branches.values()]
    return f"| {name} | {share(sum(map(bool, lines)), len(lines))} | {share(sum(map(bool, branches)), len(branches))} |"


def print_tables(measured, reasons):
    print("| file | lines | | branches | |\n|---|---|---|---|---|")
    for name, source in measured.items():
        print(row(f"`{name}`", [source]))
    print(row("**all**", measured.values()))
    print_reasons(measured, reasons)
    print("\n| file | function | lines | why |\n|---|---|---|---|")
    for name, source in measured.items():
        found = collections.defaultdict(list)
        for (function, text), numbers in source.missed().items():
            found[function, reasons.get((name, function, text), "**unknown**")] += numbers
        for (function, reason), numbers in found.items():
            print(f"| `{name}` | `{function}` | {', '.join(map(str, sorted(numbers)))} | {reason} |")


def print_reasons(measured, reasons):
    """Why lines do not run, the reason with most lines first."""
    count = collections.Counter()
    for name, source in measured.items():
        for (function, text), numbers in source.missed().items():
            count[reasons.get((name, function, text), "**unknown**")] += len(numbers)
    lines = sum(len(source.lines) for source in measured.values())
    print(f"\nNo test runs {sum(count.values())} lines ({sum(count.values()) / lines:.1%}):\n")
    for reason, number in count.most_common():
        print(f"- {number}: {reason}")


def main(archives, sources, not_covered):
    measured = measure(pathlib.Path(archives), pathlib.Path(sources))
    reasons = read_reasons(pathlib.Path(not_covered))
    print_tables(measured, reasons)
    missed = {(name, *key) for name, source in measured.items() for key in source.missed()}
    lines = [count for source in measured.values() for count in source.lines.values()]
    for key in sorted(missed - reasons.keys()):
        print("no test runs this line, and no reason is given:", ": ".join(key), file=sys.stderr)
    for key in sorted(reasons.keys() - missed):
        print("tests run this line, or it is gone; remove its reason:", ": ".join(key), file=sys.stderr)
    few = sum(map(bool, lines)) < GOAL * len(lines)
    if few:
        print(f"fewer than {GOAL:.0%} of lines ran", file=sys.stderr)
    return bool(missed ^ reasons.keys() or few)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
