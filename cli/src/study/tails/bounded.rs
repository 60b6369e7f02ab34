//! Items in parallel, of which no more are in memory than there are threads.

use rayon::prelude::*;

/// Answers in the order of `items`. A thread that waits within one takes up another, of as many as there are threads: never are more in memory.
pub(super) fn bounded<I: Sync, T: Send>(items: &[I], one: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let together = items.chunks(rayon::current_num_threads());
    together.flat_map(|some| some.par_iter().map(&one).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    /// Work within each item that other threads take a share of, so that its own thread has to wait.
    #[test]
    fn no_more_items_than_threads() {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let one = |k: &usize| {
            most.fetch_max(1 + inside.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
            (0..20).into_par_iter().for_each(|_| sleep(Duration::from_micros(100)));
            inside.fetch_sub(1, Ordering::SeqCst);
            *k
        };
        let items: Vec<usize> = (0..100).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        assert_eq!(pool.install(|| bounded(&items, one)), items);
        assert!((1..=4).contains(&most.into_inner()));
    }
}
