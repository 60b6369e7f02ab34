#!/usr/bin/env python3
"""Runs what the claims in scenarios/findings rest on, and writes FINDINGS.md with its figures, findings.json beside the results (for
`svsde report --findings`) and the table of verdicts in README.md from the numbers.

    python3 scripts/findings.py [--preset quick|full] [--only CLAIM]...

With --only nothing is written. SVSDE names the program. Each folder of scenarios/findings has a claim.toml:

    claim = "one sentence", source = "who says so", order = 3, figures = ["run: figure of svsde plot", ...]
    [[run]]      name, scenario (relative to the folder), set = [...], and quick = [...] or full = [...] for that preset: overrides
    [[decide]]   what = "in words", when = "under which condition"
                 number = "run: path in the summary of `svsde info --json`", optionally minus = "run: path"; or over = "run: path", a number without error
                 rule = "= 1", "> 0" or "< 0", with tolerance for "=", and negligible, a difference that is none, for the others; or
                 compare = ["run", "run or exact:law"], rule = "agree" or "differ"
                 control = true: shown, but not part of the verdict; instance = true: a number of one instance, which has no error
    remark = "what a reader of the rows must know"

A number with standard error e confirms "> v" where it is three errors above v and refutes it where it is three below; "= v" holds where it is within
three errors and the tolerance (without one, a twentieth of v), provided that three errors are no more than twice the tolerance. What is not finite, or
of a mean has no error, decides nothing. Results that exist and were made by the same version with the same command from the same scenario are used
again.
"""

import argparse
import hashlib
import json
import math
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLAIMS = ROOT / "scenarios" / "findings"
SVSDE = os.environ.get("SVSDE", str(ROOT / "target/release/svsde"))
SIGMAS = 3.0
WORDS = {True: "yes", False: "no", None: "open"}
FIGURES = ROOT / "docs" / "findings"
# Between them README.md has the table of verdicts.
MARKS = ["<!-- findings -->", "<!-- /findings -->"]


