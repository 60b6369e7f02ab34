#!/usr/bin/env python3
"""Write tests/data/tails: samples with tails of known kinds, and what the package powerlaw 2.0.0 answers for them.

powerlaw.json holds for each sample two cuts, `free` (x_min from powerlaw's scan) and `fixed`, each with the fits of all six
families above that x_min and their comparisons: first, second, nested, ratio, normalised ratio, p. References of our own:

- `scan`: x_min over every value but the largest, with no limit on alpha (powerlaw leaves out the two largest, and every
  alpha of 3 or more); `two_sided_scan`: the same with both sides of the steps of the empirical distribution.
- `exact_loglikelihood`: at powerlaw's own parameters, at 40 digits; its own sum differs where its density underflows.
- `optimum`: the true maximum of the likelihood over the natural range of each family, at 40 digits with mpmath;
  `limit` says that the supremum lies at the boundary and is another family's (docs/tails.md has the criteria).
  `optimum_in_range` is given where powerlaw's default range excludes it.
- `optimum_comparisons`: ratio and p as powerlaw defines them, at these optima.

Development only. Needs: pip install powerlaw==2.0.0 numpy==2.4.6 scipy==1.17.1 mpmath==1.3.0
    python scripts/tail_references.py
"""

import json
import warnings
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import mpmath as mp
import numpy as np
import powerlaw

warnings.simplefilter("ignore")
DIGITS = 40  # only where asked for: powerlaw computes with mpmath too, at its default precision
OUT = Path(__file__).resolve().parent.parent / "tests" / "data" / "tails"
FAMILIES = list(powerlaw.fitting.SUPPORTED_DISTRIBUTIONS)
NESTED = [
    ("power_law", "truncated_power_law"),
    ("exponential", "stretched_exponential"),
    ("lognormal", "lognormal_positive"),
]


# --- Samples ---------------------------------------------------------------------------------


def power_law(rng, n, alpha=2.5):
    return (1 - rng.random(n)) ** (-1 / (alpha - 1))


def truncated_power_law(rng, n, alpha=2.0, rate=0.05):
    kept = np.empty(0)
    while len(kept) < n:
        x = power_law(rng, n, alpha)
        kept = np.append(kept, x[rng.random(n) < np.exp(-rate * (x - 1))])
    return kept[:n]


def exponential(rng, n, rate=0.5):
    return 1 + rng.exponential(1 / rate, n)


def stretched_exponential(rng, n, rate=1.0, beta=0.5):
    return (rate**beta + rng.exponential(size=n)) ** (1 / beta) / rate


def lognormal(rng, n, mu=0.5, sigma=1.0):
    """Over all x > 0: x_min cuts it."""
    return rng.lognormal(mu, sigma, n)


def samples():
    """Name, sample and fixed x_min."""
    for seed, draw in enumerate([power_law, truncated_power_law, exponential, stretched_exponential, lognormal]):
        for n in (300, 1000):
            rng = np.random.default_rng([20260, seed, n])
            yield f"{draw.__name__}_{n}", draw(rng, n), 1.0
    yield "blackouts", np.sort(powerlaw.load_test_dataset("blackouts")).astype(float), 230_000.0


# --- Scans of x_min --------------------------------------------------------------------------


def scan(x, two_sided):
    best = None
    x = np.sort(x)
    for start in np.unique(x)[:-1]:
        tail = x[x >= start]
        n = len(tail)
        alpha = 1 + n / np.log(tail / start).sum()
        value, first, count = np.unique(tail, return_index=True, return_counts=True)
        model = 1 - (value / start) ** (1 - alpha)
        distance = abs(model - first / n).max()
        if two_sided:
            distance = max(distance, abs(model - (first + count) / n).max())
        if best is None or distance < best["D"]:
            best = dict(x_min=start, alpha=alpha, sigma=(alpha - 1) / np.sqrt(n), D=distance, n_tail=n)
    return best


# --- True maxima -----------------------------------------------------------------------------
# In t = x / x_min all families are scale free; log densities below are of t, at 40 digits.


def optimum_power_law(t, _):
    return power_law_at(1 + len(t) / mp.fsum(mp.log(v) for v in t))


def power_law_at(alpha):
    return dict(alpha=alpha), lambda v: mp.log(alpha - 1) - alpha * mp.log(v)


def optimum_exponential(t, _):
    return exponential_at(1 / (mp.fsum(t) / len(t) - 1))


