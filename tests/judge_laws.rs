//! What holds for every profile and every lead.
//!
//! The kernel judges columns; the oracle beside it judges one lead at a time, from the tables of the rule language.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod oracle;
mod random;

use leadsieve::criteria::Claim;
use leadsieve::judge::{
    self, Asking, CellText, Explanation, Judged, RuleOutcomes, Words, derive, explain, explain_briefly, judge, shares,
    verdicts_of,
};
use leadsieve::model::{Outcome, Verdict};
use leadsieve::profile::{Band, ColumnId, ColumnSource, Columns, Effect, Message, Piece, Profile, Rule, settled};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use oracle::Lead;
use random::{Choices, TRAITS, Traits};

/// The same cases on every machine, and no files beside the test.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() }
}

/// What a random profile and its leads are made by.
fn choices(at_most: usize) -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..at_most)
}

/// Some leads of a profile, and the same leads as columns.
fn chunk(profile: &Profile, choices: &mut Choices<'_>, records: usize) -> (Vec<Lead>, Columns) {
    let base = random::base_columns(profile);
    let leads: Vec<Lead> = (0..records).map(|_| random::lead(choices)).collect();
    let complete = |lead: &Lead| oracle::complete(profile, |place| lead[place].clone());
    let columns = columns_of(profile, choices, &base, &leads);
    (leads.iter().map(complete).collect(), columns)
}

fn columns_of(profile: &Profile, choices: &mut Choices<'_>, base: &[usize], leads: &[Lead]) -> Columns {
    let mut places = base.iter();
    derive(profile, leads.len(), |source, _| {
        let place = *places.next().expect("a bug: more columns are read than the profile has");
        assert_eq!(*source, profile.columns[place], "columns are read in their order");
        random::columns(choices, leads, place)
    })
}

/// What the kernel says of one lead.
#[derive(Debug)]
struct Said {
    /// The outcome of each rule, and whether something was assumed for it.
    rules: Vec<(Outcome, bool)>,
    criteria: Vec<Outcome>,
    explanation: Explanation,
}

impl Said {
    fn of(profile: &Profile, columns: &Columns, judged: &Judged, record: usize) -> Self {
        Self {
            rules: judged.rules.iter().map(|rule| (rule.outcome(record), rule.is_assumed(record))).collect(),
            criteria: judged.criteria.iter().map(|criterion| criterion.outcome(record)).collect(),
            explanation: explain(&Asking::new(profile), columns, judged, record),
        }
    }

    fn is_assumed(&self) -> bool {
        self.rules.iter().any(|(_, assumed)| *assumed)
    }
}

/// The cells of a lead as a list might have written them: another cell is written in another way.
struct Written<'l> {
    profile: &'l Profile,
    columns: &'l Columns,
    record: usize,
}

impl CellText for Written<'_> {
    fn raw(&self, field: usize) -> std::borrow::Cow<'_, str> {
        let source = ColumnSource::Field { field, part: None };
        let column = self.profile.columns.iter().position(|column| *column == source);
        column.map(|column| format!("{:?}", self.columns.0[column].cell(self.record))).unwrap_or_default().into()
    }
}

/// One lead as a chunk of its own.
fn judged_alone(profile: &Profile, lead: &Lead) -> Said {
    let base = random::base_columns(profile);
    let columns = columns_of(profile, &mut Choices::new(&[]), &base, std::slice::from_ref(lead));
    Said::of(profile, &columns, &judge(profile, &columns, 1), 0)
}

