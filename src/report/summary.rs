//! `summary.json`: what came of a run in numbers, and the proof that they add up.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::counts::share;
use super::{CriterionCounts, DispositionCounts, FieldTally, Miss, Named, Remark, ReportError, RuleCounts, Wording};
use crate::model::{Disposition, printable};

/// What came of a run, in numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// The version of the keys of this file and of what they mean; 0 of versions that did not say so.
    pub format: u32,
    /// The job; nothing for one-off lists.
    pub job: Option<String>,
    /// What names the run, in `run.json` and `decisions.parquet`, too.
    pub run: String,
    /// The day that relative dates counted from, ISO.
    pub as_of: String,
    /// How many leads were read.
    pub read: u64,
    /// Where they ended.
    pub dispositions: DispositionCounts,
    /// The same by list, in the order of the job.
    pub lists: Vec<ListSummary>,
    /// What the criteria said of the leads that were judged, in the profile's order.
    pub criteria: Named<CriterionCounts>,
    /// What people call the criteria that have a title.
    #[serde(default)]
    pub titles: Named<String>,
    /// What the rules said of them, in the profile's order.
    pub rules: Named<RuleCounts>,
    /// Why leads were rejected, the most frequent reason first.
    pub reasons: Vec<Reason>,
    /// What the leads lack that one rule alone rejects, the most frequent first; nothing where no decisions were kept.
    pub misses: Vec<Miss>,
    /// What is asked of leads for review, the most frequent question first.
    pub questions: Vec<Asked>,
    /// What a person should know, a sentence each, in English for programs.
    pub warnings: Vec<String>,
    /// The same as keys of words, for readers of any language.
    pub remarks: Vec<Remark>,
    /// Values that more than a few companies share; of keys first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<Shared>,
    /// Lists that could not be read and were left out, a sentence each.
    pub broken_lists: Vec<String>,
    /// Lists without any column for a field that a knock-out reads, a sentence each.
    #[serde(skip)]
    pub unmapped_knock_outs: Vec<String>,
    /// Knock-outs that lost the column of a field since the last run, a sentence each.
    #[serde(skip)]
    pub lost_columns: Vec<String>,
    /// Lists whose encoding is a guess, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guessed_encodings: Vec<String>,
    /// Promises that a list did not keep and that no earlier run of the job has told, a sentence each.
    #[serde(skip)]
    pub broken_promises: Vec<String>,
    /// Columns of lists that look like opt-outs and that nothing reads, a sentence each.
    #[serde(skip)]
    pub unheeded_opt_outs: Vec<String>,
    /// How many entries of suppression files bar nobody.
    pub idle_suppressions: usize,
}

/// A question, and how many leads for review are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The field that is not known.
    pub field: String,
    /// The words.
    pub question: String,
    /// How many leads.
    pub leads: u64,
}

/// A value that more than a few companies share: a switchboard, a mailbox, a directory's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The fields that it is a value of.
    pub of: String,
    /// The value; nothing where it is sensitive.
    pub value: Option<String>,
    /// How many companies share it.
    pub companies: u64,
    /// How many records have it.
    pub records: u64,
    /// Whether it is an identity key, so that all of these records are one lead.
    pub is_key: bool,
}

/// What a list cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// The sum for all of it.
    pub amount: f64,
    /// Its currency, by its three letters.
    pub currency: String,
}

/// What a vendor promised of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// How many records.
    pub rows: Option<u64>,
    /// Field to the share of records in which it is filled, 0 to 1.
    pub filled: Named<f64>,
    /// Field of dates to how old they may be on the day of the purchase: `12 months`, `90 days`.
    #[serde(default)]
    pub verified_within: Named<String>,
}

impl ListSummary {
    /// The share of the leads in which a field holds something that can be read; nothing where nobody looked.
    #[must_use]
    pub fn filled(&self, field: &str) -> Option<f64> {
        let tally = self.fields.get(field)?;
        let filled = tally.known + tally.range;
        let all = filled + tally.missing + tally.unreadable;
        (all > 0).then(|| share(filled, all))
    }

    /// The share of the days in a field that are no older than was promised; nothing where there are none.
    #[must_use]
    pub fn up_to_date(&self, field: &str) -> Option<f64> {
        let tally = self.fields.get(field)?;
        let dated = tally.known + tally.range;
        let outdated = self.outdated.get(field).copied().unwrap_or(0);
        (dated > 0).then(|| share(dated - outdated.min(dated), dated))
    }

