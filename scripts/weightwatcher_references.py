#!/usr/bin/env python3
"""Write tests/data/tails/weightwatcher.json: what weightwatcher 0.7.7 answers for three layers of a real checkpoint.

`layers` has for each layer the whole row of `analyze` for every setting in SETTINGS, and `eigenvalues`, the file of those
that weightwatcher took from the layer (ascending). `edge_cases` has calls of its power-law fit where a rule decides that the
layers do not reach: few values, repeated values, a range of x_min, clipped fingers.

Development only. Needs results/minilm.safetensors (scripts/minilm.py) and
    pip install weightwatcher==0.7.7 powerlaw==1.5 numpy==2.4.6 scipy==1.17.1 torch safetensors
With powerlaw 2.0 weightwatcher's own fits are the same, but pl_package='powerlaw' always fails.
    python scripts/weightwatcher_references.py
"""

import json
import logging
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
import weightwatcher as ww
from safetensors.torch import load_file
from weightwatcher.RMT_Util import detX_constraint, fit_clipped_powerlaw
from weightwatcher.WW_powerlaw import pl_fit

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "tests" / "data" / "tails"
LAYERS = {
    "query": "encoder.layer.0.attention.self.query.weight",
    "intermediate": "encoder.layer.3.intermediate.dense.weight",
    "position": "embeddings.position_embeddings.weight",
}
SETTINGS = {
    "default": dict(detX=True, mp_fit=True),
    "xmin_peak": dict(fix_fingers="xmin_peak"),
    "xmin_peak_powerlaw": dict(fix_fingers="xmin_peak", pl_package="powerlaw"),
    "clip_xmax": dict(fix_fingers="clip_xmax"),
    "xmax_1": dict(xmax=-1),
}


def model():
    weights = load_file(ROOT / "results" / "minilm.safetensors")
    layers = torch.nn.ModuleDict()
    for name, key in LAYERS.items():
        weight = weights[key]
        if name == "position":
            layers[name] = torch.nn.Embedding(*weight.shape)
        else:
            layers[name] = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        layers[name].weight.data = weight
    return layers


def plain(v):
    if isinstance(v, (str, bool)) or v is None:
        return v
    return None if np.isnan(v) else v.item() if hasattr(v, "item") else v


def layer_records(layers):
    records = [dict(name=name, tensor=key, eigenvalues=f"minilm_{name}.npy") for name, key in LAYERS.items()]
    for setting, options in SETTINGS.items():
        details = ww.WeightWatcher(model=layers).analyze(plot=False, savefig=False, randomize=False, **options)
        assert list(details.name) == list(LAYERS)
        for record, (_, row) in zip(records, details.iterrows()):
            record[setting] = {k: plain(v) for k, v in row.items() if k not in ("layer_id", "name", "longname")}
    watcher = ww.WeightWatcher(model=layers)
    for record, layer_id in zip(records, details.layer_id):
        evals = watcher.get_ESD(layer=layer_id)
        np.save(OUT / record["eigenvalues"], evals)
        counts, edges = np.histogram(np.log10(evals[evals > 1e-5]), bins=100)
        peak = 10 ** edges[np.argmax(counts)]
        record["xmin_peak_range"] = [np.log10(0.95 * peak), 1.5 * peak]  # the lower end is weightwatcher's own
    return records


def fit_record(fit):
    return dict(alpha=fit.alpha, x_min=fit.xmin, x_max=fit.xmax, D=fit.D, sigma=fit.sigma, n_tail=len(fit.data))


def fingers(seed):
    """A bulk and a steep tail, of which weightwatcher clips the top."""
    rng = np.random.default_rng(seed)
    return np.sort(np.concatenate([rng.uniform(0.5, 2, 60), 2 * (1 - rng.random(25)) ** (-1 / 5)]))


def edge_cases():
    rng = np.random.default_rng(20267)
    heavy = np.sort((1 - rng.random(60)) ** (-1 / 1.5))
    cut = np.sort(np.minimum((1 - rng.random(300)) ** (-1 / 1.5), 8.0))
    cases = {
        "small_12": dict(values=heavy[:12]),
        "small_19": dict(values=heavy[-19:]),
        "standard_20": dict(values=heavy[-20:]),
        "repeated": dict(values=np.sort(np.round(heavy, 1))),
        "lower_limit": dict(values=heavy, x_min=1.5),
        "piled_up": dict(values=cut),
    }
    records = []
    for name, case in cases.items():
        fit = pl_fit(data=case["values"], xmin=case.get("x_min"))
        records.append(dict(name=name, values=case["values"].tolist(), x_min_given=case.get("x_min"), fit=fit_record(fit)))
    for name, values in {"two_values": fingers(100), "nine_values": fingers(146), "nothing": heavy}.items():
        best, clipped, first = fit_clipped_powerlaw(values)
        number, index = detX_constraint(values)
        records.append(dict(
            name=f"clip_{name}", values=values.tolist(), first=fit_record(first), best=fit_record(best),
            num_fingers=clipped, detX_num=int(number), detX_idx=int(index),
        ))
    return records


def main():
    logging.getLogger("weightwatcher").setLevel(logging.CRITICAL)
    versions = {name: version(name) for name in ("weightwatcher", "powerlaw", "numpy", "scipy", "torch", "scikit-learn")}
    answers = dict(versions=versions, layers=layer_records(model()), edge_cases=edge_cases())
    lines = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'), allow_nan=False)}" for k, v in answers.items()]
    (OUT / "weightwatcher.json").write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
