//! What a rule says of a lead, what the rules together say, and where a record ends.

use std::fmt;

use serde::Serialize;

/// What a rule, or a criterion, says of one lead. Pass is always what is good for the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The lead meets it.
    Pass,
    /// The lead does not meet it.
    Fail,
    /// The list does not say enough.
    Unknown,
    /// The rule does not apply to this lead.
    Skipped,
}

impl Outcome {
    /// The word that rule files, CSV and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
        }
    }

    /// Pass for fail and fail for pass; the others stay.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Pass => Self::Fail,
            Self::Fail => Self::Pass,
            other => other,
        }
    }

    /// Pass where at least `need` pass; fail where passes and unknowns together stay below it; else unknown. With `need`
    /// the number of all, all must pass.
    #[must_use]
    pub fn at_least(need: usize, outcomes: impl IntoIterator<Item = Self>) -> Self {
        let (mut passed, mut open) = (0, 0);
        for outcome in outcomes {
            passed += usize::from(outcome == Self::Pass);
            open += usize::from(outcome == Self::Unknown);
        }
        match () {
            () if passed >= need => Self::Pass,
            () if passed + open >= need => Self::Unknown,
            () => Self::Fail,
        }
    }

    /// Pass where `holds`, else fail.
    #[must_use]
    pub const fn of(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What all rules of a profile together say of one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fits the target market, has the means, may decide.
    Prospect,
    /// Answers could make it a prospect.
    Review,
    /// No answer could make it a prospect.
    Rejected,
}

impl Verdict {
    /// The word that rule files, CSV and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prospect => "prospect",
            Self::Review => "review",
            Self::Rejected => "rejected",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a record ends: exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// The CSV record itself is broken.
    Unreadable,
    /// On a suppression list.
    Suppressed,
    /// Shares an identity key with an earlier record.
    Duplicate,
    /// Handed over on an earlier night.
    Known,
    /// Judged, and good enough, but a limit of the job has no room for it.
    Held,
    /// Judged and out.
    Rejected,
    /// Judged, and answers are needed.
    Review,
    /// Judged and in.
    Prospect,
}

impl Disposition {
    /// All of them, in the order of the summary.
    pub const ALL: [Self; 8] = [
        Self::Unreadable,
        Self::Suppressed,
        Self::Duplicate,
        Self::Known,
        Self::Held,
        Self::Rejected,
        Self::Review,
        Self::Prospect,
    ];

    /// The word that CSV and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Suppressed => "suppressed",
            Self::Duplicate => "duplicate",
            Self::Known => "known",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Review => "review",
            Self::Prospect => "prospect",
        }
    }
}

impl From<Verdict> for Disposition {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Prospect => Self::Prospect,
            Verdict::Review => Self::Review,
            Verdict::Rejected => Self::Rejected,
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
