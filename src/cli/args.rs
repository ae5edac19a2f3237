//! The arguments as typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::criteria::KINDS;
use crate::report::REPORT_KINDS;

/// Qualifies bought lead lists by declarative rules, and says why.
#[derive(Debug, Parser)]
#[command(name = "leadsieve", version, about, propagate_version = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Runs a job: reads its lists, judges every lead, writes the reports
    #[command(after_help = "Example:\n  leadsieve run sample-data/nightly.toml\n\nExit codes: 0 done, 1 could not, \
        2 wrong usage, 3 done but a threshold of [fail_when] was passed, 4 another run is writing there, 130 and 143 stopped by a signal.")]
    Run(RunArgs),
    /// Qualifies one-off lists, without a job file
    #[command(after_help = "Examples:\n  leadsieve qualify fair.csv --profile rules/profiles/virtual-support.toml \
        --out fair-report\n  zcat big.csv.gz | leadsieve qualify - --name big.csv --profile p.toml --out big-report")]
    Qualify(QualifyArgs),
    /// Says what a list is: encoding, dialect, columns, damage, and what to do about it
    #[command(after_help = "Examples:\n  leadsieve inspect leads.csv\n  leadsieve inspect export.zip --profile \
        rules/profiles/virtual-support.toml\n  leadsieve inspect leads.csv --write")]
    Inspect(InspectArgs),
    /// Finds every mistake in a profile or job at once
    #[command(after_help = "Examples:\n  leadsieve check rules/profiles/virtual-support.toml\n  leadsieve check \
        sample-data/nightly.toml\n  leadsieve check --explain E203\n  leadsieve check --show \
        rules/profiles/virtual-support.toml")]
    Check(CheckArgs),
    /// Runs the tests that stand beside the rules
    #[command(after_help = "Examples:\n  leadsieve test rules/profiles/virtual-support.toml\n  leadsieve test p.toml \
        --coverage --min 90\n  leadsieve test p.toml --bless")]
    Test(TestArgs),
    /// Compares two profiles on the same lists: which leads move, and which change moves them
    #[command(after_help = "Example:\n  leadsieve compare old/p.toml new/p.toml leads.csv --out changes.xlsx")]
    Compare(CompareArgs),
    /// Prints the JSON Schema of a kind of TOML file, for editors; without a kind, the kinds
    #[command(after_help = "Example:\n  leadsieve schema criterion > criterion.schema.json")]
    Schema(SchemaArgs),
    /// Makes the page of a run again, or one of many runs with their trend
    #[command(after_help = "Examples:\n  leadsieve report out/latest --language de\n  leadsieve report out \
        --to november.html")]
    Report(ReportArgs),
    /// Shows what a job remembers of whom it handed over, and deletes from it
    #[command(after_help = "Examples:\n  leadsieve ledger show nightly.toml\n  leadsieve ledger purge nightly.toml \
        --before 2025-01-01\n  leadsieve ledger forget nightly.toml --email kim@acme.example")]
    Ledger(LedgerArgs),
    /// Makes a working folder: rules, a list of made-up leads, a job
    #[command(after_help = "Example:\n  leadsieve init leads && leadsieve run leads/nightly.toml")]
    Init(InitArgs),
    /// Prints what a shell needs to complete the commands
    #[command(after_help = "Example:\n  leadsieve completions bash > /etc/bash_completion.d/leadsieve")]
    Completions(CompletionsArgs),
    /// Prints the manual page, of the program or of one command
    #[command(after_help = "Example:\n  leadsieve man run > leadsieve-run.1")]
    Man(ManArgs),
    /// Explains one lead: its cells, every rule, the verdict, the questions
    #[command(after_help = "Examples:\n  leadsieve explain rules/profiles/virtual-support.toml leads.csv --row 17\n  \
        leadsieve explain p.toml leads.csv --where email=kim@acme.example")]
    Explain(ExplainArgs),
}

#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// The day that relative dates count from [default: today]
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    /// How many threads work [default: as many as there are cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Says nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Says more
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    /// How what is said on the error stream is written: in sentences, or a JSON object a line
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(super) log: Log,
    /// For whom results are printed
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Reader,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// How much may come out of archives and workbooks.
#[expect(clippy::struct_field_names, reason = "they are called as the flags are")]
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits of archives and workbooks")]
pub(super) struct LimitArgs {
    /// The most that one packed list may unpack to [default: 16GiB]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size)]
    pub(super) max_unpacked: Option<u64>,
    /// How many times its own size a file may unpack to [default: 250]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_ratio: Option<u64>,
    /// The most files in an archive [default: 1000]
    #[arg(long, global = true, value_name = "N")]
    pub(super) max_members: Option<usize>,
    /// The most that a workbook may unpack to [default: 1GiB]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size)]
    pub(super) max_workbook: Option<u64>,
}

