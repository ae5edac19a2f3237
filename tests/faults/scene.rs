//! Jobs of different kinds, and the lists that they find every night.
//!
//! Whom a list names and whether they are to be handed over follows from their addresses, so that a test knows without
//! running anything who has to be handed over in the end.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Who may know of a lead: the ledger, and the address.
pub type Handed = (String, String);

/// One kind of job, or two jobs.
#[derive(Debug)]
pub struct Scene {
    pub name: &'static str,
    jobs: &'static [Job],
    /// What stands in each job beside what all have.
    more: &'static str,
    /// What `[identity]` has beside what all have.
    identity: &'static str,
    /// Whether one of the lists comes in an archive with another one.
    archives: bool,
}

/// A job file.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub name: &'static str,
    pub out: &'static str,
    pub ledger: &'static str,
}

const ALONE: &[Job] = &[Job { name: "night", out: "out", ledger: "night" }];

const LIMIT: &str = "[limit.few]\nkeep = 4\nof = \"prospect\"\nhold_for = \"90 days\"\n";

const SUPPRESS: &str = "[suppress]\nfiles = [{ path = \"never/*.csv\", optional = true }]\n";

const PLAIN: Scene = Scene { name: "plain", jobs: ALONE, more: "", identity: "", archives: false };

pub const SCENES: [Scene; 8] = [
    PLAIN,
    Scene { name: "limits", more: LIMIT, ..PLAIN },
    Scene { name: "gaps", identity: "fill_gaps = true\n", ..PLAIN },
    Scene { name: "archives", archives: true, ..PLAIN },
    Scene { name: "suppression", more: SUPPRESS, ..PLAIN },
    Scene { name: "archives, limits and gaps", more: LIMIT, identity: "fill_gaps = true\n", archives: true, ..PLAIN },
    Scene {
        name: "one ledger",
        jobs: &[
            Job { name: "night", out: "out", ledger: "both" },
            Job { name: "other", out: "elsewhere/out", ledger: "both" },
        ],
        ..PLAIN
    },
    Scene {
        name: "one out",
        jobs: &[Job { name: "night", out: "out", ledger: "night" }, Job { name: "other", out: "out", ledger: "other" }],
        more: SUPPRESS,
        ..PLAIN
    },
];

const FIELDS: &str = r#"
keys = [["email"]]
[field.email]
type    = "email"
columns = ["Email"]
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
"#;

const SERVED: &str = r#"
format    = 1
criterion = "location"
[must.served]
field   = "state"
in      = ["NY", "MA"]
[score.small]
field   = "employees"
at_most = 50
points  = 10
"#;

const PROFILE: &str = r#"
format = 1
name   = "served"
fields = "fields.toml"
rules  = ["location.toml"]
[decision]
prospect_at = 0
"#;

/// Of eight people of a list, one is elsewhere, and the job must not call one.
const PEOPLE: usize = 8;

impl Scene {
    pub fn jobs(&self) -> &'static [Job] {
        self.jobs
    }

    /// Writes rules and jobs.
    pub fn set_up(&self, folder: &Path) {
        write(&folder.join("rules/fields.toml"), format!("format = 1\n[identity]\n{}{FIELDS}", self.identity));
        write(&folder.join("rules/location.toml"), SERVED);
        write(&folder.join("rules/p.toml"), PROFILE);
        write(&folder.join("never/crm.csv"), "domain\nnever.example\n");
        for job in self.jobs {
            let Job { name, out, ledger } = job;
            let text = format!(
                "format = 1\nname = \"{name}\"\nprofile = \"rules/p.toml\"\n\
                 lists = [{{ path = \"inbox-{name}/*\", optional = true }}]\nafter = \"move\"\nout = \"{out}\"\n\
                 keep_runs = 1\n[ledger]\nfile = \"state/{ledger}.sqlite\"\nbackups = 2\n{}",
                self.more
            );
            write(&folder.join(format!("{name}.toml")), text);
            fs::create_dir_all(job.inbox(folder)).unwrap();
        }
    }

    /// Puts the lists of a night into the inboxes, and gives who in them has to be handed over.
    pub fn arrive(&self, folder: &Path, night: usize) -> BTreeSet<Handed> {
        let mut expected = BTreeSet::new();
        for job in self.jobs {
            let lists = [0, 1].map(|list| self.list(job, night, list));
            let names = lists.iter().flat_map(|(_, names)| names.iter());
            expected.extend(names.map(|name| (job.ledger.to_owned(), name.clone())));
            let path = |ending: &str| job.inbox(folder).join(format!("night-{night}{ending}"));
            if self.archives {
                let texts = [&lists[0].0, &lists[1].0].map(String::as_str);
                aged(&path(".zip"), archive(&texts));
                aged(&path("-more.csv"), self.list(job, night, 2).0);
                expected.extend(self.list(job, night, 2).1.into_iter().map(|name| (job.ledger.to_owned(), name)));
            } else {
                lists.iter().enumerate().for_each(|(list, (text, _))| aged(&path(&format!("-{list}.csv")), text));
            }
        }
        expected
    }

    /// A list: new people, one of the list before, one of an earlier night, and, of two jobs, one whom both have.
    fn list(&self, job: &Job, night: usize, list: usize) -> (String, Vec<String>) {
        let of_job = |number: usize| format!("p{number}.n{night}.l{list}@{}.example", job.name);
        let mut people: Vec<String> = (0..PEOPLE).map(of_job).collect();
        people.push(format!("p0.n{}.l0@{}.example", night.saturating_sub(1), job.name));
        people.push(format!("p1.n{night}.l{}@{}.example", list.saturating_sub(1), job.name));
        people.push(format!("p2.n{night}.l{list}@shared.example"));
        let rows = people.iter().map(|email| format!("{email},{},12\n", state(email)));
        let mut text = format!("Email,State,Employees\n{}", rows.collect::<String>());
        let is_suppressed = self.more == SUPPRESS;
        let barred = format!("p0.n{night}.l{list}@never.example");
        if is_suppressed {
            text.push_str(&format!("{barred},NY,12\n"));
        }
        people.retain(|email| state(email) != "TX");
        (text, people)
    }
}

/// Where somebody is: it follows from the address, so that it is the same in every list. Some are not known to be
/// anywhere, which makes a question of them; some are where nobody sells.
fn state(email: &str) -> &'static str {
    match email.as_bytes()[1] {
        b'3' => "",
        b'4' => "TX",
        b'5' => "MA",
        _ => "NY",
    }
}

impl Job {
    pub fn inbox(&self, folder: &Path) -> PathBuf {
        folder.join(format!("inbox-{}", self.name))
    }
}

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A file that nobody is uploading any more.
fn aged(path: &Path, text: impl AsRef<[u8]>) {
    write(path, text);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
}

fn archive(lists: &[&str]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, list) in lists.iter().enumerate() {
        archive.start_file(format!("list-{number}.csv"), SimpleFileOptions::default()).unwrap();
        archive.write_all(list.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
