//! The layouts of vendors' exports that are recognised: the shipped ones, and every file in a folder `vendors` beside
//! the fields or one folder above them. A file of the same name takes the place of a shipped one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{Node, Value, parse};
use super::list_file::of_vendor;
use super::notes::Notes;
use crate::profile::{Profile, Vendor};

/// The shipped files.
const SHIPPED: [(&str, &str); 16] = [
    ("apollo.toml", include_str!("../../rules/vendors/apollo.toml")),
    ("companies-house.toml", include_str!("../../rules/vendors/companies-house.toml")),
    ("data-axle.toml", include_str!("../../rules/vendors/data-axle.toml")),
    ("dnb-hoovers.toml", include_str!("../../rules/vendors/dnb-hoovers.toml")),
    ("dnb-profiles.toml", include_str!("../../rules/vendors/dnb-profiles.toml")),
    ("german-mailing.toml", include_str!("../../rules/vendors/german-mailing.toml")),
    ("german-register.toml", include_str!("../../rules/vendors/german-register.toml")),
    ("hubspot.toml", include_str!("../../rules/vendors/hubspot.toml")),
    ("linkedin-connections.toml", include_str!("../../rules/vendors/linkedin-connections.toml")),
    ("lusha.toml", include_str!("../../rules/vendors/lusha.toml")),
    ("mergent.toml", include_str!("../../rules/vendors/mergent.toml")),
    ("orbis.toml", include_str!("../../rules/vendors/orbis.toml")),
    ("pipedrive.toml", include_str!("../../rules/vendors/pipedrive.toml")),
    ("sales-navigator.toml", include_str!("../../rules/vendors/sales-navigator.toml")),
    ("salesforce-leads.toml", include_str!("../../rules/vendors/salesforce-leads.toml")),
    ("zoominfo.toml", include_str!("../../rules/vendors/zoominfo.toml")),
];

/// Reads all of them, for the fields of a profile whose fields stand in these folders.
pub(super) fn read(profile: &Profile, folders: &[PathBuf], notes: &mut Notes) -> Arc<[Vendor]> {
    let mut files: BTreeMap<String, (PathBuf, Arc<str>)> = SHIPPED
        .into_iter()
        .map(|(name, text)| (name.to_owned(), (Path::new("vendors").join(name), Arc::from(text))))
        .collect();
    for path in folders.iter().flat_map(|folder| own_files(folder)) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A file that went away between listing and reading is no vendor's.
        if let Ok(text) = notes.read(&path, super::notes::MOST_TOML) {
            files.insert(name, (path, text));
        }
    }
    files.values().filter_map(|(path, text)| vendor(path, text, profile, notes)).collect()
}

/// The files of the nearest folder `vendors`.
fn own_files(folder: &Path) -> Vec<PathBuf> {
    let near = [Some(folder), folder.parent()].into_iter().flatten().map(|folder| folder.join("vendors"));
    let listed = near.into_iter().find_map(|folder| std::fs::read_dir(folder).ok());
    let paths = listed.into_iter().flatten().flatten().map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect()
}

fn vendor(path: &Path, text: &str, profile: &Profile, notes: &mut Notes) -> Option<Vendor> {
    let document = parse(path, text, notes);
    let root = &document.root;
    let name = root.required_text("vendor", "vendor = \"Apollo\"", notes);
    let example = "[recognise]\nheaders = [[\"Email Status\", \"Apollo Contact Id\"]]";
    let table = root.required("recognise", example, notes).and_then(|node| node.table(notes));
    let recognise = table.and_then(|table| {
        let headers = table.required("headers", "headers = [\"Email Status\", \"Apollo Contact Id\"]", notes);
        table.finish(notes);
        headers.map(|node| sets(node, notes))
    });
    let file = of_vendor(&document, profile, notes);
    Some(Vendor { name: name?, recognise: recognise?, file })
}

/// `["a", "b"]` is one set of headers, `[["a", "b"], ["c"]]` are two.
fn sets(node: &Node, notes: &mut Notes) -> Vec<Vec<String>> {
    let texts = |node: &Node, notes: &mut Notes| node.texts(notes).into_iter().map(|(text, _)| text).collect();
    match &node.value {
        Value::Array(sets) if sets.iter().all(|set| matches!(set.value, Value::Array(_))) => {
            sets.iter().map(|set| texts(set, notes)).collect()
        }
        _ => vec![texts(node, notes)],
    }
}
