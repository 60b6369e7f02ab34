#!/usr/bin/env python3
"""Draw docs/digits.svg from results/digits_d20.h5 and results/digits_d40.h5, which `make demo` writes.

Needs: pip install h5py matplotlib
"""

from pathlib import Path

import h5py
import matplotlib
import numpy as np

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "svsde", "font.size": 9})
import matplotlib.pyplot as plt

root = Path(__file__).resolve().parent.parent
flows = ["gradient", "norm-matched-gradient", "muon", "self-polar", "signed-random"]


def effective_rank(weights):
    sigma = np.linalg.svd(weights, compute_uv=False)
    p = sigma[sigma > 0] / sigma.sum()
    return np.exp(-(p * np.log(p)).sum())


figure, axes = plt.subplots(1, 2, figsize=(8, 3), sharey=True, layout="constrained")
for axis, d in zip(axes, (20, 40)):
    with h5py.File(root / "results" / f"digits_d{d}.h5") as f:
        singular = f["measurement/singular_values"][0]
        for flow in flows:
            time, norm = f["time"][:], f[f"flows/{flow}/nuclear_norm"][0]
            rank = np.exp(f[f"flows/{flow}/flatness/entropy_sigma/value"][0])
            axis.plot(time[norm > 0], rank[norm > 0], label=flow, lw=1.2)
        for name, style in (("min_frobenius", "--"), ("min_nuclear", ":")):
            value = effective_rank(f[f"references/{name}/weights"][0])
            label = "least " + {"min_frobenius": "Frobenius", "min_nuclear": "nuclear"}[name] + " norm"
            axis.axhline(value, color="k", ls=style, lw=1, label=label)
    axis.set(title=f"d = {d}, condition number {singular[-1] / singular[0]:.0f}", xlabel="step")
axes[0].set_ylabel("effective rank of W")
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside right upper", fontsize=8)
figure.savefig(root / "docs" / "digits.svg", metadata={"Date": None})
