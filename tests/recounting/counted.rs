//! What the tables of the page have to show, counted out of the CSV files.

use std::collections::{BTreeMap, BTreeSet};

use leadsieve::model::Language;
use leadsieve::report::Wording;

use super::{CRITERIA, FIELD_NAMES, FILES, LISTS, Night, PRICE, Record, Tables, share};

/// What the page has to show, in words and figures of its language.
struct Counted<'n> {
    words: Wording,
    nights: &'n [Night; 2],
    tables: Tables,
}

/// The tables of the page after these two nights, and the tiles at its head.
pub(crate) fn page_of(nights: &[Night; 2], language: Language) -> Tables {
    Counted { words: Wording::new(language), nights, tables: Tables::new() }.page()
}

impl Counted<'_> {
    fn row(&mut self, table: &str, cells: &[&str]) {
        let row = cells.iter().map(|cell| (*cell).to_owned()).collect();
        assert!(self.tables.entry(table.to_owned()).or_default().insert(row), "{table}: {cells:?} twice");
    }

    fn part(&self, part: u64, whole: u64) -> String {
        self.words.percent(share(part, whole))
    }

    fn word(&self, key: &str) -> String {
        self.words.text(key).to_owned()
    }

    fn day(&self, day: &str) -> String {
        self.words.date(day.parse().unwrap())
    }

    fn page(mut self) -> Tables {
        self.funnel();
        self.reasons();
        LISTS.into_iter().for_each(|(list, vendor)| self.list(list, vendor));
        self.trend();
        self.tables
    }

    fn funnel(&mut self) {
        let night = &self.nights[1];
        let n = |number: u64| number.to_string();
        let read = night.ended(None, &[]);
        let mut steps = vec![(self.word("delivered"), read)];
        let lost = ["unreadable", "suppressed", "duplicate", "known"];
        for (at, key) in ["readable", "not_suppressed", "unique", "new"].into_iter().enumerate() {
            steps.push((self.word(key), read - night.ended(None, &lost[..=at])));
        }
        for (at, (name, _)) in CRITERIA.into_iter().enumerate() {
            let is_left = |one: &Record| CRITERIA[..=at].iter().all(|(name, _)| one.outcome(name) != "fail");
            let name = self.words.fill("criterion", &[("name", name)]);
            steps.push((name, night.count(|one| one.is_judged() && is_left(one))));
        }
        steps.push((self.word("d_prospect"), night.ended(None, &["prospect"])));
        for (step, left) in steps {
            self.row(&self.word("all_lists"), &[&step, &n(left), &self.part(left, read), ""]);
        }
        for (_, ended) in FILES {
            let count = night.ended(None, &[ended]);
            let (name, part) = (self.word(&format!("d_{ended}")), self.part(count, read));
            self.row(&self.word("dispositions"), &[&name, &n(count), &part]);
        }
        self.row(&self.word("dispositions"), &[&self.word("total"), &n(read), &self.part(1, 1)]);
        for (key, number) in [
            ("tile_prospect", night.ended(None, &["prospect"])),
            ("tile_review", night.ended(None, &["review"])),
            ("tile_rejected", night.ended(None, &["rejected"])),
            ("tile_read", read),
        ] {
            self.row("tiles", &[&self.word(key), &n(number)]);
        }
    }

    fn reasons(&mut self) {
        let night = &self.nights[1];
        let n = |number: u64| number.to_string();
        let judged = night.count(Record::is_judged);
        for (criterion, rule) in CRITERIA {
            let (blocked, alone) = (night.blocked(rule), night.alone(rule).len() as u64);
            self.row(&self.word("reasons"), &[rule, &n(blocked), "", &n(alone), &self.part(alone, blocked)]);
            self.row(&self.word("misses"), &[rule, &n(alone), ""]);
            // The only rule of its criterion.
            let unknown = night.count(|record| record.outcome(criterion) == "unknown");
            self.row(&self.word("unknown_rules"), &[rule, &n(unknown), &self.part(unknown, judged), ""]);
        }
        let too_many = night.alone("size.small");
        let mut gaps: Vec<u64> =
            too_many.iter().map(|one| one.cell("employees").parse::<u64>().unwrap() - 50).collect();
        gaps.sort_unstable();
        let (all, close) = (gaps.len(), gaps.iter().filter(|gap| **gap <= 5).count() as u64);
        let missed = self.words.fill("missed_above", &[("field", "employees"), ("limit", "50")]);
        let at = |part: usize| n(50 + gaps[all.div_ceil(part) - 1]);
        let row = ["size.small", &missed, &n(all as u64), &n(close), &at(4), &at(2)];
        self.row(&self.word("misses_limits"), &row);
        let mut states: BTreeMap<&str, u64> = BTreeMap::new();
        let elsewhere = night.alone("location.served");
        elsewhere.iter().for_each(|record| *states.entry(record.cell("state")).or_default() += 1);
        let mut states: Vec<_> = states.into_iter().collect();
        states.sort_by_key(|(_, leads)| std::cmp::Reverse(*leads));
        let said: Vec<String> = states.iter().map(|(state, leads)| format!("{state} ({leads})")).collect();
        let row = ["location.served", "state", &n(elsewhere.len() as u64), &said.join(", ")];
        self.row(&self.word("misses_values"), &row);
        for (field, question) in [("state", "Which state?"), ("employees", "How many people?")] {
            let asked = night.count(|one| one.ended == "review" && one.cell("reason").contains(question));
            self.row(&self.word("questions"), &[question, field, &n(asked), ""]);
        }
    }

    fn list(&mut self, list: &str, vendor: Option<&str>) {
        let night = &self.nights[1];
        let n = |number: u64| number.to_string();
        let ended = |how: &[&str]| night.ended(Some(list), how);
        let (read, prospects) = (ended(&[]), ended(&["prospect"]));
        let name = format!("{list} ({})", vendor.unwrap_or(self.words.text("nobody_known")));
        let lost = ["unreadable", "suppressed", "duplicate", "known"];
        let left: Vec<String> = (1..=4).map(|steps| n(read - ended(&lost[..steps]))).collect();
        let row = [&name, &n(read), &left[0], &left[1], &left[2], &left[3], &n(prospects), ""];
        self.row(&self.word("list_by_list"), &row);
        let priced = list == "main.csv";
        if priced {
            let by = [1, read, read - ended(&["unreadable"]), ended(&["prospect", "review"]), prospects];
            let money = by.map(|leads| format!("{} EUR", self.words.decimal(PRICE / leads as f64)));
            let row: Vec<&str> = [name.as_str()].into_iter().chain(money.iter().map(String::as_str)).collect();
            self.row(&self.word("cost"), &row);
        }
        let promised = if priced { "25".to_owned() } else { self.word("not_promised") };
        self.row(&name, &[&self.word("records"), &promised, &n(read)]);
        self.row(&name, &[&self.word("d_prospect"), "", &n(prospects)]);
        for (field, promised) in [("email", 0.98), ("state", 0.9)].into_iter().filter(|_| priced) {
            let filled = night.leads(Some(list), |one| !one.cell(field).is_empty());
            let came = self.part(filled, night.leads(Some(list), |_| true));
            let what = self.words.fill("filled", &[("field", field)]);
            self.row(&name, &[&what, &self.words.percent(promised), &came]);
        }
        for field in FIELD_NAMES {
            let damaged = night.leads(Some(list), |one| one.is_damaged(field));
            if damaged > 0 {
                let what = self.words.fill("damaged", &[("field", field)]);
                let filled = night.leads(Some(list), |one| !one.cell(field).is_empty());
                self.row(&name, &[&what, "", &self.part(damaged, filled)]);
                self.row(&self.word("repairs"), &[list, &what, &n(damaged)]);
            }
        }
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        let broken = night.records.iter().filter(|one| one.list == list && one.ended == "unreadable");
        broken.for_each(|one| *kinds.entry(one.cell("kind")).or_default() += 1);
        for (kind, records) in kinds {
            let what = self.words.fill("unreadable", &[("kind", self.words.text(&format!("fault_{kind}")))]);
            self.row(&self.word("repairs"), &[list, &what, &n(records)]);
        }
        let claims: Vec<_> = night.claims.iter().filter(|[of, ..]| of == list).collect();
        let mut defects: BTreeMap<&str, u64> = BTreeMap::new();
        claims.iter().for_each(|[.., defect]| *defects.entry(defect).or_default() += 1);
        for (defect, count) in &defects {
            self.row(&name, &[&self.word(&format!("defect_{defect}")), "", &n(*count)]);
        }
        for one in ["unreadable", "duplicate"] {
            if !defects.keys().any(|defect| defect.starts_with(one)) {
                self.row(&name, &[&self.word(&format!("d_{one}")), "", &n(ended(&[one]))]);
            }
        }
        let overlap = night.overlap.iter().filter(|[of, _]| of == list).count() as u64;
        if overlap > 0 {
            self.row(&name, &[&self.word("overlap"), "", &n(overlap)]);
        }
        if priced {
            let defective: BTreeSet<_> = claims.iter().map(|[_, record, _]| record).collect();
            let worth = self.words.decimal(PRICE * share(defective.len() as u64, read));
            self.row(&name, &[&self.word("worth"), "", &format!("{worth} EUR")]);
        }
    }

    fn trend(&mut self) {
        let n = |number: u64| number.to_string();
        for night in self.nights {
            let [prospects, reviews] = ["prospect", "review"].map(|how| night.ended(None, &[how]));
            let (day, read) = (self.day(night.day), night.ended(None, &[]));
            let row = [&day, &n(prospects), &n(reviews), &n(read), &self.part(prospects, read), ""];
            self.row(&self.word("trend"), &row);
        }
        // A list counts once, however many nights it was read; the second one was another list on the second night.
        let [first, second] = self.nights.each_ref();
        for (list, vendor) in [("main.csv", "Main Street Data"), ("second.csv", "Second Source")] {
            let is_other = list == "second.csv";
            let before = if is_other { first.ended(Some(list), &[]) } else { 0 };
            let read = before + second.ended(Some(list), &[]);
            let prospects = [first, second].map(|night| night.ended(Some(list), &["prospect"])).iter().sum();
            let row = [vendor, &n(read), &n(prospects), &self.part(prospects, read), ""];
            self.row(&self.word("vendor_yield"), &row);
        }
        for field in FIELD_NAMES {
            let is_open = |one: &Record| one.cell(field).is_empty() || one.is_damaged(field);
            let [before, last] =
                [first, second].map(|night| share(night.leads(None, is_open), night.leads(None, |_| true)));
            let points = ((last - before) * 1000.0).round() / 10.0;
            let sign = if points > 0.0 {
                "+"
            } else if points < 0.0 {
                "−"
            } else {
                "±"
            };
            let points = format!("{sign}{}", self.words.one_decimal(points.abs()));
            let change = self.words.fill("points", &[("points", &points)]);
            let [before, last] = [before, last].map(|share| self.words.percent(share));
            self.row(&self.word("unknown_fields"), &[field, &before, &before, &last, &change, ""]);
            self.row(&self.word("unknown_all"), &[field, &before, &last]);
        }
    }
}
