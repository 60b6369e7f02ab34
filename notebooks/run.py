"""Runs svsde from the root of the repository and reads what it found. SVSDE names the program."""

import json
import os
import shlex
import subprocess
from pathlib import Path

import h5py
import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = Path("results/notebooks")  # relative to the root, as every path given to the program
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]  # Okabe and Ito

plt.rcParams.update({"figure.dpi": 80, "font.size": 10, "legend.frameon": False, "axes.grid": True, "grid.alpha": 0.25,
                     "axes.prop_cycle": plt.cycler(color=COLOURS), "figure.constrained_layout.use": True})


def svsde(*arguments):
    """Standard output. Exit code 1 is an answer with reservations, no failure."""
    program = os.environ.get("SVSDE", "target/release/svsde")
    (ROOT / SCRATCH).mkdir(parents=True, exist_ok=True)
    words = [str(argument) for argument in arguments]
    try:
        done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, encoding="utf-8")
    except OSError as error:
        raise RuntimeError(f"{program} does not run ({error.strerror}): build it with `make build`, or set SVSDE to its path") from None
    if done.returncode not in (0, 1):
        raise RuntimeError(f"svsde {shlex.join(words)}\n{done.stderr}")
    return done.stdout


def result(name, *arguments):
    """Runs `svsde ARGUMENTS -o NAME.h5` and says so; the path of the result."""
    path = SCRATCH / f"{name}.h5"
    print(f"svsde {shlex.join(map(str, arguments))} -o {path.name}")
    svsde(*arguments, "--quiet", "--force", "-o", path)
    return path


def load(path):
    """The result, open for reading."""
    return h5py.File(ROOT / path)


def summary(path):
    """What `svsde info` says of a result."""
    return json.loads(svsde("info", "--json", path))["summary"]


def compare(a, b):
    """What `svsde compare` says of two results, or of a result and an exact law."""
    return json.loads(svsde("compare", a, b, "--json"))[0]
