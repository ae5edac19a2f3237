//! leadsieve opens no connection, whatever it reads: lists are full of personal data, and the machine may have no network.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::process::{Command, Stdio};

use common::Test;

/// Packages that speak to other machines: HTTP, TLS, names, mail, clouds. polars is built with the runtime of tokio, which
/// has sockets and speaks no protocol; that none is opened, the other test sees.
const NETWORK: [&str; 26] = [
    "attohttpc",
    "aws-config",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "lettre",
    "minreq",
    "native-tls",
    "object_store",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "russh",
    "rustls",
    "ssh2",
    "surf",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "websocket",
    "zeromq",
];

#[test]
fn no_package_that_speaks_to_other_machines_is_built_in() {
    // The lock file also names what no feature asks for; the tree has what is built.
    let tree = ["tree", "--edges", "normal", "--prefix", "none", "--locked", "--offline"];
    let tree = Command::new(env!("CARGO")).args(tree).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(packages.contains(&"polars") && packages.len() > 100, "the tree is read");
    let found: Vec<&&str> = packages.iter().filter(|name| NETWORK.contains(name)).collect();
    assert_eq!(found, Vec::<&&str>::new());
}

/// The calls by which a program talks to another machine. A pipe and a local socket are none.
#[test]
fn a_run_opens_no_connection() {
    let test = Test::shipped().args("run sample-data/nightly.toml");
    let command = test.command();
    let trace = test.path("trace.txt");
    let mut traced = Command::new("strace");
    traced.args(["-f", "-e", "trace=network", "-o"]).arg(&trace).arg(command.get_program()).args(command.get_args());
    traced.current_dir(test.path("")).stdout(Stdio::null()).stderr(Stdio::null());
    match traced.status() {
        Err(_) => return println!("skipped: strace is not installed, so calls cannot be watched"),
        Ok(status) if !trace.exists() => return println!("skipped: strace may not watch programs here ({status})"),
        Ok(status) => assert!(status.success(), "{status}"),
    }
    let trace = fs::read_to_string(trace).unwrap();
    assert!(trace.contains("exited with 0"), "the whole run was watched: {trace}");
    let calls: Vec<&str> = trace.lines().filter(|line| line.contains("AF_INET") || line.contains("connect(")).collect();
    assert_eq!(calls, Vec::<&str>::new());
}