def svsde(*arguments):
    """Standard output of the program; 1 is no failure, but an answer with reservations."""
    done = subprocess.run([SVSDE, *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"svsde {shlex.join(arguments)}\n{done.stderr}")
    return done.stdout


class Claim:
    def __init__(self, path, preset):
        self.name = path.parent.name
        with path.open("rb") as file:
            self.text = tomllib.load(file)
        self.folder = path.parent
        self.results = ROOT / "results" / "findings" / preset
        self.preset = preset
        self.summaries = {}

    def result(self, name):
        return self.results / f"{self.name}_{name}.h5"

    def arguments(self, run):
        """Of `svsde`, without the output."""
        scenario = (self.folder / run["scenario"]).resolve().relative_to(ROOT)
        sets = run.get("set", []) + run.get(self.preset, [])
        return ["run", str(scenario), *[word for override in sets for word in ("--set", override)]]

    def run(self, version):
        self.results.mkdir(parents=True, exist_ok=True)
        for run in self.text["run"]:
            result = self.result(run["name"])
            made_by = result.with_suffix(".command")
            scenario = hashlib.sha256((self.folder / run["scenario"]).read_bytes()).hexdigest()
            command = f"{version}\n{shlex.join(self.arguments(run))}\n{scenario}\n"
            if not (result.exists() and made_by.exists() and made_by.read_text() == command):
                print(f"{self.name}: {run['name']}", file=sys.stderr, flush=True)
                svsde(*self.arguments(run), "-q", "--force", "-o", str(result))
                made_by.write_text(command)
            self.summaries[run["name"]] = json.loads(svsde("info", "--json", str(result)))["summary"]

    def number(self, source):
        """Value and standard error at `run: path`, or of a plain number."""
        if isinstance(source, (int, float)):
            return float(source), 0.0
        run, path = (part.strip() for part in source.split(":", 1))
        found = self.summaries[run]
        error = 0.0
        for name, entry in re.findall(r"([^.\[\]]+)(?:\[([^\]]+)\])?", path):
            error = found.get(f"{name}_error", 0.0) if isinstance(found, dict) else 0.0
            found = found.get(name) if isinstance(found, dict) else None
            if entry:
                found = next((item for item in found or [] if item["name"] == entry), None)
        if isinstance(found, dict):
            # What the time step adds is part of what is not known.
            error = math.nan if found.get("std_error") is None else math.hypot(found["std_error"], found.get("bias") or 0.0)
            found = found.get("mean")
        if found is None:
            sys.exit(f"{self.folder / 'claim.toml'}: {source!r}: no such number in {self.result(run)}")
        return float(found), float(error or 0.0)

    def decide(self, row):
        """Outcome (True, False, None for open) and the numbers in words."""
        if "compare" in row:
            return self.compare(row)
        value, error = self.number(row["number"])
        if "minus" in row:
            other, other_error = self.number(row["minus"])
            value, error = value - other, math.hypot(error, other_error)
        if "over" in row:
            other, other_error = self.number(row["over"])
            value, error = value / other, math.hypot(error, value / other * other_error) / abs(other)
        if math.isnan(error) and row.get("instance"):
            error = 0.0
        sign, bound = row["rule"].split()
        bound = float(bound)
        distance = value - bound
        said = f"{shown(value, error)}, {sign} {bound:g}?"
        if not (math.isfinite(value) and math.isfinite(error)):
            return None, said + " (no error to judge it by)"
        if sign == "=":
            tolerance = row.get("tolerance", 0.05 * abs(bound))
            said = f"{shown(value, error)}, {sign} {bound:g} within {tolerance:g}?"
            if abs(distance) > tolerance + SIGMAS * error:
                return False, said + deviations(distance, error)
            return (True if SIGMAS * error <= 2 * tolerance else None), said + deviations(distance, error)
        beyond = distance if sign == ">" else -distance
        if abs(distance) + SIGMAS * error < row.get("negligible", 0.0):
            return False, f"{said}{deviations(distance, error)}, no difference of {row['negligible']:g}"
        outcome = True if beyond > SIGMAS * error else False if beyond < -SIGMAS * error or error == 0 else None
        return outcome, said + deviations(distance, error)

    def compare(self, row):
        roads = [road if road.startswith("exact:") else str(self.result(road)) for road in row["compare"]]
        pair = json.loads(svsde("compare", *roads, "--json"))[0]
        outcome = None if pair["verdict"] == "inconclusive" else pair["verdict"] == row["rule"]
        return outcome, pair["sentence"]

    def draw(self, folder):
        """Links to the figures, drawn into `folder`."""
        links = []
        for figure in self.text.get("figures", []):
            run, kind = (part.strip() for part in figure.split(":"))
            path = Path(svsde("plot", str(self.result(run)), "--figure", kind, "-o", str(folder)).strip())
            links.append(f"![{run}: {kind}]({path.relative_to(ROOT).as_posix()})")
        return links

    def commands(self):
        return [f"svsde {shlex.join(self.arguments(run))} -o {run['name']}.h5" for run in self.text["run"]]

    def judge(self):
        self.rows = [(row, *self.decide(row)) for row in self.text["decide"]]
        counted = [(row, outcome) for row, outcome, _ in self.rows if not row.get("control")]
        yes = [row.get("when", row["what"]) for row, outcome in counted if outcome is True]
        no = [row.get("when", row["what"]) for row, outcome in counted if outcome is False]
        if not yes and not no:
            return "inconclusive"
        open_ = [row.get("when", row["what"]) for row, outcome in counted if outcome is None]
        rest = f"; open: {'; '.join(unique(open_))}" if open_ else ""
        if not no:
            return "holds" + rest
        if not yes:
            return "does not hold" + rest
        return f"holds when: {'; '.join(unique(yes))}. Not when: {'; '.join(unique(no))}" + rest

    def data(self, verdict):
        rows = [
            {
                "what": row["what"],
                "when": row.get("when", ""),
                "found": said,
                "outcome": WORDS[outcome],
                "control": row.get("control", False),
            }
            for row, outcome, said in self.rows
        ]
        source = " ".join(filter(None, [self.text["source"] + ".", self.text.get("remark")]))
        about = {"name": self.name, "claim": self.text["claim"], "source": source, "verdict": verdict}
        return {**about, "rows": rows, "commands": self.commands()}

    def section(self, verdict, figures):
        lines = [f"## {self.text['claim']}", "", f"*{self.text['source']}*", "", f"**{verdict[0].upper()}{verdict[1:]}.**", ""]
        lines += ["| | what | when | found | |", "|---|---|---|---|---|"]
        for row, outcome, said in self.rows:
            kind = "control" if row.get("control") else ""
            lines.append(f"| {kind} | {row['what']} | {row.get('when', '')} | {said} | {WORDS[outcome]} |")
        if remark := self.text.get("remark"):
            lines += ["", remark]
        return "\n".join([*lines, "", *[line for link in figures for line in (link, "")], "```sh", *self.commands(), "```", ""])


def unique(items):
    return list(dict.fromkeys(items))


def shown(value, error):
    """Two digits of the error."""
    if not (error and math.isfinite(error)):
        return f"{value:.4g}"
    decimals = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{decimals}f} ± {error:.{decimals}f}" if decimals < 7 else f"{value:.4g} ± {error:.1e}"


