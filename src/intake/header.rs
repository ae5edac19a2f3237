//! Column names: unique, none of them empty.

use std::collections::HashSet;

/// The headers as column names that are unique ignoring case: a later one gets ` (2)`, an empty one `column N`.
///
/// ```
/// let names = leadsieve::intake::unique_names(&["Phone".into(), "phone".into(), " ".into()]);
/// assert_eq!(names, ["Phone", "phone (2)", "column 3"]);
/// ```
#[must_use]
pub fn unique_names(headers: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let base = |(place, header): (usize, &String)| match header.trim() {
        "" => format!("column {}", place + 1),
        header => header.to_owned(),
    };
    headers.iter().enumerate().map(base).map(|name| unique(name, &mut taken)).collect()
}

fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|candidate| taken.insert(candidate.to_lowercase()));
    free.unwrap_or(name)
}
