"""Reads what particle_claims.sh has run and prints the numbers of the table of questions in docs/guide/particles.md.

Needs numpy and h5py. No physics is done here but for draws of Wishart matrices, which the stationary Muon spectrum is held against.
"""

import h5py
import numpy as np

FOLDER = "results/claims"


def read(name, path):
    with h5py.File(f"{FOLDER}/{name}.h5") as file:
        return file[path][()]


def ks(a, b):
    """Two-sample distance over 1.95 sqrt(1/N + 1/M)."""
    a, b = np.sort(a), np.sort(b)
    x = np.concatenate([a, b])
    distance = np.abs(np.searchsorted(a, x, "right") / len(a) - np.searchsorted(b, x, "right") / len(b)).max()
    return distance / (1.95 * np.sqrt(1 / len(a) + 1 / len(b)))


def error(values):
    return values.std(axis=0, ddof=1) / np.sqrt(len(values))


def jackknife(rows, f):
    n, total = len(rows), rows.sum(axis=0)
    partial = np.array([f((total - row) / (n - 1)) for row in rows])
    return f(total / n), np.sqrt((n - 1) / n * ((partial - partial.mean()) ** 2).sum())


def kurtosis(m):
    variance = m[1] - m[0] ** 2
    return (m[3] - 4 * m[0] * m[2] + 6 * m[0] ** 2 * m[1] - 3 * m[0] ** 4) / variance**2 - 3


print("matrix against particles: KS distance over 1.95 sqrt(1/N + 1/M)")
statistics = {
    "trace": lambda x: x.sum(-1),
    "largest": lambda x: x[..., -1],
    "smallest": lambda x: x[..., 0],
    "gap": lambda x: np.diff(x, axis=-1).min(-1),
}
spectra = {name: read(name, "spectra/lambda") for name in ["matrix", "exact", "published"]}
for time in [1, 2, 4]:
    for name, f in statistics.items():
        of = {key: f(x[:, time]) for key, x in spectra.items()}
        print(f"  t = {time} {name:9} exact {ks(of['matrix'], of['exact']):5.2f}  published {ks(of['matrix'], of['published']):5.2f}")
for key, x in spectra.items():
    trace = x.sum(-1)
    print(f"  trace {key:9}", "  ".join(f"{m:.3f} ± {e:.3f}" for m, e in zip(trace.mean(0), error(trace))))

print("stationary trace against dt: exact 24 and 14")
for constants in ["exact", "published"]:
    for dt in ["0.5", "0.25", "0.1", "0.05", "0.02"]:
        at = lambda set: read(f"laguerre_{constants}_{dt}", f"observables/trace/{set}")
        print(
            f"  {constants:9} dt = {dt:4} {at('time_mean'):.3f} ± {at('time_mean_error'):.3f}, "
            f"step bias {at('time_step_bias'):+.4f} ± {at('time_step_bias_error'):.4f}"
        )

print("published log-gas, uniform drift: pooled excess kurtosis, collisions per unit time, trace")
runs = [("euler-maruyama", "0.01 0.001 0.0001"), ("exact-constants", "0.01 0.001 0.0001")]
runs += [(name, "0.1 0.03 0.01 0.003") for name in ["proximal-euler", "adaptive-euler"]]
for name, steps in runs:
    for dt in steps.split():
        file = f"collisions_{name}_{dt}"
        k, e = jackknife(read(file, "replicas/raw_moments"), kurtosis)
        rate = read(file, "replicas/collision_rate")
        trace = read(file, "observables/trace/time_mean"), read(file, "observables/trace/time_mean_error")
        print(f"  {name:15} dt = {dt:6} {k:8.2f} ± {e:.2f}  {rate.mean():7.3f} ± {error(rate):.3f}  {trace[0]:.2f} ± {trace[1]:.2f}")

print("gap-dependent noise: collisions per unit time, trace at the end, pooled excess kurtosis")
for diffusion in ["0.05", "matched"]:
    for constants in ["published", "exact"]:
        for dt in ["0.08", "0.02", "0.005"]:
            file = f"gap_{diffusion}_{constants}_{dt}"
            rate, trace = read(file, "replicas/collision_rate"), read(file, "observables/trace/mean")[-1]
            k, e = jackknife(read(file, "replicas/raw_moments"), kurtosis)
            print(f"  {diffusion:7} {constants:9} dt = {dt:5} {rate.mean():8.2f} ± {error(rate):.2f}  {trace:.2f}  {k:.2f} ± {e:.2f}")

print("one Muon step: mean change of sigma, matrix less perturbation theory, in standard errors")
for size in ["6", "16"]:
    for nu in ["0.01", "0.03", "0.1", "0.2", "0.3", "0.6"]:
        matrix = np.sqrt(read(f"muon_matrix_{size}_{nu}", "spectra/lambda"))
        theory = np.sqrt(read(f"muon_particles_{size}_{nu}", "spectra/lambda")[0])
        change = matrix[:, 1] - theory[0]
        z = (change.mean(0) - (theory[1] - theory[0])) / error(change)
        bare = (change.mean(0) + 0.01) / error(change)
        print(f"  n = {size:2} nu/s_min = {nu:4} largest |z| {np.abs(z).max():.1f}; against -eta alone {np.abs(bare).max():.0f}")

print("stationary Muon spectrum at mean 1 against 4000 Wishart matrices: KS distance, excess kurtosis, std/mean")
rng = np.random.default_rng(1)
grid = np.linspace(0, 6, 3000)
for shape in ["48x32", "48x12", "32x32"]:
    rows, cols = map(int, shape.split("x"))
    wishart = np.array([np.linalg.svd(rng.standard_normal((rows, cols)), compute_uv=False) ** 2 for _ in range(4000)])
    wishart /= wishart.mean()
    cdf = np.searchsorted(np.sort(wishart.ravel()), grid) / wishart.size
    powers = lambda x: np.stack([(x**k).mean(axis=1) for k in range(1, 5)], axis=1)
    exact = jackknife(powers(wishart), kurtosis)
    print(f"  {shape} Wishart kurtosis {exact[0]:.3f} ± {exact[1]:.3f}, std/mean {wishart.std():.3f}")
    for nu in ["0.03", "0.1", "0.3", "1", "3"]:
        found = read(f"stationary_{shape}_{nu}", "spectra/lambda")
        found = found.reshape(len(found), -1)
        found = found / found.mean()
        each = np.array([np.searchsorted(np.sort(row), grid) / len(row) for row in found])
        at = np.abs(each.mean(0) - cdf).argmax()
        k, e = jackknife(powers(found), kurtosis)
        print(
            f"    nu/kappa = {nu:4} KS {abs(each.mean(0) - cdf)[at]:.4f} ± {error(each)[at]:.4f}  "
            f"kurtosis {k:.3f} ± {e:.3f}  std/mean {found.std():.3f}"
        )
