use jiff::civil::date;
use tempfile::TempDir;

use super::*;
use crate::model::Verdict;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn open(folder: &TempDir) -> Ledger {
    Ledger::open(&folder.path().join("state/ledger.sqlite")).expect("opened")
}

fn lead(record: u64, verdict: Verdict) -> Handover {
    Handover { record, part: 0, verdict, worst: 1.0, best: 2.0, upgraded: false }
}

fn list(name: &str, leads: &[(Verdict, &[u128])]) -> HandoverList {
    let mut handovers = Handovers::default();
    for (record, (verdict, keys)) in (1..).zip(leads) {
        handovers.push(lead(record, *verdict), keys.iter().copied().map(Some));
    }
    HandoverList { name: name.to_owned(), leads: handovers, ..HandoverList::default() }
}

/// Enters a run of the job `nightly`, up to its end.
fn enter(ledger: &mut Ledger, day: i8, lists: Vec<HandoverList>) -> i64 {
    let run = HandoverRun {
        run_id: "r1",
        job: "nightly",
        as_of: date(2026, 11, day),
        profile: "p",
        rules: "r",
        out: Path::new("out"),
    };
    let id = ledger.begin(&run).expect("begun").number;
    ledger.enter(id, "nightly", lists, None).expect("entered");
    id
}

fn hold(ledger: &mut Ledger, day: i8, handed: &[u128], held: &[&[u128]]) -> Memory {
    let memory = ledger.memory("nightly").expect("read");
    let run = HandoverRun {
        run_id: "r1",
        job: "nightly",
        as_of: date(2026, 11, day),
        profile: "p",
        rules: "r",
        out: Path::new("out"),
    };
    let id = ledger.begin(&run).expect("begun").number;
    let lists = vec![list(
        "a.csv",
        &handed.iter().map(std::slice::from_ref).map(|k| (Verdict::Prospect, k)).collect::<Vec<_>>(),
    )];
    let since = Some(date(2026, 11, day - 3));
    let held = Held { keys: held.iter().map(|keys| keys.to_vec()).collect(), since };
    ledger.enter(id, "nightly", lists, Some((held, &memory))).expect("entered");
    ledger.done(id).expect("done");
    ledger.memory("nightly").expect("read")
}

#[test]
fn what_was_handed_over_is_known_the_next_night() {
    let folder = folder();
    let mut ledger = open(&folder);
    let lists = vec![
        list("a.csv", &[(Verdict::Review, &[1, 2]), (Verdict::Prospect, &[3])]),
        list("empty.csv", &[]),
        list("b.csv", &[(Verdict::Prospect, &[4])]),
    ];
    let run = enter(&mut ledger, 20, lists);
    ledger.done(run).expect("done");
    drop(ledger);
    let memory = open(&folder).memory("nightly").expect("read");
    let table = [
        (vec![None, Some(2)], Some((1, Verdict::Review, "a.csv"))),
        (vec![Some(9), Some(3)], Some((1, Verdict::Prospect, "a.csv"))),
        (vec![Some(4), Some(1)], Some((0, Verdict::Prospect, "b.csv"))),
        (vec![Some(5), None], None),
    ];
    for (keys, expected) in table {
        let known = memory.known(keys.iter().copied());
        let past = known.and_then(|known| Some((known.key, memory.past(known)?)));
        let expected = expected
            .map(|(key, verdict, list)| (key, Past { date: date(2026, 11, 20), list, verdict, upgraded: false }));
        assert_eq!(past, expected, "{keys:?}");
    }
}

#[test]
fn only_a_better_verdict_is_handed_over_again() {
    let folder = folder();
    let mut ledger = open(&folder);
    enter(&mut ledger, 20, vec![list("a.csv", &[(Verdict::Review, &[1]), (Verdict::Prospect, &[2])])]);
    let memory = ledger.memory("nightly").expect("read");
    let settles = |key, verdict| memory.known([Some(key)].into_iter()).expect("known").settles(verdict);
    for (key, verdict, expected) in [
        (1, Verdict::Prospect, false),
        (1, Verdict::Review, true),
        (1, Verdict::Rejected, true),
        (2, Verdict::Prospect, true),
        (2, Verdict::Review, true),
    ] {
        assert_eq!(settles(key, verdict), expected, "{key} as {verdict}");
    }
}

