//! Relaxation of a density to the stationary one.
//!
//! # Scheme
//! Cells as in `generator.rs`; in time, implicit Euler steps of h, h/2 and h/3 extrapolated to third order (Deuflhard 1985), the difference to
//! the second-order value choosing h. Extrapolated values can be negative where the density is tiny; the fluxes that lead from the three steps of
//! h/3, which are positive, to the extrapolated value are therefore limited (Zalesak, J. Comput. Phys. 31:335, 1979) so that no cell gives more
//! than it has. Mass only moves between neighbours, and no cell is ever negative; what rounding changes of the total is put back.

use super::{Boundary, Class, DensityError, Generator, Stationary};

/// Cells of the grid, and how far down, in the logarithm, the stationary density per unit of y goes there.
const CELLS: usize = 16384;
const DEPTH: f64 = 100.0;
/// Distance from the mode, in log x, of a point at an end.
const BESIDE: f64 = 20.0;
/// Places at which an initial density is looked for, and what is a trace of it.
const SAMPLES: usize = 1 << 18;
const TRACE: f64 = 1e-10;
/// The most by which log p can change within a cell towards an infinite end: at 10 a mean of dλ = (1 − λ) dt + √λ dB is off by 2e-4, at 30 by 1e-2.
const STEEP: f64 = 10.0;

/// A density on its way.
///
/// ```
/// use svsde::density::{Domain, FokkerPlanck, Relaxation, Resolution, Stationary};
///
/// // From 3, dX = −X dt + √2 dB has mean 3e^{−t}.
/// let line = Domain::new(f64::NEG_INFINITY, f64::INFINITY).unwrap_or_default();
/// let ou = FokkerPlanck::new(|x| -x, |_| 2.0_f64.sqrt(), line);
/// let stationary = Stationary::solve(&ou, &Resolution::default())?;
/// let mut density = Relaxation::from_points(&stationary, &[3.0])?;
/// density.advance(1.0, 1e-9);
/// assert!((density.mean() - 3.0 * (-1.0_f64).exp()).abs() < 1e-5);
/// # Ok::<(), svsde::density::DensityError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Relaxation {
    grid: Stationary,
    generator: Generator,
    masses: Vec<f64>,
    step: f64,
    steps: usize,
}

impl Relaxation {
    /// From point masses of equal weight at `places`, each shared by the two cells next to it so that its mean stays.
    ///
    /// # Errors
    /// [`DensityError::Initial`] for a place outside the domain, or for none.
    pub fn from_points(stationary: &Stationary, places: &[f64]) -> Result<Self, DensityError> {
        let domain = stationary.frame.equation.domain;
        if let Some(&x) = places.iter().find(|&&x| !(x >= domain.lower() && x <= domain.upper() && x.is_finite())) {
            return Err(DensityError::Initial(format!("x = {x} is outside the domain")));
        }
        let held = |end: &&Boundary| matches!(end.class, Class::Natural | Class::Exit) && places.contains(&end.at);
        if let Some(end) = stationary.boundaries().iter().find(held) {
            let reason = format!("a process that starts at {} never leaves it: that end is {}", end.at, end.class);
            return Err(DensityError::Initial(reason));
        }
        let ends = stationary.frame.window.ends();
        let far = |x: f64| {
            let y = domain.coordinate(x);
            y < ends.0 && domain.lower().is_infinite() || y > ends.1 && domain.upper().is_infinite()
        };
        if let Some(&x) = places.iter().find(|&&x| far(x)) {
            return Err(DensityError::Initial(format!(
                "x = {x:e} is farther out than drift and diffusion can be evaluated"
            )));
        }
        // A point at an end is placed next to it, at a distance that no longer matters beside that of the mode.
        let mode = stationary.frame.extent.mode;
        let low = if domain.lower().is_finite() { mode - BESIDE } else { ends.0 };
        let high = if domain.upper().is_finite() { mode + BESIDE } else { ends.1 };
        let near = |y: f64| y.clamp(low.max(ends.0), high.min(ends.1));
        let inside: Vec<f64> = places.iter().map(|&x| near(domain.coordinate(x))).collect();
        let mut relaxation = Self::on(stationary, &inside)?;
        let x: Vec<f64> = relaxation.x().collect();
        for &place in places {
            let upper = x.partition_point(|&centre| centre <= place).clamp(1, x.len() - 1);
            let share = ((place - x[upper - 1]) / (x[upper] - x[upper - 1])).clamp(0.0, 1.0);
            relaxation.masses[upper - 1] += (1.0 - share) / places.len() as f64;
            relaxation.masses[upper] += share / places.len() as f64;
        }
        relaxation.checked()
    }

