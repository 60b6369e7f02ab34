#!/usr/bin/env python3
"""Executes the notebooks and writes them back, or with --check executes copies and holds the committed ones against them.

    python3 scripts/notebooks.py [--check] [notebooks/NAME.ipynb ...]

What is written has outputs, numbered cells and nothing of the machine or the hour. scripts/notebooks.sh brings the packages.
"""

import argparse
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 300_000  # bytes
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalised(notebook):
    """The notebook without what differs from run to run or from machine to machine."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
    return notebook


def joined(outputs):
    """The outputs, with what was printed in one piece: where the kernel cuts it is chance."""
    whole = []
    for output in outputs:
        if whole and output.output_type == "stream" and output.name == whole[-1].get("name"):
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def executed(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return normalised(notebook)


def outputs(notebook):
    """Kind of every output of every cell."""
    return [[output.output_type for output in cell.get("outputs", [])] for cell in notebook.cells]


def faults(path, text, committed, fresh):
    """What is wrong with a notebook as committed."""
    if str(ROOT) in text or str(Path.home()) + "/" in text:
        yield "holds a path of this machine"
    if len(text.encode()) > LARGEST:
        yield f"has {len(text.encode())} bytes; at most {LARGEST}: smaller figures, or fewer"
    if any("error" in kinds for kinds in outputs(committed)):
        yield "holds an error"
    if any(output.get("name") == "stderr" for cell in committed.cells for output in cell.get("outputs", [])):
        yield "holds output of stderr"
    if not any(outputs(committed)):
        yield "has no outputs"
    elif outputs(committed) != outputs(fresh):
        yield "has outputs of other kinds than a fresh run"


def main():
    parser = argparse.ArgumentParser(description="Executes the notebooks")
    parser.add_argument("--check", action="store_true", help="leave the files as they are, and fail where one is out of date")
    parser.add_argument("notebooks", nargs="*", type=Path)
    args = parser.parse_args()
    failed = False
    for path in args.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb")):
        begun = time.monotonic()
        try:
            fresh = executed(path.resolve())
        except CellExecutionError as error:
            failed = True
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        text = path.read_text(encoding="utf-8") if args.check else nbformat.writes(fresh) + "\n"
        wrong = list(faults(path, text, nbformat.reads(text, as_version=4), fresh))
        if not args.check:
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {time.monotonic() - begun:.0f} s, {len(text.encode()) // 1000} kB", flush=True)
        for fault in wrong:
            failed = True
            print(f"{path.name}: {fault}; `make notebooks` writes it anew", file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