#[test]
fn the_better_of_two_handovers_counts_and_many_nights_stay_few_segments() {
    let folder = folder();
    let mut ledger = open(&folder);
    for day in 1..=28 {
        let verdict = if day == 20 { Verdict::Prospect } else { Verdict::Review };
        let run =
            enter(&mut ledger, day, vec![list("a.csv", &[(verdict, &[7, 1000 + u128::from(day.unsigned_abs())])])]);
        ledger.done(run).expect("done");
    }
    let memory = ledger.memory("nightly").expect("read");
    assert!(memory.handed.len() <= 14, "{} segments", memory.handed.len());
    let known = memory.known([Some(7)].into_iter()).expect("known");
    assert_eq!(memory.past(known).expect("there").date, date(2026, 11, 20));
    assert_eq!(memory.known([Some(1028)].into_iter()).map(|known| known.verdict()), Some(Verdict::Review));
}

#[test]
fn a_run_that_was_interrupted_counts_only_where_its_reports_are() {
    for is_there in [true, false] {
        let folder = folder();
        let mut ledger = open(&folder);
        let first = enter(&mut ledger, 19, vec![list("a.csv", &[(Verdict::Review, &[1])])]);
        ledger.done(first).expect("done");
        let second = enter(&mut ledger, 20, vec![list("b.csv", &[(Verdict::Review, &[2])])]);
        drop(ledger);
        let mut ledger = open(&folder);
        let fate = |run: &OpenRun| if run.number == second && is_there { Fate::InPlace } else { Fate::Absent };
        assert_eq!(ledger.settle(fate).expect("settled"), []);
        let memory = ledger.memory("nightly").expect("read");
        assert!(memory.known([Some(1)].into_iter()).is_some());
        assert_eq!(memory.known([Some(2)].into_iter()).is_some(), is_there);
        let last = ledger.last_run().expect("read").expect("one counts");
        assert!(ledger.counts(&last).expect("read"));
        assert_eq!(
            ledger.runs().expect("read").last().map(|(run, _)| *run),
            Some(if is_there { second } else { first })
        );
    }
}

#[test]
fn a_run_that_was_begun_and_not_entered_leaves_nothing() {
    let folder = folder();
    let mut ledger = open(&folder);
    ledger
        .begin(&HandoverRun {
            run_id: "r1",
            job: "n",
            as_of: date(2026, 11, 20),
            profile: "p",
            rules: "r",
            out: Path::new("out"),
        })
        .expect("begun");
    drop(ledger);
    assert_eq!(open(&folder).holdings().expect("read").runs, 0);
}

#[test]
fn what_is_older_is_purged_and_said() {
    let folder = folder();
    let mut ledger = open(&folder);
    for day in [1, 2, 20] {
        let leads: [(Verdict, &[u128]); 2] = [(Verdict::Review, &[1]), (Verdict::Prospect, &[100])];
        enter(&mut ledger, day, vec![list("a.csv", &leads), list("b.csv", &[(Verdict::Review, &[2])])]);
    }
    let purged = ledger.purge(date(2026, 11, 20)).expect("purged");
    assert_eq!(purged, Purged { runs: 2, leads: 6 });
    let holdings = ledger.holdings().expect("read");
    assert_eq!((holdings.runs, holdings.leads, holdings.keys), (1, 3, 3));
    assert_eq!(ledger.purge(date(2026, 11, 20)).expect("purged"), Purged::default());
    let memory = ledger.memory("nightly").expect("read");
    let known = memory.known([Some(1)].into_iter()).expect("of the last night");
    assert_eq!(memory.past(known).map(|past| past.date), Some(date(2026, 11, 20)));
    enter(&mut ledger, 21, vec![list("c.csv", &[(Verdict::Review, &[3])])]);
    let memory = ledger.memory("nightly").expect("read");
    let known = memory.known([Some(3)].into_iter()).expect("known");
    assert_eq!(memory.past(known).map(|past| past.list), Some("c.csv"));
}