    /// From a density, which is normalised here.
    ///
    /// # Errors
    /// [`DensityError::Initial`] where it is negative or not a number, or when its integral over the domain is 0 or infinite.
    pub fn from_density(stationary: &Stationary, density: impl Fn(f64) -> f64) -> Result<Self, DensityError> {
        let mut relaxation = Self::on(stationary, &Self::support(stationary, &density)?)?;
        let (panels, equation) = (&relaxation.grid.panels, &stationary.frame.equation);
        let mut masses = vec![0.0; relaxation.masses.len()];
        for (index, point) in panels.points.iter().enumerate() {
            let value = density(point.x);
            if !(value >= 0.0 && value.is_finite()) {
                return Err(DensityError::Initial(format!("the density is {value} at x = {:e}", point.x)));
            }
            // log_mass + log_scale = 2 log dx − 2 log g.
            let width = (0.5 * (point.log_mass + point.log_scale) + equation.diffusion(point.x).ln()).exp();
            masses[index / (2 * panels.stages)] += value * width;
        }
        let total: f64 = masses.iter().sum();
        if !(total > 0.0 && total.is_finite()) {
            return Err(DensityError::Initial(format!("the integral of the density is {total}")));
        }
        relaxation.masses = masses.into_iter().map(|mass| mass / total).collect();
        relaxation.checked()
    }

    /// Coordinates between which `density` is more than a trace; where it is not a number far out, it counts as 0.
    fn support(stationary: &Stationary, density: impl Fn(f64) -> f64) -> Result<Vec<f64>, DensityError> {
        let (domain, (low, high)) = (stationary.frame.equation.domain, stationary.frame.window.ends());
        let place = |k: usize| low + (high - low) * k as f64 / SAMPLES as f64;
        let weight = |k: usize| {
            let (x, _, log_jacobian) = domain.point(place(k));
            let weight = (density(x).ln() + log_jacobian).exp();
            if weight.is_nan() { 0.0 } else { weight.min(f64::MAX) }
        };
        let weights: Vec<f64> = (0..=SAMPLES).map(weight).collect();
        let highest = weights.iter().copied().fold(0.0, f64::max);
        if highest > 0.0 && [0, SAMPLES].iter().any(|&k| weights[k] > 1e-3 * highest) {
            return Err(DensityError::Initial("its integral over the domain diverges".to_owned()));
        }
        let more = |weight: &f64| *weight > TRACE * highest;
        let ends = [weights.iter().position(more), weights.iter().rposition(more)];
        Ok(ends.into_iter().flatten().map(place).collect())
    }

    /// Without any mass, on a grid that holds what spreads from `coordinates`.
    ///
    /// A grid on which, towards an infinite end, p falls by so much within a cell that the way back is lost is refused.
    fn on(stationary: &Stationary, coordinates: &[f64]) -> Result<Self, DensityError> {
        let also = coordinates.iter().map(|&y| spread(stationary, y)).collect::<Result<Vec<_>, _>>()?.concat();
        let grid = stationary.bulk(DEPTH, &also, CELLS)?;
        let domain = stationary.frame.equation.domain;
        let mode = domain.point(stationary.frame.extent.mode).0;
        let (x, log_p): (Vec<f64>, Vec<f64>) = grid.x().zip(grid.log_density()).unzip();
        let outer = |x: f64| if x > mode { domain.upper().is_infinite() } else { domain.lower().is_infinite() };
        let steep = |k: &usize| outer(x[*k]) && (log_p[*k] - log_p[*k - 1]).abs() > STEEP;
        let steep = (1..x.len()).filter(steep).map(|k| x[k]);
        if let Some(x) = steep.min_by(|a, b| (a - mode).abs().total_cmp(&(b - mode).abs())) {
            return Err(DensityError::Initial(format!(
                "it reaches too far into the tail: beyond x = {x:.1e} cells do not resolve the way back; start nearer"
            )));
        }
        let generator = Generator::new(&grid, 1);
        Ok(Self { masses: vec![0.0; grid.cells()], grid, generator, step: 0.0, steps: 0 })
    }

    fn checked(self) -> Result<Self, DensityError> {
        let sound = (self.mass() - 1.0).abs() < 1e-9;
        if sound { Ok(self) } else { Err(DensityError::Initial("there is no mass in it".to_owned())) }
    }

    /// Lets `time` pass; each step changes the third-order value by at most `tolerance` in the L¹ norm beside the second-order one.
    pub fn advance(&mut self, time: f64, tolerance: f64) {
        let mut left = time;
        if self.step <= 0.0 {
            self.step = 1e-6 * time;
        }
        while left > 0.0 {
            let h = if self.step >= left { left } else { self.step.min(0.5 * left) };
            let (next, error) = self.trial(h);
            if error <= tolerance || h < 1e-14 * time {
                self.masses = next;
                left -= h;
                self.steps += 1;
            }
            let factor = 0.9 * (tolerance / error.max(1e-300)).cbrt();
            self.step = h * factor.clamp(0.2, 4.0);
        }
    }