def exponential_at(rate):
    return dict(Lambda=rate), lambda v: mp.log(rate) - rate * (v - 1)


def truncated_norm(alpha, rate):
    return rate ** (alpha - 1) * mp.gammainc(1 - alpha, rate)


def truncated_at(alpha, rate):
    return dict(alpha=alpha, Lambda=rate), lambda v: -alpha * mp.log(v) - rate * v - mp.log(truncated_norm(alpha, rate))


def optimum_truncated_power_law(t, start):
    """Exponential family in (alpha, Lambda): strictly concave, inside iff the mean of t is below the power law's."""
    mean, mean_log = mp.fsum(t) / len(t), mp.fsum(mp.log(v) for v in t) / len(t)
    alpha = 1 + 1 / mean_log
    if alpha > 2 and mean >= (alpha - 1) / (alpha - 2):
        return None

    def equations(a, log_rate):
        rate = mp.exp(log_rate)
        return [
            truncated_norm(a - 1, rate) / truncated_norm(a, rate) - mean,
            -mp.diff(lambda b: mp.log(truncated_norm(b, rate)), a) - mean_log,
        ]

    a, log_rate = solve(equations, [start["alpha"], mp.log(start["Lambda"])])
    return truncated_at(a, mp.exp(log_rate))


def truncated_with_alpha(t, alpha):
    """Best Lambda for one alpha, None if it is 0."""
    mean = mp.fsum(t) / len(t)
    if alpha > 2 and mean >= (alpha - 1) / (alpha - 2):
        return None
    gap = lambda s: truncated_norm(alpha - 1, mp.exp(s)) / truncated_norm(alpha, mp.exp(s)) - mean
    return truncated_at(alpha, mp.exp(root(gap, -20, 6)))


def optimum_stretched_exponential(t, _):
    """The best eta = (Lambda x_min)^beta is n / sum(t^beta - 1): one equation for beta, with a root as for the lognormal."""
    logs = [mp.log(v) for v in t]
    mean_log = mp.fsum(logs) / len(t)

    def slope(beta):
        powers = [mp.exp(beta * s) for s in logs]
        return 1 / beta + mean_log - mp.fsum(p * s for p, s in zip(powers, logs)) / mp.fsum(p - 1 for p in powers)

    if mp.fsum(s * s for s in logs) / len(t) >= 2 * mean_log**2:
        return None
    beta = mp.exp(root(lambda s: slope(mp.exp(s)), -12, 3))
    eta = len(t) / mp.fsum(mp.exp(beta * s) - 1 for s in logs)
    return stretched_at(eta ** (1 / beta), beta)


def stretched_at(rate, beta):
    eta = rate**beta
    return dict(Lambda=rate, beta=beta), lambda v: mp.log(beta * eta) + (beta - 1) * mp.log(v) - eta * (v**beta - 1)


def lognormal_moments(b, c):
    """Norm and first two moments of exp(-b y - c y^2) on y > 0."""
    norm = mp.sqrt(mp.pi / (4 * c)) * mp.exp(b * b / (4 * c)) * mp.erfc(b / (2 * mp.sqrt(c)))
    first = (1 - b * norm) / (2 * c)
    return norm, first / norm, (norm - b * first) / (2 * c) / norm


def lognormal_at(b, c):
    sigma2 = 1 / (2 * c)
    norm = lognormal_moments(b, c)[0]
    return dict(mu=-b * sigma2, sigma=mp.sqrt(sigma2)), lambda v: -(1 + b + c * mp.log(v)) * mp.log(v) - mp.log(norm)


def optimum_lognormal(t, start):
    """Exponential family in b = -mu/sigma^2, c = 1/(2 sigma^2): inside iff log t varies less than an exponential."""
    logs = [mp.log(v) for v in t]
    first, second = mp.fsum(logs) / len(t), mp.fsum(s * s for s in logs) / len(t)
    if second >= 2 * first**2:
        return None

    def equations(b, log_c):
        moments = lognormal_moments(b, mp.exp(log_c))
        return [moments[1] - first, moments[2] - second]

    variance = second - first**2
    guesses = [(start["mu"], start["sigma"] ** 2), (first, variance)]
    b, log_c = solve(equations, *[[-mean / spread, -mp.log(2 * spread)] for mean, spread in guesses])
    return lognormal_at(b, mp.exp(log_c))