fn size(text: &str) -> Result<u64, String> {
    crate::profile::size(text).ok_or_else(|| "write a size such as 500MB or 16GiB".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Log {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Who reads the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Reader {
    Human,
    Json,
    /// Of check only: SARIF 2.1.0, for editors and code scanning
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Csv,
    Xlsx,
    Parquet,
    Html,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The job file
    pub(super) job: PathBuf,
    /// Runs even where the last run has read the same lists by the same rules for the same day
    #[arg(long)]
    pub(super) again: bool,
    /// Goes on with a ledger that does not know the earlier runs, and hands everybody over again
    #[arg(long)]
    pub(super) new_ledger: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Folders of runs, or the folder that holds all runs of a job
    #[arg(required = true, value_name = "OUT")]
    pub(super) folders: Vec<PathBuf>,
    /// Where the page goes [default: report.html in the folder of the run]
    #[arg(long, value_name = "FILE")]
    pub(super) to: Option<PathBuf>,
    /// The language of the page [default: en]
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::model::Language::NAMES)]
    pub(super) language: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct LedgerArgs {
    #[command(subcommand)]
    pub(super) command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// Says how many leads of how many runs it knows
    Show(ShowArgs),
    /// Deletes what runs before a day have handed over
    Purge(PurgeArgs),
    /// Deletes a person who objects, and has them never contacted again
    Forget(PersonArgs),
    /// Takes back an objection that the ledger knows
    Allow(PersonArgs),
    /// Puts back a copy of a ledger that is damaged or gone
    Restore(RestoreArgs),
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The job file
    pub(super) job: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct PurgeArgs {
    /// The job file
    pub(super) job: PathBuf,
    /// The day [default: as long ago as the job's retention]
    #[arg(long, value_name = "DATE")]
    pub(super) before: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The job file
    pub(super) job: PathBuf,
    /// The copy [default: the newest one beside the ledger that is whole]
    #[arg(long, value_name = "FILE")]
    pub(super) copy: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct PersonArgs {
    /// The job file
    pub(super) job: PathBuf,
    /// The person's e-mail address
    #[arg(long, value_name = "ADDRESS", required_unless_present = "known")]
    pub(super) email: Option<String>,
    /// What else is known, for leads without that address, such as phone=+4930123456; several together make a key
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(super) known: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct QualifyArgs {
    /// The lists: CSV files, list files (*.list.toml), or - for standard input
    #[arg(required = true, value_name = "LIST")]
    pub(super) lists: Vec<PathBuf>,
    /// The profile
    #[arg(long, short, value_name = "FILE")]
    pub(super) profile: PathBuf,
    /// The folder to make; an empty one or an earlier run's is replaced
    #[arg(long, short, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// What standard input is called in the reports
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// What to write [default: everything]; summary.json and run.json are always written
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    pub(super) formats: Option<Vec<OutputFormat>>,
    /// Who on this machine may read the files [default: owner]
    #[arg(long, value_name = "WHO", value_parser = crate::model::Readers::NAMES)]
    pub(super) readable_by: Option<String>,
    /// The language of the reports for people [default: en]
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::model::Language::NAMES)]
    pub(super) language: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// The lists: CSV files, archives, workbooks, list files, or - for standard input
    #[arg(required = true, value_name = "LIST")]
    pub(super) lists: Vec<PathBuf>,
    /// The profile whose fields the columns are mapped to [default: shipped fields of business contacts]
    #[arg(long, short, value_name = "FILE")]
    pub(super) profile: Option<PathBuf>,
    /// What standard input is called
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Writes what was found to NAME.list.toml beside the list
    #[arg(long)]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The profile or job file
    #[arg(required_unless_present = "explain", value_name = "PROFILE|JOB")]
    pub(super) file: Option<PathBuf>,
    /// Prints the page about a code, such as E203, instead
    #[arg(long, value_name = "CODE")]
    pub(super) explain: Option<String>,
    /// Judges these lists too, and says what each rule met in them
    #[arg(long, value_name = "LIST", num_args = 1.., conflicts_with = "show")]
    pub(super) with: Vec<PathBuf>,
    /// Prints every key that counts, with the file and line that it comes from
    #[arg(long)]
    pub(super) show: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder; it is made where it is not there
    #[arg(default_value = ".", value_name = "DIR")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command
    pub(super) command: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind of file
    #[arg(value_parser = PossibleValuesParser::new(KINDS.into_iter().chain(REPORT_KINDS)))]
    pub(super) kind: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The profile as it was
    pub(super) old: PathBuf,
    /// The profile as it is to be
    pub(super) new: PathBuf,
    /// The lists: CSV files, archives, workbooks or list files
    #[arg(required = true, value_name = "LIST")]
    pub(super) lists: Vec<PathBuf>,
    /// Writes a workbook with all of it
    #[arg(long, short, value_name = "FILE.xlsx")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// The profile
    pub(super) profile: PathBuf,
    /// Lists for every rule which of pass, fail and unknown no test asks for
    #[arg(long)]
    pub(super) coverage: bool,
    /// The least coverage in percent; below it the command fails
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) min: Option<u8>,
    /// Writes what comes out into NAME.cases.csv beside the profile, for you to look over
    #[arg(long)]
    pub(super) bless: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["row", "find"]))]
pub(super) struct ExplainArgs {
    /// The profile
    pub(super) profile: PathBuf,
    /// The list: a CSV file, or a list file that names one
    pub(super) list: PathBuf,
    /// The data record, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) row: Option<u64>,
    /// The first lead with this value in this field
    #[arg(id = "find", long = "where", value_name = "FIELD=VALUE")]
    pub(super) find: Option<String>,
}