    /// What the leads with a defect have cost, by the price of the list; nothing where no price is known.
    #[must_use]
    pub fn worth_of_defects(&self) -> Option<Price> {
        let price = self.price.as_ref().filter(|_| self.read > 0 && self.defective > 0)?;
        let amount = price.amount * share(self.defective, self.read);
        Some(Price { amount, currency: price.currency.clone() })
    }

    /// Whether both can be blamed for the same.
    pub(super) fn has_damage_of(&self, other: &Self) -> bool {
        self.unreadable == other.unreadable && self.defects == other.defects && self.defective == other.defective
    }

    /// Whether the same was counted of the cells of both.
    pub(super) fn has_cells_of(&self, other: &Self) -> bool {
        self.fields == other.fields
            && self.repairs == other.repairs
            && self.repair_kinds == other.repair_kinds
            && self.unwrapped == other.unwrapped
    }

    /// What came short of the promise.
    #[must_use]
    pub fn short_of_promise(&self) -> Vec<Shortfall> {
        let Some(promise) = &self.promise else { return Vec::new() };
        let rows = promise.rows.filter(|rows| self.read < *rows).map(|rows| Shortfall {
            promise: format!("{rows} records"),
            sentence: format!("{} has {} records, and {rows} were promised", self.list, self.read),
        });
        let percent = |share: f64| (share * 1000.0).round() / 10.0;
        let filled = promise.filled.0.iter().filter_map(|(field, promised)| {
            let came = self.filled(field).filter(|came| came < promised)?;
            let (came, promised) = (percent(came), percent(*promised));
            Some(Shortfall {
                promise: format!("{field} in {promised} %"),
                sentence: format!("{} has {field} in {came} % of its leads, and {promised} % were promised", self.list),
            })
        });
        let outdated = self.outdated.0.iter().filter(|(_, leads)| *leads > 0).filter_map(|(field, leads)| {
            let within = promise.verified_within.get(field)?;
            Some(Shortfall {
                promise: format!("{field} within {within}"),
                sentence: format!("{} has {leads} leads with {field} older than {within}, as was promised", self.list),
            })
        });
        rows.into_iter().chain(filled).chain(outdated).collect()
    }
}

/// A promise that a list did not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// What was promised, in few words that are the same every night.
    pub promise: String,
    /// What came instead.
    pub sentence: String,
}

/// One list of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListSummary {
    /// Its name.
    pub list: String,
    /// Who sold it, if that is known.
    pub vendor: Option<String>,
    /// What the whole list cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// What was promised of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Defects that can be held against the vendor, by what they are; none of a list that was not bought.
    pub defects: Named<u64>,
    /// How many leads have a defect.
    pub defective: u64,
    /// How many leads of a bought list stand in an earlier list of another seller, or in one that nobody has sold.
    pub overlap: u64,
    /// Field to the leads in which it is older than was promised.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub outdated: Named<u64>,
    /// How many leads were read.
    pub read: u64,
    /// Where they ended.
    pub dispositions: DispositionCounts,
    /// Criterion to the leads that no criterion up to and including it has failed, in the profile's order.
    pub stages: Named<u64>,
    /// How its bytes were decoded.
    pub encoding: String,
    /// What separates its cells; nothing for a workbook.
    pub delimiter: Option<String>,
    /// Field to the number of cells that were mended.
    pub repairs: Named<u64>,
    /// The same by what was done to the cells.
    pub repair_kinds: Named<Named<u64>>,
    /// Field to the number of cells of which nothing but a wrapping (`="00123"`, `'00123`) was taken off.
    pub unwrapped: Named<u64>,
    /// Field to the number of cells that the job did not want to be used.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub cleared: Named<u64>,
    /// Field to the number of cells that were taken over from duplicates.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub filled: Named<u64>,
    /// How records were mended to the number of records.
    pub mended: Named<u64>,
    /// Why records are unreadable to the number of records.
    pub unreadable: Named<u64>,
    /// Field to the headers that feed it, first choice first.
    pub mapping: Named<Vec<String>>,
    /// The fields that no column feeds.
    pub unmapped_fields: Vec<String>,
    /// Field to the states of its cells.
    pub fields: Named<FieldTally>,
}

/// How often a rule, or too few points, rejected a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's id, or what else it was.
    pub rule: String,
    /// How many rejected leads it is a reason for.
    pub rejected: u64,
    /// How many of them it alone keeps out.
    pub sole_blocker: u64,
}

impl Summary {
    /// The version of its keys and of what they mean.
    pub const FORMAT: u32 = 1;

