//! Plain and packed files, and standard input.

use super::*;

const LEADS: &[u8] = b"name;mail\nAda;ada@example.org\n";

fn piped(bytes: Vec<u8>) -> Result<Contents, ContainerError> {
    piped_contents(Path::new("-"), Cursor::new(bytes), &Limits::default())
}

#[test]
fn bytes_count_and_names_do_not() {
    let text = std::str::from_utf8(LEADS).unwrap();
    for name in ["a.csv", "a.gz", "a.zst", "a.zip", "a.xlsx", "a.xls", "a"] {
        for bytes in [LEADS.to_vec(), gz(LEADS), zst(LEADS)] {
            assert_eq!(lists(name, &bytes), pairs(&[("", text)]), "{name}");
        }
        assert_eq!(lists(name, &zip(&[("in.csv", LEADS)])), pairs(&[("in.csv", text)]));
        assert_eq!(lists(name, b""), pairs(&[("", "")]));
    }
}

#[test]
fn a_list_is_said_to_come_in_what_it_does() {
    let cases = [
        (LEADS.to_vec(), Kind::Plain, Some(LEADS.len() as u64)),
        (gz(LEADS), Kind::Gzip, None),
        (zst(LEADS), Kind::Zstd, None),
        (zip(&[("a.csv", LEADS)]), Kind::Zip, Some(LEADS.len() as u64)),
        (zip(&[("a.csv.gz", &gz(LEADS))]), Kind::Zip, None),
    ];
    for (bytes, kind, size) in cases {
        let (_folder, contents) = found("leads", &bytes, &Limits::default()).unwrap();
        let opened = contents.members[0].open(&Limits::default()).unwrap();
        assert_eq!((opened.kind, opened.size, kind.is_sheet()), (kind, size, false));
    }
}

#[test]
fn the_fingerprint_is_of_the_file_as_it_was_bought() {
    // By sha256sum.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for (bytes, partly) in [(&b"abc"[..], true), (b"abc", false)] {
        let (_folder, contents) = found("leads", bytes, &Limits::default()).unwrap();
        let mut opened = contents.members[0].open(&Limits::default()).unwrap();
        if !partly {
            std::io::copy(&mut opened.reader, &mut std::io::sink()).unwrap();
        }
        assert_eq!(opened.digest.finish().unwrap(), Fingerprint { sha256: abc.to_owned(), bytes: 3 });
    }
    for bytes in [gz(LEADS), zst(LEADS), [gz(LEADS), vec![0; 70_000]].concat(), zip(&[("a.csv", LEADS)])] {
        let known = Digest::new("", Some(Bytes::memory(bytes.clone()))).finish().unwrap();
        let (_folder, contents) = found("leads", &bytes, &Limits::default()).unwrap();
        let mut opened = contents.members[0].open(&Limits::default()).unwrap();
        std::io::copy(&mut opened.reader, &mut std::io::sink()).unwrap();
        assert_eq!(opened.digest.finish().unwrap(), known);
    }
}

#[test]
fn standard_input_is_read_once_packed_or_not() {
    let leads: Vec<u8> = (0..90_000).flat_map(|n| format!("{n},{}\n", n * 7919 % 100_003).into_bytes()).collect();
    for bytes in [leads.clone(), gz(&leads), zst(&leads)] {
        let known = Digest::new("", Some(Bytes::memory(bytes.clone()))).finish().unwrap();
        let member = piped(bytes).unwrap().members.remove(0);
        assert_eq!(member.to_string(), "standard input");
        let mut opened = member.open(&Limits::default()).unwrap();
        assert!(opened.digest.finish().is_err());
        let mut text = Vec::new();
        opened.reader.read_to_end(&mut text).unwrap();
        assert!(text == leads);
        assert_eq!(opened.digest.finish().unwrap(), known);
        let again = member.open(&Limits::default()).err().unwrap().to_string();
        assert_eq!(again, "standard input can be read only once, from its beginning to its end; save it to a file");
    }
}

#[test]
fn an_archive_or_a_workbook_on_standard_input_is_held() {
    let archive = zip(&[("b.csv", LEADS), ("a.csv", b"a\n")]);
    let contents = piped(archive.clone()).unwrap();
    let names: Vec<String> = contents.members.iter().map(Member::to_string).collect();
    assert_eq!(names, ["-/a.csv", "-/b.csv"]);
    assert_eq!(text(&contents.members[1], &Limits::default()).unwrap().as_bytes(), LEADS);
    assert_eq!(
        contents.members[1].open(&Limits::default()).unwrap().digest.finish().unwrap().bytes,
        archive.len() as u64
    );
    let book = std::fs::read(fixture("cells.xls")).unwrap();
    assert!(text(&piped(book).unwrap().members[0], &Limits::default()).unwrap().contains("49301234567"));
    let limits = Limits { workbook: 50, ..Limits::default() };
    let error = piped_contents(Path::new("-"), Cursor::new(archive), &limits).unwrap_err();
    assert_eq!(error.to_string(), "standard input unpacks to more than 50 bytes; if that is right, raise max_workbook");
}

#[test]
fn what_is_no_list_is_told() {
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("leads.xls", b"\n<html><table><tr><td>Ada".to_vec(), "it is a web page (HTML)"),
        ("leads.csv", b"%PDF-1.7\n".to_vec(), "it is a PDF document"),
        ("leads.gz", gz(b"<!DOCTYPE html>"), "it is a web page (HTML)"),
        ("leads.gz", gz(&gz(LEADS)), "is a packed file inside of a packed file; unpack it first"),
        ("leads.zst", zst(&zip(&[("a.csv", LEADS)])), "is an archive or a workbook inside of a packed file"),
        ("leads.tar.gz", gz(&[&[b'a'; 257][..], b"ustar\0"].concat()), "it is a tar archive; unpack it first"),
        ("leads.xlsx", zip(&[("word/document.xml", b"<a/>")]), "it is a Word document"),
        ("leads.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "is damaged"),
    ];
    for (name, bytes, words) in cases {
        let said = lists(name, &bytes).unwrap_err();
        assert!(said.contains(name) && said.contains(words), "{said}");
    }
}

#[test]
fn files_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = |path: &Path| contents(path, &Limits::default()).unwrap_err().to_string();
    assert!(said(folder.path()).ends_with("it is a folder, not a file"));
    assert!(said(&folder.path().join("none.csv")).ends_with("none.csv: there is no such file"));
}

#[test]
fn a_member_outlives_no_change_of_its_file() {
    let (folder, contents) = found("leads.csv", LEADS, &Limits::default()).unwrap();
    drop(folder);
    assert!(contents.members[0].open(&Limits::default()).is_err());
}