proptest! {
    #![proptest_config(config(256))]

    /// The kernel and the oracle say the same of every lead: derived cells, outcomes, assumptions, points, criteria,
    /// verdict, blockers, nearest miss and questions.
    #[test]
    fn kernel_equals_oracle(numbers in choices(400), cells in choices(2_400), records in 1..=200_usize) {
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let (leads, columns) = chunk(&profile, &mut Choices::new(&cells), records);
        let judged = judge(&profile, &columns, records);
        for (record, lead) in leads.iter().enumerate() {
            for (place, cell) in lead.iter().enumerate() {
                let kernel = columns.0[place].cell(record);
                prop_assert_eq!(&kernel, cell, "{:?} of {:?}", profile.columns[place], lead);
            }
            agree(&profile, lead, &Said::of(&profile, &columns, &judged, record))?;
        }
    }

    /// How records are cut into chunks changes nothing about any of them.
    #[test]
    fn a_lead_alone_is_judged_as_in_a_chunk(numbers in choices(400), cells in choices(600), records in 1..=70_usize) {
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let (leads, columns) = chunk(&profile, &mut Choices::new(&cells), records);
        let judged = judge(&profile, &columns, records);
        for (record, lead) in leads.iter().enumerate() {
            let (alone, among) = (judged_alone(&profile, lead), Said::of(&profile, &columns, &judged, record));
            prop_assert_eq!(format!("{alone:?}"), format!("{among:?}"));
        }
    }

    /// What is said of a lead does not depend on the leads that something was said of before, nor on how much of it is
    /// explained.
    #[test]
    fn a_lead_is_told_the_same_whoever_was_told_before(
        numbers in choices(400), cells in choices(1_200), records in 1..=100_usize
    ) {
        let mut profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let many = profile.columns.len();
        for (place, rule) in profile.rules.iter_mut().enumerate().filter(|(place, _)| place % 3 > 0) {
            let other = if place % 3 == 1 { rule.columns()[0] } else { ColumnId(numbers.len() * place % many) };
            let pieces = vec![Piece::Value(rule.columns()[0]), Piece::Value(other), Piece::ShortBy(other), Piece::Expected];
            rule.message = Some(Message { pieces });
        }
        let (_, columns) = chunk(&profile, &mut Choices::new(&cells), records);
        let (judged, words, said) = (judge(&profile, &columns, records), Words::english(&profile), judge::Said::default());
        for record in 0..records {
            let raw = Written { profile: &profile, columns: &columns, record };
            let told = |explanation: &Explanation, said: &judge::Said| {
                let lead = judge::Lead { profile: &profile, columns: &columns, judged: &judged, record, raw: &raw, said };
                let mut miss = String::new();
                words.write_nearest_miss(&lead, explanation, &mut miss);
                (words.reason(&lead, explanation), miss)
            };
            let whole = explain(&Asking::new(&profile), &columns, &judged, record);
            let alone = told(&whole, &judge::Said::default());
            prop_assert_eq!(&told(&whole, &said), &alone);
            if whole.verdict == Verdict::Rejected {
                let brief = explain_briefly(&profile, &columns, &judged, record);
                prop_assert_eq!(&told(&brief, &said), &alone);
            }
        }
    }

    /// Pass, fail, unknown and skipped of a rule never overlap and together are all records; nothing is assumed that is
    /// not there; a score never has its worst above its best.
    #[test]
    fn counts_add_up(numbers in choices(400), cells in choices(1_200), records in 0..=200_usize) {
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let (_, columns) = chunk(&profile, &mut Choices::new(&cells), records);
        let judged = judge(&profile, &columns, records);
        for rule in &judged.rules {
            prop_assert_eq!(counted(rule), records);
        }
        prop_assert!(judged.worst.iter().zip(&judged.best).all(|(worst, best)| worst <= best));
        prop_assert_eq!(judged.verdicts.len(), records);
        prop_assert_eq!(judged.criteria.len(), profile.criteria.len());
        prop_assert!(judged.criteria.iter().all(|criterion| criterion.pass.and(&criterion.unknown).count() == 0));
    }

    /// More knowledge never overturns a settled verdict: a prospect stays one and a rejected lead stays rejected,
    /// whatever gap is filled and whatever range is narrowed. It holds for rules without `is_known`, which asks about
    /// the gap itself, and while nothing was assumed about the lead.
    #[test]
    fn knowledge_never_overturns_a_settled_verdict(
        numbers in choices(400),
        cells in choices(40),
        more in prop::collection::vec(choices(60), 1..8),
        assumptions in any::<bool>(),
    ) {
        let profile = random::profile(&mut Choices::new(&numbers), Traits { is_known: false, assumptions });
        let mut lead = random::lead(&mut Choices::new(&cells));
        let mut before = judged_alone(&profile, &lead);
        for more in &more {
            learn(&mut lead, &mut Choices::new(more));
            let after = judged_alone(&profile, &lead);
            let (then, now) = (&before.explanation, &after.explanation);
            if then.verdict != Verdict::Review && !before.is_assumed() {
                prop_assert_eq!(then.verdict, now.verdict, "{:?}\n{:?}", profile, lead);
            }
            if !before.is_assumed() && !after.is_assumed() {
                prop_assert!(then.worst <= now.worst && now.best <= then.best, "{:?}\n{:?}", profile, lead);
            }
            before = after;
        }
    }
}