def lognormal_with_mu(t, mu):
    """Best sigma for one mu (of t)."""
    logs = [mp.log(v) for v in t]
    first, second = mp.fsum(logs) / len(t), mp.fsum(s * s for s in logs) / len(t)

    def gap(log_c):
        c = mp.exp(log_c)
        moments = lognormal_moments(-2 * c * mu, c)
        return (second - moments[2]) - 2 * mu * (first - moments[1])

    c = mp.exp(root(gap, -12, 10))
    return lognormal_at(-2 * c * mu, c)


def root(gap, low, high, steps=40):
    """The zero of gap on [low, high], where there must be exactly one."""
    grid = [low + (high - low) * mp.mpf(k) / steps for k in range(steps + 1)]
    signs = [gap(s) > 0 for s in grid]
    changes = [k for k in range(steps) if signs[k] != signs[k + 1]]
    (k,) = changes
    return mp.findroot(gap, (grid[k], grid[k + 1]), solver="illinois", maxsteps=300)


def solve(equations, *starts):
    for start in starts:
        for improve in (list, lambda start: damped(equations, start)):
            try:
                return list(mp.findroot(equations, improve(start), tol=1e-40, maxsteps=60))
            except (ValueError, ZeroDivisionError):
                continue
    raise SystemExit("the likelihood equations were not solved")


def damped(equations, start):
    """A start improved by short Newton steps in double precision."""
    x = np.array([float(v) for v in start])
    for _ in range(200):
        f = np.array([float(v) for v in equations(*map(mp.mpf, x))])
        jacobian = np.array([
            (np.array([float(v) for v in equations(*map(mp.mpf, x + h))]) - f) / 1e-6 for h in 1e-6 * np.eye(2)
        ]).T
        step = np.linalg.solve(jacobian, f)
        x -= step * min(1, 0.3 / np.linalg.norm(step))
    return list(map(mp.mpf, x))


AT = {
    "power_law": power_law_at,
    "exponential": exponential_at,
    "truncated_power_law": truncated_at,
    "stretched_exponential": stretched_at,
    "lognormal": lambda mu, sigma: lognormal_at(-mu / sigma**2, 1 / (2 * sigma**2)),
    "lognormal_positive": lambda mu, sigma: lognormal_at(-mu / sigma**2, 1 / (2 * sigma**2)),
}
OPTIMA = {
    "power_law": optimum_power_law,
    "exponential": optimum_exponential,
    "truncated_power_law": optimum_truncated_power_law,
    "stretched_exponential": optimum_stretched_exponential,
    "lognormal": optimum_lognormal,
}


def scaled_back(parameters, x_min):
    """From t to x; what is not listed here has no unit."""
    change = {"Lambda": lambda v: v / mp.mpf(x_min), "mu": lambda v: v + mp.log(mp.mpf(x_min))}
    return {k: float(change.get(k, lambda v: v)(v)) for k, v in parameters.items()}


def in_scaled(parameters, x_min):
    change = {"Lambda": lambda v: v * mp.mpf(x_min), "mu": lambda v: v - mp.log(mp.mpf(x_min))}
    return {k: change.get(k, mp.mpf)(v) for k, v in parameters.items()}


def outcome(found, t, x_min):
    parameters, density = found
    logs = [density(v) - mp.log(mp.mpf(x_min)) for v in t]
    record = dict(parameters=scaled_back(parameters, x_min), loglikelihood=float(mp.fsum(logs)))
    return record, np.array([float(v) for v in logs])


@mp.workdps(DIGITS)
def exact_loglikelihood(family, parameters, tail, x_min):
    at = AT[family](*in_scaled(parameters, x_min).values())
    return outcome(at, [mp.mpf(v) / mp.mpf(x_min) for v in tail], x_min)[0]["loglikelihood"]


@mp.workdps(DIGITS)
def optima(tail, x_min, fits):
    """Optima, optima in powerlaw's ranges where these differ, log-likelihoods of each value at the optima."""
    t = [mp.mpf(v) / mp.mpf(x_min) for v in tail]
    found, ranged, logs = {}, {}, {}
    for family, optimise in OPTIMA.items():
        result = optimise(t, in_scaled(fits[family]["parameters"], x_min))
        if result is None:
            found[family] = dict(limit="power_law", loglikelihood=found["power_law"]["loglikelihood"])
            logs[family] = logs["power_law"]
        else:
            found[family], logs[family] = outcome(result, t, x_min)
    if "limit" not in found["truncated_power_law"]:
        alpha = found["truncated_power_law"]["parameters"]["alpha"]
        if not 0 <= alpha <= 3:
            edge = truncated_with_alpha(t, mp.mpf(0 if alpha < 0 else 3))
            ranged["truncated_power_law"] = outcome(edge, t, x_min)[0] if edge else dict(limit="alpha = 3, Lambda = 0")
    mu = found["lognormal"].get("parameters", {}).get("mu", -np.inf)
    if mu < 0:
        positive = outcome(lognormal_with_mu(t, -mp.log(mp.mpf(x_min))), t, x_min)
    else:
        positive = found["lognormal"], logs["lognormal"]
    found["lognormal_positive"], logs["lognormal_positive"] = positive
    return found, ranged, logs