    /// One step of `h`, whatever its error.
    pub fn advance_once(&mut self, h: f64) {
        self.masses = self.trial(h).0;
        self.steps += 1;
    }

    /// The masses after h, and the L¹ distance of the values of second and third order.
    fn trial(&self, h: f64) -> (Vec<f64>, f64) {
        let [once, twice, thrice] = [1, 2, 3].map(|parts| {
            let step = self.generator.implicit(h / f64::from(parts));
            let mut masses = self.masses.clone();
            for _ in 0..parts {
                step.apply(&mut masses);
            }
            masses
        });
        let (mut change, mut error) = (Vec::with_capacity(once.len()), 0.0);
        for ((&a, &b), &c) in once.iter().zip(&twice).zip(&thrice) {
            let (coarse, fine) = (2.0 * b - a, c + 2.0 * (c - b));
            change.push(2.0 * (c - b) + 0.5 * (fine - coarse));
            error += 0.5 * (fine - coarse).abs();
        }
        (restored(limited(thrice, &change), self.mass()), error)
    }

    /// Time steps taken.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Centres of the cells.
    pub fn x(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
        self.grid.x()
    }

    /// Probability of each cell.
    pub fn masses(&self) -> &[f64] {
        &self.masses
    }

    /// The density at the centres.
    pub fn density(&self) -> Vec<f64> {
        let ratio = self.masses.iter().zip(&self.generator.log_mass);
        ratio.zip(self.grid.log_density()).map(|((m, log_mass), log_p)| (log_p + m.ln() - log_mass).exp()).collect()
    }

    /// Total probability.
    pub fn mass(&self) -> f64 {
        self.masses.iter().sum()
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.masses.iter().zip(self.x()).map(|(mass, x)| mass * x).sum()
    }

    /// ∫|p − p_s| dx, from 0 to 2.
    pub fn distance(&self) -> f64 {
        self.masses.iter().zip(&self.generator.log_mass).map(|(mass, log_mass)| (mass - log_mass.exp()).abs()).sum()
    }
}

/// Eight stationary standard deviations to both sides of y, more where the noise is larger than at the mode: where a point spreads to.
fn spread(stationary: &Stationary, y: f64) -> Result<[f64; 3], DensityError> {
    let (equation, ends) = (&stationary.frame.equation, stationary.frame.window.ends());
    let width = 0.5 * (stationary.quantile(0.84) - stationary.quantile(0.16));
    let (here, mode) = (equation.local(y)?, equation.local(stationary.frame.extent.mode)?);
    let more = (here.log_diffusion - mode.log_diffusion).max(0.0).exp();
    let margin = 8.0 * width * more;
    let side = |x: f64| {
        let inside = x > equation.domain.lower() && x < equation.domain.upper();
        if inside { equation.domain.coordinate(x).clamp(ends.0, ends.1) } else { y }
    };
    Ok([y, side(here.x - margin), side(here.x + margin)])
}

/// `masses` with what rounding took from or gave to their sum `total`; a larger difference is an error, and is left in place to be seen.
fn restored(mut masses: Vec<f64>, total: f64) -> Vec<f64> {
    let ratio = total / masses.iter().sum::<f64>();
    if (ratio - 1.0).abs() < 1e-12 {
        masses.iter_mut().for_each(|mass| *mass *= ratio);
    }
    masses
}

/// `masses` plus as much of `change`, whose sum is 0, as leaves no cell negative: moved between neighbours.
fn limited(mut masses: Vec<f64>, change: &[f64]) -> Vec<f64> {
    let sums = masses.iter().scan(0.0_f64, |sum, mass| {
        *sum += mass;
        Some(*sum)
    });
    let half = sums.take_while(|&sum| sum < 0.5).count();
    // Mass that crosses to the right between i and i + 1, summed from the side on which less of it is.
    let mut crossing = vec![0.0; masses.len()];
    let mut sum = 0.0;
    for i in 0..half {
        sum -= change[i];
        crossing[i] = sum;
    }
    sum = 0.0;
    for i in (half + 1..masses.len()).rev() {
        sum += change[i];
        crossing[i - 1] = sum;
    }
    let before = |i: usize| if i == 0 { 0.0 } else { crossing[i - 1] };
    let share: Vec<f64> = (0..masses.len())
        .map(|i| {
            let leaves = crossing[i].max(0.0) + (-before(i)).max(0.0);
            // A little less than all, so that rounding leaves no negative rest.
            if leaves > masses[i] { (1.0 - 1e-12) * masses[i] / leaves } else { 1.0 }
        })
        .collect();
    for i in 0..masses.len() - 1 {
        let moved = crossing[i] * if crossing[i] > 0.0 { share[i] } else { share[i + 1] };
        masses[i] = (masses[i] - moved).max(0.0);
        masses[i + 1] += moved;
    }
    masses
}
