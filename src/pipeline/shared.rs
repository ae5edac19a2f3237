//! What a run says of values that many companies share.

use crate::identity::SharedValue;
use crate::report::{Filling, Remark, Shared};

/// So many values are named one by one; `summary.json` has more of them.
const NAMED: usize = 5;

/// So many values stand in `summary.json`.
const LISTED: usize = 1000;

/// The values as reports have them, those of most companies first.
pub(super) fn shared_values(values: Vec<SharedValue>, is_key: bool) -> Vec<Shared> {
    let mut values: Vec<Shared> = values
        .into_iter()
        .map(|SharedValue { of, value, companies, records }| Shared { of, value, companies, records, is_key })
        .collect();
    values.sort_by(|one, other| (other.companies, &one.of, &one.value).cmp(&(one.companies, &other.of, &other.value)));
    values.truncate(LISTED);
    values
}

/// A remark for each of the first values, and one for how many more there are.
pub(super) fn of_shared(shared: &[Shared]) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = shared.iter().take(NAMED).map(remark).collect();
    if shared.len() > NAMED {
        remarks.push(Remark::new("m_shared_more", [("values", Filling::Number((shared.len() - NAMED) as u64))]));
    }
    remarks
}

fn remark(shared: &Shared) -> Remark {
    let gaps = [
        ("field", Filling::text(&shared.of)),
        ("companies", Filling::Number(shared.companies)),
        ("records", Filling::counted(shared.records, "record")),
        ("value", Filling::text(shared.value.as_deref().unwrap_or_default())),
    ];
    let says = match (shared.is_key, shared.value.is_some()) {
        (true, true) => "m_shared_key",
        (true, false) => "m_shared_key_sensitive",
        (false, true) => "m_shared",
        (false, false) => "m_shared_sensitive",
    };
    Remark::new(says, gaps)
}
