//! How a caller watches and stops a long computation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle on a long computation, shared by whoever runs it and whoever watches it.
#[derive(Clone, Default)]
pub struct Control {
    stop: Arc<AtomicBool>,
    progress: Option<Arc<dyn Fn(f64) + Send + Sync>>,
}

impl Control {
    /// A handle whose `progress` is called with each amount of work done, in the units of the computation.
    pub fn new(progress: impl Fn(f64) + Send + Sync + 'static) -> Self {
        Self { stop: Arc::default(), progress: Some(Arc::new(progress)) }
    }

    /// The same flag, with amounts of work multiplied by `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let progress = self
            .progress
            .clone()
            .map(|progress| -> Arc<dyn Fn(f64) + Send + Sync> { Arc::new(move |amount| progress(factor * amount)) });
        Self { stop: self.stop.clone(), progress }
    }

    /// Asks the computation to stop at its next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The flag of [`Control::stop`] itself.
    pub fn flag(&self) -> &Arc<AtomicBool> {
        &self.stop
    }

    /// Reports an amount of work done.
    pub fn advance(&self, amount: f64) {
        if let Some(progress) = &self.progress {
            progress(amount);
        }
    }
}
