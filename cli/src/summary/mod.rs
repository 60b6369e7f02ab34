//! What a result says, in tables and sentences, read from the file alone.

mod comparison;
mod noise;
mod regression;
mod relaxation;
mod row;
mod scan;
mod spectral;
mod stationary;
mod statistics;
mod tails;

pub use noise::over_predicted as noise_over_predicted;

use crate::error::Result;
use crate::scenario::{Model, Scenario};
use crate::store::ResultFile;
use crate::text::Parts;

enum Summary {
    Regression(regression::Regression),
    Spectral(spectral::Spectral),
    Stationary(stationary::Stationary),
    Tails(tails::Tails),
    Comparisons(comparison::Comparisons),
}

fn read(file: &ResultFile) -> Result<Summary> {
    if let Some(comparisons) = comparison::Comparisons::read(file)? {
        return Ok(Summary::Comparisons(comparisons));
    }
    let text = file.text("scenario").unwrap_or_default();
    let scenario: Scenario =
        toml::from_str(&text).map_err(|error| file.unreadable(format!("attribute scenario: {}", error.message())))?;
    Ok(match &scenario.model {
        Model::Regression(model) => Summary::Regression(regression::Regression::read(file, model)?),
        Model::Files(_) => Summary::Tails(tails::Tails::read(file)?),
        _ if scenario.is_stationary() => Summary::Stationary(stationary::Stationary::read(file)?),
        _ => Summary::Spectral(spectral::Spectral::read(file, &scenario)?),
    })
}

/// The summary of a result; with `details`, of tails every sample law by law, however many there are.
///
/// # Errors
/// When the file lacks a dataset that it must have.
pub fn of(file: &ResultFile, details: bool) -> Result<Parts> {
    Ok(match read(file)? {
        Summary::Regression(summary) => summary.parts(),
        Summary::Spectral(summary) => summary.parts(),
        Summary::Stationary(summary) => summary.parts(),
        Summary::Tails(summary) => summary.parts(details),
        Summary::Comparisons(summary) => summary.parts(),
    })
}

/// The numbers of the summary as JSON.
///
/// # Errors
/// As [`of`].
pub fn json(file: &ResultFile) -> Result<serde_json::Value> {
    Ok(match read(file)? {
        Summary::Regression(summary) => summary.json(),
        Summary::Spectral(summary) => summary.json(),
        Summary::Stationary(summary) => summary.json(),
        Summary::Tails(summary) => summary.json(),
        Summary::Comparisons(summary) => summary.json(),
    })
}

/// The question that a result of this kind answers.
///
/// # Errors
/// As [`of`].
pub fn question(file: &ResultFile) -> Result<&'static str> {
    Ok(match read(file)? {
        Summary::Regression(_) => {
            "Which optimiser flattens the spectrum of W for this measurement matrix, and does the sign of Σ α_i q_i say so beforehand?"
        }
        Summary::Spectral(spectral) if spectral.is_noise() => {
            "What does noise do to the polar factor of the gradient, and does perturbation theory say so?"
        }
        Summary::Spectral(_) => "How do the singular values of W move, and where do they settle?",
        Summary::Stationary(_) => "Which stationary density has one squared singular value, and which tail?",
        Summary::Tails(_) => "Which law do the tails of these spectra follow, and can the data tell?",
        Summary::Comparisons(_) => "Do these roads to one quantity agree?",
    })
}

/// First, second, verdict and what was found, of each comparison in a result; none in other results.
///
/// # Errors
/// As [`of`].
pub fn verdicts(file: &ResultFile) -> Result<Vec<Vec<String>>> {
    Ok(match read(file)? {
        Summary::Comparisons(comparisons) => comparisons.rows(),
        _ => Vec::new(),
    })
}

/// One sentence a file, and what follows from the regressions together.
///
/// # Errors
/// As [`of`].
pub fn brief<'a>(files: impl IntoIterator<Item = &'a ResultFile>) -> Result<String> {
    let all = files.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    let regressions: Vec<_> =
        all.iter().filter_map(|s| if let Summary::Regression(r) = s { Some(r) } else { None }).collect();
    let others = all.iter().filter_map(|summary| match summary {
        Summary::Regression(_) => None,
        Summary::Spectral(spectral) => Some(spectral.brief()),
        Summary::Stationary(stationary) => Some(stationary.brief()),
        Summary::Tails(tails) => Some(tails.brief()),
        Summary::Comparisons(comparisons) => Some(comparisons.brief()),
    });
    Ok(others.collect::<String>() + &regression::brief(&regressions))
}
