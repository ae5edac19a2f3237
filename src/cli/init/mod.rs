//! `leadsieve init [DIR]`: a working folder in which `leadsieve run` succeeds at once.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::args::InitArgs;
use super::{Exit, print};

/// Every file of the folder with its bytes: a shipped profile with all that it names, a list, and the job.
const FILES: [(&str, &[u8]); 13] = [
    ("nightly.toml", include_bytes!("nightly.toml")),
    ("lists/web-form-2026-11.csv", include_bytes!("../../../sample-data/b2b/web-form-2026-11.csv")),
    ("lists/web-form-2026-11.list.toml", include_bytes!("../../../sample-data/b2b/web-form-2026-11.list.toml")),
    ("suppression/do-not-contact.csv", b"email,phone,domain,company\n"),
    ("rules/fields/b2b.toml", include_bytes!("../../../rules/fields/b2b.toml")),
    ("rules/fields/states.csv", include_bytes!("../../../rules/fields/states.csv")),
    ("rules/virtual-support/location.toml", include_bytes!("../../../rules/virtual-support/location.toml")),
    ("rules/virtual-support/time-zones.csv", include_bytes!("../../../rules/virtual-support/time-zones.csv")),
    ("rules/virtual-support/demographics.toml", include_bytes!("../../../rules/virtual-support/demographics.toml")),
    ("rules/virtual-support/budget.toml", include_bytes!("../../../rules/virtual-support/budget.toml")),
    ("rules/virtual-support/authority.toml", include_bytes!("../../../rules/virtual-support/authority.toml")),
    ("rules/contact/b2b.toml", include_bytes!("../../../rules/contact/b2b.toml")),
    ("rules/profiles/virtual-support.toml", include_bytes!("../../../rules/profiles/virtual-support.toml")),
];

/// Makes the folder. Nothing that is there is overwritten: then nothing is made at all.
pub(super) fn init(args: &InitArgs) -> Result<Exit> {
    if let Some((name, _)) = FILES.iter().find(|(name, _)| args.folder.join(name).exists()) {
        bail!("{} is there already, and nothing was made; name an empty folder", args.folder.join(name).display());
    }
    FILES.iter().try_for_each(|(name, text)| write(&args.folder.join(name), text))?;
    let job = args.folder.join("nightly.toml");
    print(&format!(
        "Made {} files in {}: a profile with its rules, a list of made-up leads, a job.\n\nTry it:\n  leadsieve run \
         {job}\n\nThen put your own lists into {}, and write your own rules: {} says what is sold to whom.\n",
        FILES.len(),
        args.folder.display(),
        args.folder.join("lists").display(),
        args.folder.join("rules/profiles/virtual-support.toml").display(),
        job = job.display(),
    ))?;
    Ok(Exit::Done)
}

fn write(path: &Path, text: &[u8]) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).with_context(cannot)?;
    let mut file = fs::File::create_new(path).with_context(cannot)?;
    file.write_all(text).with_context(cannot)
}
