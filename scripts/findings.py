#!/usr/bin/env python3
"""Runs what the claims in scenarios/findings rest on, and writes FINDINGS.md with its figures, findings.json beside the results (for
`svsde report --findings`) and the short table of verdicts in README.md from the numbers.

    python3 scripts/findings.py [--preset quick|full] [--only CLAIM]...

With --only nothing is written. SVSDE names the program. `claim.py` says how a claim is written and what decides it. Results that are finished and were made
with the same command from the same scenario, sources and data are used again, so that a run that was interrupted goes on where it was.
"""

import argparse
import json
import sys

from claim import ROOT, Claim, program, svsde

CLAIMS = ROOT / "scenarios" / "findings"
FIGURES = ROOT / "docs" / "findings"
# Between them README.md has the short table of verdicts.
MARKS = ["<!-- findings -->", "<!-- /findings -->"]


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
    version, made_from = svsde("--version").strip(), program()
    verdicts = []
    for claim in claims:
        claim.run(made_from)
        verdicts.append(claim.judge())
        print(f"{claim.name}: {verdicts[-1]}", flush=True)
    if not args.only:
        write(list(zip(claims, verdicts)), args.preset, version)


def rows(verdicts):
    return ["| claim | verdict |", "|---|---|", *[f"| {claim} | {verdict} |" for claim, verdict in verdicts]]


def write(judged, preset, version):
    """FINDINGS.md, its figures, findings.json, and the table of README.md."""
    table = rows((claim.text["claim"], verdict) for claim, verdict in judged)
    head = [
        "# Findings",
        "",
        f"Written by `make findings` (preset `{preset}`, {version}) from the results of the commands below; `scripts/claim.py` says",
        "how a row decides. Errors are standard errors over replicas, joined with the bias of the time step where it is measured; the last",
        "column answers the question in the one before it for all that is within three errors of the number, and is \"open\" where the answer",
        "is not the same for all of that. Where a law is compared, `svsde compare` answers.",
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
    short = rows(claim.short() for claim, _ in judged)
    readme.write_text(before + MARKS[0] + "\n" + "\n".join(short) + "\n" + MARKS[1] + after)
    print(f"written to FINDINGS.md, README.md and {results.relative_to(ROOT)}/findings.json")


if __name__ == "__main__":
    main()
