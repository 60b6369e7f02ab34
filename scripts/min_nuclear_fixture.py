#!/usr/bin/env python3
"""Write tests/fixtures/min_nuclear.json: minimum nuclear norm solutions from an independent convex solver.

Each instance is   minimise ||W||_*   subject to   A vec(W) = y   (vec is row-major, A has d rows), whose dual is
maximise y.z   subject to   ||mat(A' z)||_op <= 1.

The solver's answer is not trusted. Newton's method refines it, W is projected onto A vec(W) = y, z is scaled into the
unit ball, and solver_gap = (||W||_* - y.z) / ||W||_* of these two feasible points must be at most MAX_GAP. Since y.z is
a lower bound of the optimum, nuclear_norm is then right to that relative error.

The weights are only comparable where the minimiser is unique. With U, V the singular frames of mat(A' z) for singular
value 1, every minimiser is U H V' with H symmetric, so the script demands that H -> A vec(U H V') be injective, and
stores its smallest over largest singular value as face_margin.

Development only. Needs: pip install numpy cvxpy clarabel scs
"""

import json
from importlib.metadata import version
from pathlib import Path

import cvxpy as cp
import numpy as np

MAX_GAP = 1e-7
MIN_FACE_MARGIN = 1e-4
OUT = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "min_nuclear.json"

SOLVERS = {
    "CLARABEL": dict(tol_gap_abs=1e-11, tol_gap_rel=1e-11, tol_feas=1e-11, tol_ktratio=1e-9, max_iter=500),
    "SCS": dict(eps=1e-9, max_iters=1_000_000),
}


def nuclear(w):
    return np.linalg.svd(w, compute_uv=False).sum()


