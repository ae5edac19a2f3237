//! The author's sentence for a bad outcome, with its placeholders.

use super::ColumnId;

/// A sentence in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The pieces, to be joined.
    pub pieces: Vec<Piece>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As written.
    Words(String),
    /// `{label}`: the label of the rule's own field.
    Label(ColumnId),
    /// `{value}` or `{FIELD}`: the cell as the list wrote it.
    Value(ColumnId),
    /// `{expected}`: what the rule wants, in words.
    Expected,
    /// `{short_by}`: how far the rule's own field is from what the rule wants.
    ShortBy(ColumnId),
}
