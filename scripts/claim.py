"""One claim of scenarios/findings: its runs, its rows, and what they decide. Each folder has a claim.toml:

    claim = "one sentence", source = "who says so", order = 3, figures = ["run: figure of svsde plot", ...]
    remark = "what a reader of the rows must know", short = "the claim in at most twelve words, for the README"
    [[run]]      name, scenario (relative to the folder), set = [...], and quick = [...] or full = [...] for that preset: overrides
    [[decide]]   what = "in words", when = "under which condition"
                 number = "run: path in the summary of `svsde info --json`", optionally minus = "run: path" or a number, or over = the like
                 rule = "= 1", "> 0" or "< 0", with tolerance for "=", and negligible, a difference that is none, for the others; or
                 compare = ["run", "run or exact:law"], rule = "agree" or "differ"; in a law {run: path / 48} is that number over 48
                 control = true: shown, but not part of the verdict; instance = true: a number of one instance, which has no error

A number with standard error e confirms "= v" where all within three errors of it is within the tolerance (without one, a twentieth of v), and refutes it
where nothing is; "> v" likewise, for all that is beyond v by the negligible difference. Else the row is open, as it is where a number is not finite or a mean
has no error. Rows of one condition (`when`) decide it together: one that refutes it does, and one that is open leaves it open.
"""

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
SVSDE = os.environ.get("SVSDE", str(ROOT / "target/release/svsde"))
SIGMAS = 3.0
WORDS = {True: "yes", False: "no", None: "open"}
TEXTS = {"claim": str, "source": str, "order": int, "decide": list, "run": list, "figures": list, "remark": str, "short": str}
RUN = {"name", "scenario", "set", "quick", "full"}
ROW = {"what", "when", "number", "minus", "over", "compare", "rule", "tolerance", "negligible", "control", "instance"}