# --- powerlaw's answers ----------------------------------------------------------------------


def finite(v):
    return float(v) if np.isfinite(v) else None


def family_fit(fit, family):
    dist = getattr(fit, family)
    parameters = {k: float(v) for k, v in dist.parameters.items()}
    return dict(
        parameters=parameters,
        loglikelihood=float(np.sum(dist.loglikelihoods(fit.data))),
        exact_loglikelihood=exact_loglikelihood(family, parameters, fit.data, fit.xmin),
        **{name: finite(getattr(dist, name)) for name in ("D", "V", "Asquare", "Kappa")},
        noise_flag=bool(dist.noise_flag),
    )


def compare(a, b, nested):
    """powerlaw.loglikelihood_ratio, raw and normalised ratio and p."""
    ratio, p = powerlaw.loglikelihood_ratio(a.copy(), b.copy(), nested=nested)
    normalised, _ = powerlaw.loglikelihood_ratio(a.copy(), b.copy(), nested=nested, normalized_ratio=True)
    return [finite(v) for v in (ratio, normalised, p)]


def cut(x, x_min):
    fit = powerlaw.Fit(x, xmin=x_min, verbose=0)
    fits = {family: family_fit(fit, family) for family in FAMILIES}
    found, ranged, logs = optima(fit.data, x_min, fits)
    pairs, true_pairs = [], []
    for a, b in combinations(FAMILIES, 2):
        nested = (a, b) in NESTED
        ratio, p = fit.distribution_compare(a, b)
        record = compare(getattr(fit, a).loglikelihoods(fit.data), getattr(fit, b).loglikelihoods(fit.data), nested)
        assert ratio == record[0] and (p == record[2] or record[2] is None)
        pairs.append([a, b, nested, *record])
        true_pairs.append([a, b, nested, *compare(logs[a], logs[b], nested)])
    alpha, n = fits["power_law"]["parameters"]["alpha"], len(fit.data)
    power = dict(x_min=float(x_min), alpha=alpha, sigma=(alpha - 1) / np.sqrt(n), D=fits["power_law"]["D"], n_tail=n)
    return dict(power, fits=fits, comparisons=pairs, optimum=found, optimum_in_range=ranged, optimum_comparisons=true_pairs)


def record(name, x, x_min):
    free = powerlaw.Fit(x, verbose=0)
    answers = dict(
        name=name, n=len(x),
        scan=scan(x, False), two_sided_scan=scan(x, True),
        free=cut(x, float(free.xmin)), fixed=cut(x, x_min),
    )
    assert answers["free"]["D"] == float(free.D) and answers["free"]["alpha"] == float(free.alpha)
    for place in ("free", "fixed"):
        for family, fit in answers[place]["fits"].items():
            short = answers[place]["optimum"][family]["loglikelihood"] - fit["exact_loglikelihood"]
            wrong = fit["loglikelihood"] - fit["exact_loglikelihood"]
            assert short > -1e-9 * len(x), f"{name}, {family}: powerlaw is above the maximum by {-short}"
            if short > 1e-3 or abs(wrong) > 1e-6:
                print(f"{name}, {place}, {family}: {short:.1e} short of the maximum, its sum wrong by {wrong:.1e}")
    return answers


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    records = []
    for name, x, x_min in samples():
        np.save(OUT / f"{name}.npy", x)
        records.append(record(name, x, x_min))
    lines = ",\n".join(json.dumps(r, separators=(",", ":"), allow_nan=False) for r in records)
    header = json.dumps(dict(powerlaw=version("powerlaw"), numpy=version("numpy"), scipy=version("scipy")))
    (OUT / "powerlaw.json").write_text(f'{{"versions":{header},"samples":[\n{lines}\n]}}\n')
    print(sum(f.stat().st_size for f in OUT.iterdir()), "bytes")


if __name__ == "__main__":
    main()