/// Fills one gap or narrows one range of a lead.
fn learn(lead: &mut Lead, choices: &mut Choices<'_>) {
    let place = choices.below(lead.len());
    if let Some(cell) = random::refine(choices, place, &lead[place]) {
        lead[place] = cell;
    }
}

/// How many records a rule speaks of, over all four outcomes.
fn counted(rule: &RuleOutcomes) -> usize {
    let records = rule.bits.pass.len();
    let count = |wanted: Outcome| (0..records).filter(|record| rule.outcome(*record) == wanted).count();
    let (pass, unknown) = (rule.bits.pass.count(), rule.bits.unknown.count());
    let skipped = rule.skipped.as_ref().map_or(0, leadsieve::model::Bitmap::count);
    assert_eq!((count(Outcome::Pass), count(Outcome::Unknown), count(Outcome::Skipped)), (pass, unknown, skipped));
    pass + unknown + skipped + count(Outcome::Fail)
}

/// Holds one explanation against the oracle's opinion, part by part.
fn agree(profile: &Profile, lead: &Lead, said: &Said) -> Result<(), TestCaseError> {
    let kernel = &said.explanation;
    let opinion = oracle::judge(profile, lead);
    let about = || format!("lead {lead:?}\nrules {:#?}", profile.rules);
    prop_assert_eq!(&said.rules, &opinion.rules, "outcomes of {}", about());
    // A profile without score rules keeps no points.
    if !profile.rules.iter().all(Rule::is_knock_out) {
        prop_assert_eq!(&kernel.points, &opinion.points, "points of {}", about());
    }
    prop_assert_eq!((kernel.worst, kernel.best), (opinion.worst, opinion.best), "score of {}", about());
    prop_assert_eq!(&said.criteria, &opinion.criteria, "criteria of {}", about());
    prop_assert_eq!(kernel.verdict, opinion.verdict, "verdict of {}", about());
    prop_assert_eq!(kernel.blockers.as_slice(), &opinion.blockers, "blockers of {}", about());
    prop_assert_eq!(kernel.open.as_slice(), &opinion.open, "open knock-outs of {}", about());
    let nearest_miss = kernel.nearest_miss.clone().map(|mut miss| {
        miss.lifts.sort_unstable();
        miss
    });
    prop_assert_eq!(&nearest_miss, &opinion.nearest_miss, "nearest miss of {}", about());
    // Which of them can change the verdict is tried out in tests/question_laws.rs.
    let is_asked = |field: usize| kernel.questions.iter().any(|question| question.field == field);
    let asked: Vec<_> = opinion.questions.into_iter().filter(|question| is_asked(question.field)).collect();
    prop_assert_eq!(&kernel.questions, &asked, "questions of {}", about());
    prop_assert!(kernel.questions.len() <= profile.decision.max_questions);
    prop_assert!(kernel.verdict == Verdict::Review || kernel.questions.is_empty(), "questions of {}", about());
    Ok(())
}

/// Random profiles are of use only where they reach everything: each outcome, each verdict, assumptions and questions.
#[test]
fn the_random_profiles_reach_everything() {
    let mut runner = proptest::test_runner::TestRunner::new(config(1));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..900 {
        let made = (choices(400), choices(600)).new_tree(&mut runner).expect("a bug of the test: no case");
        let (numbers, cells) = proptest::strategy::ValueTree::current(&made);
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let (_, columns) = chunk(&profile, &mut Choices::new(&cells), 30);
        let judged = judge(&profile, &columns, 30);
        (0..30).for_each(|record| note(&mut seen, &Said::of(&profile, &columns, &judged, record), &judged));
        assert!(profile.columns.contains(&ColumnSource::Class(0)));
    }
    let all = [
        "assumed",
        "borderline",
        "fail",
        "lifted",
        "out of reach",
        "pass",
        "prospect",
        "question",
        "rejected",
        "review",
        "skipped",
        "unknown",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all);
}

fn note(seen: &mut std::collections::BTreeSet<&'static str>, said: &Said, judged: &Judged) {
    let about = &said.explanation;
    seen.insert(about.verdict.as_str());
    seen.extend(said.rules.iter().map(|(outcome, _)| outcome.as_str()));
    let facts = [
        ("assumed", judged.rules.iter().any(|rule| rule.assumed.as_ref().is_some_and(|assumed| assumed.count() > 0))),
        ("borderline", about.verdict == Verdict::Review && about.open.is_empty() && about.questions.is_empty()),
        ("question", !about.questions.is_empty()),
        ("lifted", about.nearest_miss.as_ref().is_some_and(|miss| miss.lifts.len() > 1 && !miss.out_of_reach)),
        ("out of reach", about.nearest_miss.as_ref().is_some_and(|miss| miss.out_of_reach)),
    ];
    seen.extend(facts.into_iter().filter(|(_, holds)| *holds).map(|(fact, _)| fact));
}

