//! A working folder made by the real binary, and what shells and `man` are told.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::Test;

#[test]
fn a_new_folder_runs_at_once_and_is_not_made_twice() {
    let made = Test::new().args("init leads").stdout("leadsieve run leads/nightly.toml").run();
    let checked = made.again().args("check leads/nightly.toml").run();
    assert_eq!(checked.stderr, "");
    let ran = checked.again().args("run leads/nightly.toml").stdout("Read 266 records from 1 list").run();
    assert_eq!(ran.stderr, "");
    let counts = ran.json("leads/out/latest/summary.json");
    assert!(counts["dispositions"]["prospect"].as_u64().unwrap() > 0);
    ran.again().args("test leads/rules/profiles/virtual-support.toml").run();
}

#[test]
fn nothing_is_overwritten() {
    let test = Test::new().file("leads/rules/contact/b2b.toml", "mine").args("init leads").exit(1);
    let ran = test.stderr("rules/contact/b2b.toml is there already, and nothing was made").run();
    ran.is_one_sentence();
    assert_eq!(ran.text("leads/rules/contact/b2b.toml"), "mine");
    assert!(!ran.path("leads/nightly.toml").exists());
}

#[test]
fn somebody_whom_the_new_folder_bars_is_barred() {
    let made = Test::new().args("init leads").run();
    let barred = "email,phone,domain,company\n,,*@mailinator.com,\n";
    let ran = made.again().file("leads/suppression/do-not-contact.csv", barred).args("run leads/nightly.toml").run();
    assert!(ran.json("leads/out/latest/summary.json")["dispositions"]["suppressed"].as_u64().unwrap() > 0);
}

#[test]
fn shells_and_man_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = Test::new().args(&format!("completions {shell}")).run();
        for command in ["qualify", "inspect", "--as-of", "init"] {
            assert!(ran.stdout.contains(command.trim_start_matches('-')), "{command} for {shell}");
        }
    }
    Test::new().args("man").stdout(".TH leadsieve").stdout("inspect").run();
    Test::new().args("man run").stdout(".TH").stdout("job file").run();
    Test::new().args("man walk").exit(2).stderr("there is no command walk; choose one of run").run();
}

#[cfg(unix)]
#[test]
fn reports_are_for_their_owner_unless_it_is_said_otherwise() {
    use std::os::unix::fs::PermissionsExt as _;
    for (flag, folder, file) in [("", 0o700, 0o600), (" --readable-by group", 0o750, 0o640)] {
        let line = format!("qualify leads.csv --profile rules/p.toml --out out --formats csv{flag}");
        let ran = Test::small().args(&line).run();
        let mode = |name: &str| std::fs::metadata(ran.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!([mode("out"), mode("out/prospects.csv"), mode("out/run.json")], [folder, file, file]);
    }
}
