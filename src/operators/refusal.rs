//! What an operator answers to a value that it does not take.

/// Why an operator does not take a value. The caller knows where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in one sentence without the position.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Which element of the array it is about, counted from 0.
    pub element: Option<usize>,
    /// Whether it is of the right kind, and nothing could ever match it: an empty interval or list.
    pub is_empty: bool,
}

impl Refusal {
    /// A refusal of the whole value.
    #[must_use]
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), element: None, is_empty: false }
    }

    /// A refusal of a value that nothing could ever match.
    #[must_use]
    pub fn empty(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_empty: true, ..Self::new(message, help) }
    }

    /// The same refusal, of one element of an array.
    #[must_use]
    pub const fn at(mut self, element: usize) -> Self {
        self.element = Some(element);
        self
    }

    /// The same refusal without an element: for values that do not stand in the rule itself.
    #[must_use]
    pub(super) const fn of_all(mut self) -> Self {
        self.element = None;
        self
    }
}
