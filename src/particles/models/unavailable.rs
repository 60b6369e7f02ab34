//! Answers to what a model or a method cannot do.

/// Why a model or a method cannot do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unavailable {
    /// The reason in words, with the fields and values that it is about.
    pub reason: String,
    /// The parameters with which it is available, in a few words for lists; `None` where no parameters help.
    pub condition: Option<&'static str>,
}

impl Unavailable {
    /// For no parameters of this kind of model.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), condition: None }
    }

    /// The same where the parameters decide.
    #[must_use]
    pub fn unless(self, condition: &'static str) -> Self {
        Self { condition: Some(condition), ..self }
    }
}