#[test]
fn a_person_is_forgotten_with_all_keys() {
    let folder = folder();
    let mut ledger = open(&folder);
    enter(&mut ledger, 1, vec![list("a.csv", &[(Verdict::Review, &[1, 2]), (Verdict::Review, &[3])])]);
    enter(&mut ledger, 2, vec![list("b.csv", &[(Verdict::Prospect, &[1, 4])])]);
    let forgotten = ledger.forget(&[1], &[77], date(2026, 11, 24)).expect("forgotten");
    assert_eq!(forgotten, Forgotten { leads: 2, keys: 4, by_key: vec![2], barred: 4 });
    let objectors = ledger.objectors().expect("read");
    let barred: Vec<u128> = objectors.iter().map(|one| one.key).collect();
    assert!(barred.contains(&1) && barred.contains(&77) && barred.is_sorted(), "{barred:?}");
    assert!(objectors.iter().all(|one| (one.since, one.channels) == (date(2026, 11, 24), 0)));
    assert_eq!(ledger.allow(&[77, 78]).expect("taken back"), 1);
    assert_eq!(ledger.objectors().expect("read").len(), 3);
    let memory = ledger.memory("nightly").expect("read");
    let known: Vec<bool> = (1..=4).map(|key| memory.known([Some(key)].into_iter()).is_some()).collect();
    assert_eq!(known, [false, false, true, false]);
    assert_eq!(ledger.holdings().expect("read").leads, 1);
}

#[test]
fn who_is_held_is_held_since_the_first_night_and_not_for_ever() {
    let folder = folder();
    let mut ledger = open(&folder);
    let since = |memory: &Memory, key| memory.held_since([Some(key)].into_iter()).map(Date::day);
    let memory = hold(&mut ledger, 10, &[1], &[&[2, 20], &[3]]);
    assert_eq!((since(&memory, 2), since(&memory, 3), since(&memory, 1)), (Some(10), Some(10), None));
    // The next night hands 3 over, holds 2 again, and 4 for the first time.
    let memory = hold(&mut ledger, 11, &[3], &[&[2, 20], &[4]]);
    assert_eq!((since(&memory, 2), since(&memory, 3), since(&memory, 4)), (Some(10), None, Some(11)));
    // Their list did not come again: they are not forgotten at once, but after three days.
    let memory = hold(&mut ledger, 13, &[5], &[]);
    assert_eq!((since(&memory, 20), since(&memory, 4)), (Some(10), Some(11)));
    let memory = hold(&mut ledger, 14, &[6], &[]);
    assert_eq!((since(&memory, 20), since(&memory, 4)), (None, Some(11)));
    assert_eq!(ledger.memory("other").expect("read").held_since([Some(4)].into_iter()), None);
}

