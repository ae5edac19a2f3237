//! Has the program meet a fault, by a small library that stands between it and the C library.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What happens at one of the program's operations on files.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// As `preload.c` knows it.
    pub what: &'static str,
    /// At which operation, from 1.
    pub at: u64,
    /// Whether it happens at all later ones as well.
    pub lasts: bool,
    /// Whether reading counts as an operation.
    pub reads: bool,
}

/// The two ways to be killed by an operation.
pub const KILLS: [Fault; 2] = [Fault::new("kill-before"), Fault::new("kill-after")];

/// All other faults.
pub const HARM: [Fault; 9] = [
    Fault::new("eio"),
    Fault::new("eio").lasting(),
    Fault::new("eio").with_reads(),
    Fault::new("eio").with_reads().lasting(),
    Fault::new("enospc"),
    Fault::new("eacces"),
    Fault::new("eacces").lasting(),
    Fault::new("short"),
    Fault::new("full"),
];

impl Fault {
    pub const fn new(what: &'static str) -> Self {
        Self { what, at: 1, lasts: false, reads: false }
    }

    pub const fn at(self, at: u64) -> Self {
        Self { at, ..self }
    }

    const fn lasting(self) -> Self {
        Self { lasts: true, ..self }
    }

    const fn with_reads(self) -> Self {
        Self { reads: true, ..self }
    }

    pub fn kills(&self) -> bool {
        self.what.starts_with("kill")
    }

    /// Has a command meet it. `counter` will hold how many operations there were.
    pub fn befall(&self, command: &mut Command, counter: &Path) {
        fs::write(counter, [0; 8]).unwrap();
        let library = library().expect("asked for before");
        command.env("LD_PRELOAD", library).env("FAULT_COUNT", counter);
        command.env("FAULT", self.what).env("FAULT_AT", self.at.to_string());
        if self.lasts {
            command.env("FAULT_LASTS", "1");
        }
        if self.reads {
            command.env("FAULT_READS", "1");
        }
    }
}

/// How many operations a run has come to.
pub fn counted(counter: &Path) -> u64 {
    u64::from_le_bytes(fs::read(counter).unwrap().try_into().expect("eight bytes"))
}

/// The library, compiled; `None` if that cannot be done, with the reason on the error stream.
pub fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    LIBRARY.get_or_init(|| compiled().map_err(|why| eprintln!("skipped: {why}")).ok()).as_deref()
}

fn compiled() -> Result<PathBuf, String> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return Err("faults are made on Linux with the GNU C library only".to_owned());
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/preload.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("preload-{}.so", std::process::id()));
    let mut command = Command::new("cc");
    command.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl");
    match command.output() {
        Err(cause) => Err(format!("there is no C compiler `cc` to make faults with: {cause}")),
        Ok(made) if !made.status.success() => Err(String::from_utf8_lossy(&made.stderr).into_owned()),
        Ok(_) => Ok(library),
    }
}