def deviations(distance, error):
    return f" ({distance / error:+.1f} errors)" if error > 1e-6 * abs(distance) else ""


def main():
    parser = argparse.ArgumentParser(description="Runs the claims and writes FINDINGS.md")
    parser.add_argument("--preset", choices=["quick", "full"], default="quick")
    parser.add_argument("--only", action="append", metavar="CLAIM")
    args = parser.parse_args()
    claims = [Claim(path, args.preset) for path in CLAIMS.glob("*/claim.toml")]
    claims = [claim for claim in claims if not args.only or claim.name in args.only]
    if not claims:
        sys.exit(f"no claim of that name in {CLAIMS.relative_to(ROOT)}")
    claims.sort(key=lambda claim: claim.text["order"])
    version = svsde("--version").strip()
    verdicts = []
    for claim in claims:
        claim.run(version)
        verdicts.append(claim.judge())
        print(f"{claim.name}: {verdicts[-1]}", flush=True)
    if not args.only:
        write(list(zip(claims, verdicts)), args.preset, version)


def write(judged, preset, version):
    """FINDINGS.md, its figures, findings.json, and the table of README.md."""
    table = ["| claim | verdict |", "|---|---|", *[f"| {claim.text['claim']} | {verdict} |" for claim, verdict in judged]]
    head = [
        "# Findings",
        "",
        f"Written by `make findings` (preset `{preset}`, {version}) from the results of the commands below; `scripts/findings.py` says",
        "how a row decides. Errors are standard errors over replicas, joined with the bias of the time step where it is measured; the last",
        "column answers the question in the one before it, with three errors to spare (for \"= … within\": within that and three errors), and is \"open\" where",
        "the errors are too large for that. Where a law is compared, `svsde compare` answers.",
        "",
    ]
    sections = [claim.section(verdict, claim.draw(FIGURES)) for claim, verdict in judged]
    (ROOT / "FINDINGS.md").write_text("\n".join([*head, *table, "", *sections]))
    data = {"preset": preset, "version": version, "claims": [claim.data(verdict) for claim, verdict in judged]}
    results = judged[0][0].results
    (results / "findings.json").write_text(json.dumps(data, ensure_ascii=False, indent=1))
    readme = ROOT / "README.md"
    before, rest = readme.read_text().split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    readme.write_text(before + MARKS[0] + "\n" + "\n".join(table) + "\n" + MARKS[1] + after)
    print(f"written to FINDINGS.md, README.md and {results.relative_to(ROOT)}/findings.json")


if __name__ == "__main__":
    main()