#[test]
fn only_one_at_a_time_has_it_open() {
    let folder = folder();
    let first = open(&folder);
    let error = Ledger::open(&folder.path().join("state/ledger.sqlite")).expect_err("locked");
    assert!(error.is_locked(), "{error}");
    assert!(error.to_string().starts_with("another run is using the ledger "), "{error}");
    drop(first);
    open(&folder);
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let folder = folder();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "these are my notes, and no database at all").expect("written");
    let other = folder.path().join("other.sqlite");
    Connection::open(&other)
        .and_then(|c| c.execute_batch("CREATE TABLE mine (a); PRAGMA user_version = 3"))
        .expect("made");
    let before = std::fs::read(&other).expect("there");
    let newer = folder.path().join("newer.sqlite");
    drop(Ledger::open(&newer).expect("made"));
    Connection::open(&newer).and_then(|c| c.execute_batch("PRAGMA user_version = 99")).expect("changed");
    for (path, words) in
        [(&text, "is no ledger of leadsieve"), (&other, "is no ledger"), (&newer, "is of a newer leadsieve")]
    {
        let error = Ledger::open(path).expect_err("refused").to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(!folder.path().join("other.sqlite-wal").exists());
    assert_eq!(std::fs::read(&other).expect("there"), before, "not even its journal was changed");
    assert_eq!(std::fs::read(&text).expect("there"), b"these are my notes, and no database at all");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    open(&folder);
    let mode = std::fs::metadata(folder.path().join("state/ledger.sqlite")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_ledger_of_version_1_is_brought_up_to_date_and_knows_its_lists_by_their_bytes() {
    let folder = folder();
    let mut ledger = open(&folder);
    let mut old = list("export.zip/a.csv", &[(Verdict::Review, &[]), (Verdict::Prospect, &[])]);
    old.sha256 = "ab".to_owned();
    let run = enter(&mut ledger, 20, vec![old]);
    ledger.done(run).expect("done");
    let back = "DROP TABLE secret; ALTER TABLE list DROP COLUMN bytes; ALTER TABLE list DROP COLUMN member; \
        ALTER TABLE list DROP COLUMN checksum; DROP TABLE objection; DROP TABLE ledger_id; DROP TABLE seal; ALTER TABLE run DROP COLUMN run_id; ALTER TABLE run DROP COLUMN out; \
        ALTER TABLE segment DROP COLUMN checksum; PRAGMA user_version = 1;";
    ledger.execute(back).expect("as version 1 had it");
    drop(ledger);
    let ledger = open(&folder);
    assert!(ledger.files_read().expect("read").may_have(7), "no size is known");
    let mut memory = ledger.memory("nightly").expect("read");
    assert_eq!(ledger.read_before(&mut memory, 0, "ab", Some("b.csv")).expect("read"), None);
    assert_eq!(ledger.read_before(&mut memory, 0, "cd", Some("a.csv")).expect("read"), None);
    let before = ledger.read_before(&mut memory, 3, "ab", Some("a.csv")).expect("read").expect("known");
    assert_eq!((before.name.as_str(), before.day), ("export.zip/a.csv", date(2026, 11, 20)));
    let verdict = |record| memory.known_record(3, record, 0, 9).map(|known| (known.key, known.verdict()));
    assert_eq!([verdict(1), verdict(2), verdict(3)], [Some((9, Verdict::Review)), Some((9, Verdict::Prospect)), None]);
    assert!(!memory.repeats(0));
}

#[test]
fn a_ledger_of_version_2_has_a_secret_from_now_on_and_damage_in_it_is_noticed_still() {
    for is_damaged in [false, true] {
        let folder = folder();
        let mut ledger = open(&folder);
        enter(&mut ledger, 20, vec![list("a.csv", &[(Verdict::Review, &[7])])]);
        ledger.execute("DROP TABLE secret").expect("as version 2 had it");
        let checksum = seal::checksum(&ledger.connection, 2).expect("sealed");
        let damage = if is_damaged { "DELETE FROM segment;" } else { "" };
        ledger
            .execute(&format!("UPDATE seal SET checksum = {checksum}; {damage} PRAGMA user_version = 2"))
            .expect("back");
        drop(ledger);
        let reopened = Ledger::open(&folder.path().join("state/ledger.sqlite"));
        assert_eq!(reopened.is_err(), is_damaged);
        if let Ok(ledger) = reopened {
            let secrets = ledger.secrets().expect("one");
            drop(ledger);
            assert_eq!((secrets.len(), &open(&folder).secrets().expect("the same")), (1, &secrets));
        }
    }
}

#[test]
fn a_secret_that_is_missing_is_found_in_copies_and_ledgers_that_were_put_aside() {
    let folder = folder();
    let path = folder.path().join("state/ledger.sqlite");
    let ledger = open(&folder);
    let first = ledger.secrets().expect("read").remove(0);
    ledger.back_up(1).expect("copied");
    drop(ledger);
    let remove = |path: &Path| std::fs::remove_file(path).expect("removed");
    remove(&path);
    let mut second = open(&folder);
    let own = second.secrets().expect("read").remove(0);
    assert_ne!(own, first);
    assert_eq!(
        second.secrets_for([own.id(), "00000000"].into_iter()).expect("read").len(),
        1,
        "nobody knows the other"
    );
    assert_eq!(second.secrets_for(std::iter::once(first.id())).expect("found"), [own.clone(), first.clone()]);
    drop(second);
    // A copy that does not know the second one is put back; the ledger that does is aside.
    Ledger::restore(&path, &folder.path().join("state/ledger.sqlite.backup-1")).expect("put back");
    let mut third = open(&folder);
    assert_eq!(third.secrets().expect("read"), std::slice::from_ref(&first));
    assert_eq!(third.secrets_for(std::iter::once(own.id())).expect("found"), [first, own]);
}

#[test]
fn a_lead_whose_row_changed_is_noticed_and_one_that_is_forgotten_is_not() {
    let changes = [
        ("UPDATE lead SET record = record + 4 WHERE id = 2", true),
        ("UPDATE lead SET part = 1 WHERE id = 2", true),
        ("UPDATE lead SET id = 9 WHERE id = 3", true),
        ("UPDATE lead SET verdict = 'qrospect' WHERE id = 2", true),
        ("UPDATE lead SET upgraded = 1 WHERE id = 1", true),
        ("UPDATE lead SET score_best = -score_best WHERE id = 3", true),
        ("DELETE FROM lead WHERE id = 3", true),
        ("INSERT INTO lead SELECT 4, 9, 0, verdict, 0.0, 0.0, 0 FROM lead WHERE id = 1", false),
        ("UPDATE lead SET verdict = 'prospect' WHERE id = 4", false),
        ("", false),
    ];
    for (change, is_damage) in changes {
        for forgets in [false, true] {
            let folder = folder();
            let mut ledger = open(&folder);
            let mut keyless =
                list("a.csv", &[(Verdict::Review, &[]), (Verdict::Prospect, &[]), (Verdict::Review, &[7])]);
            keyless.sha256 = "ab".to_owned();
            let run = enter(&mut ledger, 20, vec![keyless]);
            ledger.done(run).expect("done");
            if forgets {
                assert_eq!(ledger.forget(&[7], &[], date(2026, 11, 21)).expect("forgotten").leads, 1);
            }
            let rows = ledger.connection.execute_batch(change).map(|()| ledger.connection.changes());
            // Nothing is damaged where nobody is left.
            let is_damage = is_damage && (rows.expect("changed") > 0) && !(forgets && change.contains("id = 3"));
            let read = ledger.read_before(&mut ledger.memory("nightly").expect("read"), 0, "ab", None);
            assert_eq!(matches!(read, Err(LedgerError::Damaged { .. })), is_damage, "{change} {forgets} {read:?}");
        }
    }
}

#[test]
fn many_nights_of_objections_are_kept_in_few_sets() {
    let folder = folder();
    let mut ledger = open(&folder);
    for night in 0..40_u8 {
        let run = HandoverRun {
            run_id: "r1",
            job: "nightly",
            as_of: date(2026, 11, 20),
            profile: "p",
            rules: "r",
            out: Path::new("out"),
        };
        let id = ledger.begin(&run).expect("begun").number;
        let one = Objector { key: u128::from(night % 30), since: date(2026, 11, 1), channels: 2 };
        ledger.enter_objections(&[one]).expect("entered");
        ledger.enter(id, "nightly", Vec::new(), None).expect("entered");
        ledger.done(id).expect("done");
    }
    ledger.purge(date(2027, 1, 1)).expect("purged");
    let all = ledger.objectors().expect("read");
    let keys: std::collections::BTreeSet<u128> = all.iter().map(|one| one.key).collect();
    assert_eq!((keys.len(), all[0].channels, all[0].since), (30, 2, date(2026, 11, 1)));
    let sets: Vec<i64> = ledger.rows("SELECT count(*) FROM objection", |row| row.get(0)).expect("read");
    assert!(sets[0] < 16, "{sets:?}");
}