    /// What a person should know; of a run of an earlier version as it was worded then.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        if self.remarks.is_empty() {
            return self.warnings.iter().map(|sentence| Remark::as_is(sentence)).collect();
        }
        self.remarks.clone()
    }

    /// Words the remarks for programs.
    pub fn word_remarks(&mut self, english: &Wording) {
        self.warnings = self.remarks.iter().map(|remark| remark.words(english)).collect();
    }

    /// How many leads the rules were asked about.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.dispositions.judged()
    }

    /// Whether every record that was read ended somewhere, in every list and in total, and every rule and criterion
    /// said something of every lead that was judged. A run for which this does not hold must fail: a lead was lost.
    ///
    /// # Errors
    ///
    /// The first sum that is wrong, in words.
    pub fn add_up(&self) -> Result<(), String> {
        equal("the dispositions", self.dispositions.total(), "records read", self.read)?;
        for list in &self.lists {
            equal(&format!("the dispositions of {}", list.list), list.dispositions.total(), "records read", list.read)?;
        }
        for disposition in Disposition::ALL {
            let over_lists = self.lists.iter().map(|list| list.dispositions.get(disposition)).sum();
            equal(
                &format!("{disposition} over the lists"),
                over_lists,
                "in total",
                self.dispositions.get(disposition),
            )?;
        }
        self.rules_add_up()
    }

    fn rules_add_up(&self) -> Result<(), String> {
        for (name, counts) in &self.criteria.0 {
            equal(&format!("the outcomes of {name}"), counts.total(), "leads judged", self.judged())?;
        }
        for (id, counts) in &self.rules.0 {
            equal(&format!("the outcomes of {id}"), counts.total(), "leads judged", self.judged())?;
        }
        Ok(())
    }

    /// Puts the most frequent reason first; of equally frequent ones, the one that more often rejects alone. Reasons
    /// that rejected nobody are dropped.
    pub fn rank_reasons(&mut self) {
        self.reasons.retain(|reason| reason.rejected > 0);
        self.reasons.sort_by_key(|reason| Reverse((reason.rejected, reason.sole_blocker)));
    }

    /// Writes it as `summary.json`.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        write_json(path, self)
    }
}

fn equal(what: &str, sum: u64, of: &str, count: u64) -> Result<(), String> {
    if sum == count { Ok(()) } else { Err(format!("{what} sum to {sum}, and there are {count} {of}")) }
}

