#!/bin/sh
# Runs everything that the table of questions in docs/guide/particles.md was read from, into results/claims (about ten minutes on two cores);
# scripts/particle_claims.py reads it. SVSDE names the program.
set -eu
cd "$(dirname "$0")/.."
svsde=${SVSDE:-target/release/svsde}
out=results/claims
mkdir -p "$out"
# run SCENARIO NAME [--set KEY=VALUE]...
run() {
    scenario=$1 name=$2
    shift 2
    "$svsde" run "scenarios/$scenario.toml" --force -q -o "$out/$name.h5" "$@" 2>>"$out/warnings.log"
}

run sgd_matrix matrix
run sgd_particles exact
run sgd_particles published --set model.constants=published
for dt in 0.5 0.25 0.1 0.05 0.02; do
    for constants in exact published; do
        run sgd_laguerre "laguerre_${constants}_$dt" --set model.constants=$constants --set integrator.proximal-euler.dt=$dt
    done
done
for dt in 0.01 0.001 0.0001; do
    run sgd_collisions "collisions_euler-maruyama_$dt" --set integrator.dt=$dt --set integrator.refine=false
    run sgd_collisions "collisions_exact-constants_$dt" --set integrator.dt=$dt --set integrator.refine=false \
        --set model.constants=exact
done
for dt in 0.1 0.03 0.01 0.003; do
    for integrator in proximal-euler adaptive-euler; do
        run sgd_collisions "collisions_${integrator}_$dt" --set integrator.$integrator.dt=$dt \
            --set integrator.$integrator.refine=true --set ensemble.replicas=256
    done
done
for diffusion in 0.05 matched; do
    for constants in published exact; do
        for dt in 0.08 0.02 0.005; do
            run muon_gap "gap_${diffusion}_${constants}_$dt" --set model.diffusion=$diffusion --set model.constants=$constants \
                --set integrator.dt=$dt --set integrator.refine=false
        done
    done
done
# nu is a fraction of the smallest gradient singular value, 0.6.
for nu in 0.01 0.03 0.1 0.2 0.3 0.6; do
    noise=$(python3 -c "print(0.6 * $nu)")
    for model in muon_matrix muon_particles; do
        step="--set model.gradient_noise=$noise --set time.end=1"
        run $model "${model}_6_$nu" $step --set ensemble.replicas=20000
        run $model "${model}_16_$nu" $step --set ensemble.replicas=3000 --set model.rows=16 --set model.cols=16 \
            --set initial.linspace.from=0.6 --set initial.linspace.to=3.6
    done
done
# Fourteen relaxation times nu sqrt(m) / (eta kappa), at least 50 steps each; the first six are left out.
for shape in 48x32 48x12 32x32; do
    rows=${shape%x*} cols=${shape#*x}
    for nu in 0.03 0.1 0.3 1 3; do
        relaxation=$(python3 -c "print(10 * round(max(50, 12 * $nu * $rows ** 0.5) / 10))")
        run muon_stationary "stationary_${shape}_$nu" --set model.rows="$rows" --set model.cols="$cols" \
            --set model.gradient_noise=$nu --set time.end=$((14 * relaxation)) --set time.burn_in=$((6 * relaxation)) \
            --set time.record_every="$relaxation" --set ensemble.replicas=64
    done
done