class Instance:
    def __init__(self, name, shape, matrix, target_rank, rng):
        self.name, self.shape, self.a = name, shape, matrix
        rows, cols = shape
        if target_rank is None:
            truth = rng.standard_normal(shape)
        else:
            truth = rng.standard_normal((rows, target_rank)) @ rng.standard_normal((target_rank, cols))
        self.y = matrix @ truth.ravel()

    def feasible_primal(self, w):
        """Projection of w onto A vec(W) = y, twice, so that rounding is all that is left."""
        for _ in range(2):
            w = w - np.linalg.lstsq(self.a, self.a @ w.ravel() - self.y, rcond=None)[0].reshape(self.shape)
        return w

    def dual_matrix(self, z):
        return (self.a.T @ z).reshape(self.shape)

    def feasible_dual(self, z):
        """z with the sign that makes the bound positive, scaled to ||mat(A' z)||_op = 1."""
        z = z * np.sign(self.y @ z)
        return z / np.linalg.norm(self.dual_matrix(z), 2)

    def gap(self, w, z):
        return (nuclear(w) - self.y @ z) / nuclear(w)

    def face(self, z, rank):
        """The map H -> A vec(U H V') on symmetric H, as a matrix."""
        u, _, vt = np.linalg.svd(self.dual_matrix(z))
        u, v = u[:, :rank], vt[:rank].T
        pairs = [(i, j) for i in range(rank) for j in range(i + 1)]
        basis = []
        for i, j in pairs:
            e = np.outer(u[:, i], v[:, j])
            basis.append(e if i == j else (e + np.outer(u[:, j], v[:, i])) / np.sqrt(2))
        return self.a @ np.array([e.ravel() for e in basis]).T

    def polish(self, w, z, rank):
        """Newton on the optimality conditions X = M Y, Y = M' X, A vec(X Y') = y, where M = mat(A' z) and W = X Y'.

        The gap of two feasible points is quadratic in the error of W, so a solver's gap of 1e-11 leaves errors of 1e-6
        in the weights; this removes them. X and Y are free up to a common rotation: least squares takes the shortest
        step.
        """
        rows, cols = self.shape
        q, r = np.linalg.qr(self.a.T)
        measurements = q.T.reshape(-1, rows, cols)
        targets = np.linalg.solve(r.T, self.y)
        z = r @ z
        u, sigma, vt = np.linalg.svd(w)
        x, y = u[:, :rank] * np.sqrt(sigma[:rank]), vt[:rank].T * np.sqrt(sigma[:rank])
        for _ in range(6):
            m = np.tensordot(z, measurements, axes=1)
            ay = (measurements @ y).reshape(len(z), -1).T
            ax = (measurements.transpose(0, 2, 1) @ x).reshape(len(z), -1).T
            residual = [(x - m @ y).ravel(), (y - m.T @ x).ravel(), q.T @ (x @ y.T).ravel() - targets]
            jacobian = np.block([
                [np.eye(x.size), -np.kron(m, np.eye(rank)), -ay],
                [-np.kron(m.T, np.eye(rank)), np.eye(y.size), -ax],
                [ay.T, ax.T, np.zeros((len(z), len(z)))],
            ])
            step = np.linalg.lstsq(jacobian, -np.concatenate(residual), rcond=1e-12)[0]
            x = x + step[: x.size].reshape(x.shape)
            y = y + step[x.size : x.size + y.size].reshape(y.shape)
            z = z + step[x.size + y.size :]
        return self.feasible_primal(x @ y.T), self.feasible_dual(np.linalg.solve(r, z))

    def solve(self, solver):
        w = cp.Variable(self.shape)
        constraint = self.a @ cp.vec(w, order="C") == self.y
        problem = cp.Problem(cp.Minimize(cp.normNuc(w)), [constraint])
        problem.solve(solver=solver, **SOLVERS[solver])
        best = self.feasible_primal(w.value), self.feasible_dual(constraint.dual_value)
        sigma = np.linalg.svd(best[0], compute_uv=False)
        rank = int((sigma > 1e-5 * sigma[0]).sum())
        raw_gap = self.gap(*best)
        candidate = self.polish(*best, rank)
        moved = abs(candidate[0] - best[0]).max() / abs(best[0]).max()
        if abs(self.gap(*candidate)) < abs(raw_gap):
            best = candidate
        # Every direction in which the dual matrix touches the ball counts for uniqueness, not only those W uses.
        touching = int((np.linalg.svd(self.dual_matrix(best[1]), compute_uv=False) > 1 - 1e-5).sum())
        image = self.face(best[1], touching)
        if image.shape[1] > image.shape[0]:
            margin = 0.0
        else:
            spread = np.linalg.svd(image, compute_uv=False)
            margin = spread[-1] / spread[0]
        return *best, rank, touching, raw_gap, moved, margin

    def record(self):
        for solver in SOLVERS:
            try:
                w, z, rank, touching, raw_gap, moved, margin = self.solve(solver)
            except cp.error.SolverError as error:
                print(f"{self.name}: {solver}: {error}")
                continue
            gap = self.gap(w, z)
            residual = np.linalg.norm(self.a @ w.ravel() - self.y) / np.linalg.norm(self.y)
            print(
                f"{self.name:20} {solver:9} nuclear {nuclear(w):.12g}  gap {raw_gap:.1e} -> {gap:.1e}  "
                f"moved {moved:.1e}  residual {residual:.1e}  rank {rank} of {touching}  face margin {margin:.1e}"
            )
            if abs(gap) <= MAX_GAP and residual <= 1e-12:
                break
        else:
            raise SystemExit(f"{self.name}: no solver reached a relative gap of {MAX_GAP}")
        if margin < MIN_FACE_MARGIN:
            raise SystemExit(f"{self.name}: the minimiser is not unique (face margin {margin:.1e}); change the seed")
        rows, cols = self.shape
        return dict(
            name=self.name,
            rows=rows,
            cols=cols,
            count=len(self.y),
            matrix=self.a.tolist(),
            targets=self.y.tolist(),
            nuclear_norm=nuclear(w),
            weights=w.ravel().tolist(),
            dual=z.tolist(),
            solver=f"{solver} {version(solver.lower())}, cvxpy {version('cvxpy')}",
            solver_gap=gap,
            face_margin=margin,
        )


def instances():
    def gaussian(name, seed, rows, cols, count, target_rank):
        rng = np.random.default_rng(seed)
        return Instance(name, (rows, cols), rng.standard_normal((count, rows * cols)), target_rank, rng)

    for k, target_rank in enumerate([None, 1, None, 2, None, 1, None, 3]):
        yield gaussian(f"gaussian-6x6-{k}", 100 + k, 6, 6, 10, target_rank)
    yield gaussian("tall-5x3", 110, 5, 3, 6, None)
    yield gaussian("wide-3x5", 111, 3, 5, 6, None)

    rng = np.random.default_rng(112)
    entries = np.sort(rng.choice(36, size=20, replace=False))
    yield Instance("completion-6x6", (6, 6), np.eye(36)[entries], 2, rng)

    rng = np.random.default_rng(113)
    scaled = rng.standard_normal((12, 36)) * np.logspace(0, -3, 12)[:, None]
    yield Instance("ill-conditioned-6x6", (6, 6), scaled, None, rng)

    yield gaussian("gaussian-20x20", 114, 20, 20, 50, 2)


def main():
    records = [instance.record() for instance in instances()]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(record, separators=(",", ":"), allow_nan=False) for record in records)
    OUT.write_text(f"[\n{lines}\n]\n")
    print(f"{len(records)} instances, {OUT.stat().st_size} bytes: {OUT.name}")


if __name__ == "__main__":
    main()