/// Pretty, with a line end at the end.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ReportError> {
    let mut text = serde_json::to_string_pretty(value).expect("bug: a report is made of names and numbers");
    text.push('\n');
    fs::write(path, printable(&text).as_bytes()).map_err(ReportError::at(path))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::Outcome;

    /// Unreadable, suppressed, duplicate, rejected, review, prospect; nobody is known or held.
    fn counts(numbers: [u64; 6]) -> DispositionCounts {
        let [unreadable, suppressed, duplicate, rejected, review, prospect] = numbers;
        DispositionCounts([unreadable, suppressed, duplicate, 0, 0, rejected, review, prospect])
    }

    fn named<T>(pairs: impl IntoIterator<Item = (&'static str, T)>) -> Named<T> {
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn list(name: &str, vendor: Option<&str>, numbers: [u64; 6]) -> ListSummary {
        ListSummary {
            list: name.to_owned(),
            vendor: vendor.map(str::to_owned),
            read: numbers.iter().sum(),
            dispositions: counts(numbers),
            encoding: "utf-8".to_owned(),
            delimiter: Some(",".to_owned()),
            ..ListSummary::default()
        }
    }

    /// A run over two lists that adds up.
    pub(in crate::report) fn example() -> Summary {
        let mut apollo = list("apollo-2026-11.csv", Some("Apollo"), [3, 4, 20, 600, 100, 40]);
        apollo.repairs = named([("postal_code", 7)]);
        let phones = ["Mobile Phone", "Work Direct Phone"].map(str::to_owned).to_vec();
        apollo.mapping = named([("email", vec!["Email".to_owned()]), ("phone", phones)]);
        apollo.fields = named([("email", FieldTally { known: 700, range: 0, missing: 60, unreadable: 7 })]);
        let mut events = list("fair.csv", None, [0, 0, 0, 200, 23, 10]);
        events.unmapped_fields = vec!["revenue".to_owned(), "employees".to_owned()];
        let served = RuleCounts { pass: 400, fail: 500, unknown: 73, skipped: 0, assumed: 0, sole_blocker: 210 };
        let revenue = RuleCounts { pass: 173, fail: 300, unknown: 500, skipped: 0, assumed: 3, sole_blocker: 90 };
        Summary {
            format: Summary::FORMAT,
            job: Some("night".to_owned()),
            run: "ab12".to_owned(),
            as_of: "2026-11-23".to_owned(),
            read: 1000,
            dispositions: counts([3, 4, 20, 800, 123, 50]),
            lists: vec![apollo, events],
            criteria: named([("location", CriterionCounts { pass: 400, fail: 500, unknown: 73 })]),
            titles: named([("location", "Where they are".to_owned())]),
            rules: named([("location.served-market", served), ("budget.revenue", revenue)]),
            reasons: vec![
                Reason { rule: "location.served-market".to_owned(), rejected: 500, sole_blocker: 210 },
                Reason { rule: "budget.revenue".to_owned(), rejected: 300, sole_blocker: 90 },
            ],
            misses: Vec::new(),
            questions: Vec::new(),
            remarks: Vec::new(),
            warnings: vec!["fair.csv has no column for revenue, which budget.revenue reads.".to_owned()],
            unmapped_knock_outs: Vec::new(),
            shared: Vec::new(),
            broken_lists: Vec::new(),
            lost_columns: Vec::new(),
            guessed_encodings: Vec::new(),
            broken_promises: Vec::new(),
            unheeded_opt_outs: Vec::new(),
            idle_suppressions: 0,
        }
    }

    #[test]
    fn what_is_read_ends_somewhere() {
        assert_eq!(example().add_up(), Ok(()));
        let mut lost = example();
        lost.read += 1;
        assert_eq!(
            lost.add_up().expect_err("a sum is wrong"),
            "the dispositions sum to 1000, and there are 1001 records read"
        );
        let mut moved = example();
        moved.lists[1].dispositions = counts([0, 0, 0, 199, 24, 10]);
        assert_eq!(
            moved.add_up().expect_err("a sum is wrong"),
            "rejected over the lists sum to 799, and there are 800 in total"
        );
    }

    #[test]
    fn a_lost_record_of_one_list_is_found() {
        let mut lost = example();
        lost.lists[1].read += 1;
        let words = "the dispositions of fair.csv sum to 233, and there are 234 records read";
        assert_eq!(lost.add_up().expect_err("a sum is wrong"), words);
    }

    #[test]
    fn every_rule_and_criterion_speaks_of_every_lead() {
        let mut rule = example();
        rule.rules.0[1].1.add(Outcome::Skipped, 1);
        assert_eq!(
            rule.add_up().expect_err("a sum is wrong"),
            "the outcomes of budget.revenue sum to 974, and there are 973 leads judged"
        );
        let mut criterion = example();
        criterion.criteria.0[0].1.add(Outcome::Pass, 1);
        assert_eq!(
            criterion.add_up().expect_err("a sum is wrong"),
            "the outcomes of location sum to 974, and there are 973 leads judged"
        );
    }

    #[test]
    fn the_most_frequent_reason_comes_first() {
        let reason = |rule: &str, rejected, sole_blocker| Reason { rule: rule.to_owned(), rejected, sole_blocker };
        let reasons =
            vec![reason("a", 1, 0), reason("b", 0, 0), reason("c", 5, 1), reason("d", 5, 2), reason("e", 1, 0)];
        let mut summary = Summary { reasons, ..Summary::default() };
        summary.rank_reasons();
        assert_eq!(summary.reasons.iter().map(|reason| reason.rule.as_str()).collect::<String>(), "dcae");
    }

    #[test]
    fn the_file_keeps_the_order_and_all_six_dispositions() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("summary.json");
        example().write(&path).expect("written");
        let text = fs::read_to_string(&path).expect("text");
        let start = "{\n  \"format\": 1,\n  \"job\": \"night\",\n  \"run\": \"ab12\",\n  \"as_of\": \"2026-11-23\",\n  \"read\": 1000,\n  \"dispositions\": {\n    \"unreadable\": 3,\n    \"suppressed\": 4,\n    \
            \"duplicate\": 20,\n    \"known\": 0,\n    \"held\": 0,\n    \"rejected\": 800,\n    \"review\": 123,\n    \"prospect\": 50\n  },\n  \"lists\": [\n";
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with("\n}\n"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["rules"]["location.served-market"]["sole_blocker"], 210);
        assert_eq!(json["lists"][0]["repairs"]["postal_code"], 7);
        assert_eq!(json["lists"][0]["mapping"]["phone"][1], "Work Direct Phone");
        assert_eq!(json["lists"][1]["vendor"], serde_json::Value::Null);
        let keys: Vec<_> = json["rules"].as_object().expect("a map").keys().collect();
        assert_eq!(keys, ["location.served-market", "budget.revenue"]);
    }
}