def svsde(*arguments):
    """Standard output of the program; 1 is no failure, but an answer with reservations."""
    done = subprocess.run([SVSDE, *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"svsde {shlex.join(arguments)}\n{done.stderr}")
    return done.stdout


def program():
    """What a result depends on beside its command: sources, libraries, data."""
    paths = [ROOT / "Cargo.lock", *sorted(ROOT.glob("src/**/*.rs")), *sorted(ROOT.glob("cli/src/**/*.rs")), *sorted(ROOT.glob("scenarios/data/**/*.*"))]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


class Claim:
    def __init__(self, path, preset):
        self.path = path
        self.name = path.parent.name
        self.folder = path.parent
        self.results = ROOT / "results" / "findings" / preset
        self.preset = preset
        self.summaries = {}
        try:
            self.text = tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as error:
            self.fail(str(error))
        self.check()

    def fail(self, why):
        sys.exit(f"{self.path}: {why}")

    def check(self):
        for key, kind in TEXTS.items():
            if key in self.text or key not in ("figures", "remark", "short"):
                if not isinstance(self.text.get(key), kind):
                    self.fail(f"`{key}` must be there, as {kind.__name__}")
        if strange := self.text.keys() - TEXTS.keys():
            self.fail(f"unknown key {sorted(strange)}; there are {sorted(TEXTS)}")
        for entry, known, needed in [*((run, RUN, "scenario") for run in self.text["run"]), *((row, ROW, "what") for row in self.text["decide"])]:
            if strange := entry.keys() - known:
                self.fail(f"{entry.get('name') or entry.get('what')}: unknown key {sorted(strange)}; there are {sorted(known)}")
            if needed not in entry or (known is RUN and "name" not in entry):
                self.fail(f"{entry}: no `{needed}` or no `name`")
            if known is RUN and not (self.folder / entry["scenario"]).is_file():
                self.fail(f"{entry['name']}: no scenario {entry['scenario']}")
        names = {run["name"] for run in self.text["run"]}
        for figure in self.text.get("figures", []):
            if figure.partition(":")[0] not in names or ":" not in figure:
                self.fail(f"figure {figure!r}: must be \"run: figure\", with a run of {sorted(names)}")
        for row in self.text["decide"]:
            rule = row.get("rule", "")
            if ("compare" in row) == ("number" in row):
                self.fail(f"{row['what']!r}: must have either `number` or `compare`")
            if "compare" in row and rule not in ("agree", "differ"):
                self.fail(f"{row['what']!r}: rule {rule!r} must be \"agree\" or \"differ\"")
            if "number" in row and not re.fullmatch(r"[=<>] -?[\d.]+(e-?\d+)?", rule):
                self.fail(f"{row['what']!r}: rule {rule!r} must be \"= v\", \"> v\" or \"< v\", v a number")
            for road in row.get("compare", []):
                if not road.startswith("exact:") and road not in names:
                    self.fail(f"{row['what']!r}: no run {road!r}; there are {sorted(names)}")

    def result(self, name):
        return self.results / f"{self.name}_{name}.h5"

    def arguments(self, run):
        """Of `svsde`, without the output."""
        scenario = (self.folder / run["scenario"]).resolve().relative_to(ROOT)
        sets = run.get("set", []) + run.get(self.preset, [])
        return ["run", str(scenario), *[word for override in sets for word in ("--set", override)]]

    def run(self, made_from):
        self.results.mkdir(parents=True, exist_ok=True)
        for run in self.text["run"]:
            result = self.result(run["name"])
            made_by = result.with_suffix(".command")
            scenario = hashlib.sha256((self.folder / run["scenario"]).read_bytes()).hexdigest()
            command = f"{made_from}\n{shlex.join(self.arguments(run))}\n{scenario}\n"
            if not (made_by.exists() and made_by.read_text() == command and self.read(run["name"])):
                made_by.unlink(missing_ok=True)
                print(f"{self.name}: {run['name']}", file=sys.stderr, flush=True)
                svsde(*self.arguments(run), "-q", "--force", "-o", str(result))
                if not self.read(run["name"]):
                    self.fail(f"{run['name']}: {result} is not finished")
                made_by.write_text(command)

    def read(self, name):
        """Takes the summary of a result that is finished; false where there is none."""
        done = subprocess.run([SVSDE, "info", "--json", str(self.result(name))], cwd=ROOT, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            return False
        about = json.loads(done.stdout)
        self.summaries[name] = about["summary"]
        return about["finished"]

    def number(self, source):
        """Value and standard error at `run: path`, or of a plain number."""
        if isinstance(source, (int, float)):
            return float(source), 0.0
        run, _, path = (part.strip() for part in source.partition(":"))
        if run not in self.summaries:
            self.fail(f"{source!r}: no run {run!r}; there are {sorted(self.summaries)}")
        found, error = self.summaries[run], 0.0
        for name, entry in re.findall(r"([^.\[\]]+)(?:\[([^\]]+)\])?", path):
            error = found.get(f"{name}_error", 0.0) if isinstance(found, dict) else 0.0
            found = found.get(name) if isinstance(found, dict) else None
            if entry:
                found = next((item for item in found or [] if item["name"] == entry), None) if isinstance(found, list) else None
        if isinstance(found, dict):
            # What the time step adds is part of what is not known.
            error = math.nan if found.get("std_error") is None else math.hypot(found["std_error"], found.get("bias") or 0.0)
            found = found.get("mean")
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self.fail(f"{source!r}: no such number in {self.result(run)}")
        return float(found), float(math.nan if error is None else error)

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
            if other == 0.0:
                self.fail(f"{row['what']!r}: {row['over']!r} is 0")
            value, error = value / other, math.hypot(error, value / other * other_error) / abs(other)
        if math.isnan(error) and row.get("instance"):
            error = 0.0
        sign, bound = row["rule"].split()
        bound = float(bound)
        distance = value - bound
        if sign == "=":
            tolerance = row.get("tolerance", 0.05 * abs(bound))
            margin, rule = tolerance - abs(distance), f"= {bound:g} within {tolerance:g}"
        else:
            negligible = row.get("negligible", 0.0)
            margin = (distance if sign == ">" else -distance) - negligible
            rule = f"{sign} {bound:g}" + (f" by {negligible:g}" if negligible else "")
        said = f"{shown(value, error)}, {rule}?"
        if not (math.isfinite(value) and math.isfinite(error)):
            return None, said + " (no error to judge it by)"
        if error == 0.0:
            outcome = margin > 0.0 or (sign == "=" and margin == 0.0)
        else:
            outcome = True if margin >= SIGMAS * error else False if margin < -SIGMAS * error else None
        return outcome, said + deviations(distance, error)

    def compare(self, row):
        roads = [self.law(road) if road.startswith("exact:") else str(self.result(road)) for road in row["compare"]]
        pair = json.loads(svsde("compare", *roads, "--draws", "20000", "--json"))[0]
        outcome = None if pair["verdict"] == "inconclusive" else pair["verdict"] == row["rule"]
        return outcome, pair["sentence"]

    def law(self, road):
        def value(found):
            source, _, over = found.group(1).partition("/")
            return repr(self.number(source.strip())[0] / float(over or 1))

        return re.sub(r"\{([^{}]+)\}", value, road)

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

    def reservations(self):
        """What the results say against themselves: replicas that failed, flows that have not reached their solutions."""
        said = []
        for name, summary in self.summaries.items():
            if summary.get("failed"):
                said.append(f"{name}: {summary['failed']} replicas failed")
            late = [flow for flow in summary.get("flows") or [] if flow["converged"] is False and flow["name"] in self.flows_asked(name)]
            said += [f"{name}: {flow['name']} has not converged, residual {flow['residual']['mean']:.1e}" for flow in late]
        return said

    def flows_asked(self, run):
        sources = [str(row.get(key, "")) for row in self.text["decide"] for key in ("number", "minus", "over")]
        return {name for source in sources if source.partition(":")[0].strip() == run for name in re.findall(r"flows\[([^\]]+)\]", source)}

    def judge(self):
        self.rows = [(row, *self.decide(row)) for row in self.text["decide"]]
        outcomes = {}
        for row, outcome, _ in self.rows:
            if not row.get("control"):
                outcomes.setdefault(row.get("when", row["what"]), []).append(outcome)
        self.together = {when: False if False in found else None if None in found else True for when, found in outcomes.items()}
        yes, no, open_ = ("; ".join(when for when, found in self.together.items() if found is outcome) for outcome in (True, False, None))
        if not yes and not no:
            return "inconclusive"
        rest = f"; open: {open_}" if open_ else ""
        if not no:
            return "holds" + rest
        if not yes:
            return "does not hold" + rest
        return f"holds when: {yes}. Not when: {no}" + rest

    def short(self):
        """Claim and verdict, with the number of conditions in place of the conditions."""
        yes, no, open_ = (sum(found is outcome for found in self.together.values()) for outcome in (True, False, None))
        total = len(self.together)
        if yes and no:
            verdict = f"holds in {yes} of {total} cases"
        else:
            verdict = "holds" if yes else "does not hold" if no else "inconclusive"
        if open_ and (yes or no):
            verdict += f", {open_} open" if yes and no else f"; {open_} of {total} cases open"
        return self.text.get("short", self.text["claim"]), verdict

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
        source = " ".join(filter(None, [self.text["source"] + ".", self.remark()]))
        about = {"name": self.name, "claim": self.text["claim"], "source": source, "verdict": verdict}
        return {**about, "rows": rows, "commands": self.commands()}

    def remark(self):
        return " ".join(filter(None, [self.text.get("remark"), *[f"{text}." for text in self.reservations()]]))

    def section(self, verdict, figures):
        lines = [f"## {self.text['claim']}", "", f"*{self.text['source']}*", "", f"**{verdict[0].upper()}{verdict[1:]}.**", ""]
        lines += ["| | what | when | found | |", "|---|---|---|---|---|"]
        for row, outcome, said in self.rows:
            kind = "control" if row.get("control") else ""
            lines.append(f"| {kind} | {row['what']} | {row.get('when', '')} | {said} | {WORDS[outcome]} |")
        if remark := self.remark():
            lines += ["", remark]
        return "\n".join([*lines, "", *[line for link in figures for line in (link, "")], "```sh", *self.commands(), "```", ""])


def shown(value, error):
    """Two digits of the error."""
    if not (error and math.isfinite(error)):
        return f"{value:.4g}"
    decimals = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{decimals}f} ± {error:.{decimals}f}" if decimals < 7 else f"{value:.4g} ± {error:.1e}"


def deviations(distance, error):
    return f" ({distance / error:+.1f} errors)" if error > 1e-6 * abs(distance) else ""
