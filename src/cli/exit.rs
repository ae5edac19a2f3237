//! The exit codes.

use std::process::ExitCode;

use crate::pipeline::RunError;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: could not; input, output or rules.
    CouldNot,
    /// 2: wrong usage.
    Usage,
    /// 3: done, and a threshold of the job was passed.
    Threshold,
    /// 4: another run holds the lock.
    Locked,
}

impl Exit {
    /// The code for an error.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Self {
        match error.downcast_ref::<RunError>() {
            Some(error) if error.is_locked() => Self::Locked,
            _ if error.is::<super::lists::Misused>() => Self::Usage,
            _ => Self::CouldNot,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::CouldNot => 1,
            Exit::Usage => 2,
            Exit::Threshold => 3,
            Exit::Locked => 4,
        })
    }
}