/// What the lint claims of all leads holds for every lead.
fn assert_claims(profile: &Profile, columns: &Columns, judged: &Judged, record: usize, claims: &[Claim]) {
    let outcome = |rule: &usize| judged.rules[*rule].outcome(record);
    let lets_through = |rule: &usize| matches!(outcome(rule), Outcome::Pass | Outcome::Skipped);
    let said = || format!("{claims:?}\n{:#?}", profile.rules);
    for claim in claims {
        match claim {
            Claim::CannotPass(rule) => assert_ne!(outcome(rule), Outcome::Pass, "{claim:?} of {}", said()),
            Claim::CannotFail(rule) => assert_ne!(outcome(rule), Outcome::Fail, "{claim:?} of {}", said()),
            Claim::NothingLeft(rules) => assert!(!rules.iter().all(lets_through), "{claim:?} of {}", said()),
            Claim::Superfluous { strict, loose } => match outcome(loose) {
                Outcome::Fail => assert_eq!(outcome(strict), Outcome::Fail, "{claim:?} of {}", said()),
                Outcome::Unknown => assert!(!lets_through(strict), "{claim:?} of {}", said()),
                _ => {}
            },
            Claim::Unreached { rule, band } => {
                assert_ne!(certain_band(profile, columns, *rule, record), Some(*band), "{claim:?} of {}", said());
            }
            Claim::Scores { low, high, certain } => {
                assert!(judged.worst[record] <= *certain, "{claim:?} of {}", said());
                assert!(judged.worst[record] >= *low && judged.best[record] <= *high, "{claim:?} of {}", said());
            }
            Claim::Gap { .. } => {}
        }
    }
}

/// The first band that is certain, where none above it is open.
fn certain_band(profile: &Profile, columns: &Columns, rule: usize, record: usize) -> Option<usize> {
    let Effect::Bands { column, bands, range_as } = &profile.rules[rule].effect else { return None };
    let (cell, _) = settled(columns.get(*column).cell(record), *range_as);
    let fails = |band: &&Band| band.tests.iter().any(|test| test.outcome(&cell) == Outcome::Fail);
    let first = bands.iter().position(|band| !fails(&band))?;
    bands[first].tests.iter().all(|test| test.outcome(&cell) == Outcome::Pass).then_some(first)
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn what_is_claimed_of_all_leads_holds_for_every_lead(numbers in choices(400), leads in choices(600)) {
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let claims = leadsieve::criteria::claims(&profile);
        let mut choices = Choices::new(&leads);
        let (_, columns) = chunk(&profile, &mut choices, 40);
        let judged = judge(&profile, &columns, 40);
        for record in 0..40 {
            assert_claims(&profile, &columns, &judged, record, &claims);
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// Verdicts put together from the shares of rules are those of the kernel, in finer units too.
    #[test]
    fn shares_put_together_give_the_verdicts(numbers in choices(400), leads in choices(600), finer in 0_u32..3) {
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        let (_, columns) = chunk(&profile, &mut Choices::new(&leads), 40);
        let judged = judge(&profile, &columns, 40);
        let shares = shares(&profile, &columns, 40, profile.decision.scale + finer);
        let thresholds = judged.thresholds.scaled(10_i64.pow(finer));
        prop_assert_eq!(verdicts_of(&shares, thresholds, 40), judged.verdicts);
    }
}

/// The law above would hold as well if nothing were ever claimed.
#[test]
fn random_profiles_give_claims_of_every_kind() {
    let mut seen = std::collections::BTreeSet::new();
    let mut seed = 7_u64;
    for _ in 0..400 {
        let numbers: Vec<u16> = (0..300)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u16::try_from(seed >> 48).unwrap()
            })
            .collect();
        let profile = random::profile(&mut Choices::new(&numbers), TRAITS);
        for claim in leadsieve::criteria::claims(&profile) {
            let kind = format!("{claim:?}");
            seen.insert(kind.split([' ', '(', '{']).next().unwrap().to_owned());
        }
    }
    let kinds: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(kinds, ["CannotFail", "CannotPass", "Gap", "NothingLeft", "Scores", "Superfluous", "Unreached"]);
}
