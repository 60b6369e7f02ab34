#!/usr/bin/env python3
"""Write scenarios/data/digits/{images,labels}.npy from scikit-learn's copy of the
UCI Optical Recognition of Handwritten Digits test set, in a fixed random order, so that the
first d images are a random sample (in the source, neighbours come from one writer).

Needs: pip install numpy scikit-learn (no download is made: the wheel has the data).
"""

import hashlib
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

out = Path(__file__).resolve().parent.parent / "scenarios" / "data" / "digits"
out.mkdir(parents=True, exist_ok=True)

digits = load_digits()
order = np.random.default_rng(0).permutation(len(digits.target))
arrays = {"images": digits.images[order], "labels": digits.target[order]}
for name, source in arrays.items():
    array = np.ascontiguousarray(source, dtype=np.uint8)
    assert (array == source).all(), f"{name}: not whole numbers in 0..255"
    path = out / f"{name}.npy"
    np.save(path, array)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{digest}  {path.name}  {array.dtype} {array.shape}")
