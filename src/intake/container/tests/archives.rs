//! Zip archives.

use super::*;

#[test]
fn lists_are_found_by_name_and_read_by_content() {
    let bytes = zip(&[
        ("export/", b""),
        ("export/b.TSV", b"b\n"),
        ("export/a.csv.gz", &gz(b"a\n")),
        ("export/c.csv", &zst(b"c\n")),
        ("d.csv", b""),
        ("__MACOSX/export/._a.csv", b"x"),
        (".DS_Store", b"x"),
        ("export/Thumbs.db", b"x"),
        ("~$leads.xlsx", b"x"),
        ("readme.pdf", b"%PDF"),
        ("README.txt", b"thank you"),
        ("noname", b"x"),
    ]);
    let wanted = [("d.csv", ""), ("export/a.csv.gz", "a\n"), ("export/b.TSV", "b\n"), ("export/c.csv", "c\n")];
    assert_eq!(lists("a.zip", &bytes), pairs(&wanted));
    let (_folder, contents) = found("a.zip", &bytes, &Limits::default()).unwrap();
    let skipped: Vec<_> = contents.skipped.iter().map(|skipped| (skipped.name.as_str(), skipped.why)).collect();
    let no = "no list by its name";
    assert_eq!(skipped, [("README.txt", "a note by its name"), ("noname", no), ("readme.pdf", no)]);
    assert!(contents.members[0].to_string().ends_with("a.zip/d.csv"));
}

#[test]
fn folders_may_be_written_as_windows_does() {
    let bytes = zip(&[("export\\a.csv", b"a\n"), ("./b.csv", b"b\n")]);
    assert_eq!(lists("a.zip", &bytes), pairs(&[("b.csv", "b\n"), ("export/a.csv", "a\n")]));
}

#[test]
fn an_archive_that_is_no_use_is_told() {
    let nothing = zip(&[]);
    let inner = zip(&[("a.csv", b"a\n")]);
    let cases: [(Files<'_>, &str); 9] = [
        (&[("readme.pdf", b"x")], "has no list in it; what is in it: readme.pdf"),
        (&[(".hidden.csv", b"x")], "has no list in it; it is empty"),
        (&[("in.zip", &inner)], "a.zip/in.zip is an archive inside of a packed file; unpack it first"),
        (&[("in.csv", &inner)], "a.zip/in.csv is an archive inside of a packed file"),
        (&[("in.csv.gz", &gz(&inner))], "a.zip/in.csv.gz is an archive or a workbook inside"),
        (&[("in.xls", b"<html>")], "a.zip/in.xls is no list: it is a web page"),
        (&[("../a.csv", b"x")], "\"../a.csv\" leads out of its folder"),
        (&[("/a.csv", b"x"), ("b.csv", b"")], "\"/a.csv\" begins at the root of the disk"),
        (&[("a.csv", b"x"), ("./a.csv", b"y")], "two files in it have the same name"),
    ];
    for (files, words) in cases {
        let said = lists("a.zip", &zip(files)).unwrap_err();
        assert!(said.contains(words), "{said}");
    }
    assert!(lists("a.zip", &nothing).unwrap_err().ends_with("a.zip has no list in it; it is empty"));
}

#[test]
fn names_that_the_directory_repeats_are_refused() {
    let mut bytes = zip(&[("a.csv", b"a\n"), ("b.csv", b"b\n")]);
    for at in 0..bytes.len() - 5 {
        if &bytes[at..at + 5] == b"b.csv" {
            bytes[at] = b'a';
        }
    }
    assert!(lists("a.zip", &bytes).unwrap_err().contains("two files in it have the same name"));
}

#[test]
fn links_are_no_lists() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.add_symlink("a.csv", "/etc/passwd", options).unwrap();
    writer.start_file("b.csv", options).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let (_folder, contents) = found("a.zip", &bytes, &Limits::default()).unwrap();
    assert_eq!(contents.members.len(), 1);
    assert_eq!(contents.skipped, [Skipped { name: "a.csv".to_owned(), why: "a link", may_hold_leads: false }]);
}

#[test]
fn a_password_is_asked_of_nobody() {
    for name in ["locked-zipcrypto.zip", "locked-aes.zip"] {
        let said = contents(&fixture(name), &Limits::default()).unwrap_err().to_string();
        let wanted = format!("{name}/leads.csv is protected by a password; unpack it and give the files in it");
        assert!(said.ends_with(&wanted), "{said}");
    }
}

#[test]
fn damage_in_a_file_of_an_archive_is_told_with_its_name() {
    let text: Vec<u8> = (0..3000).flat_map(|n| format!("{n},{}\n", n * 7919 % 1000).into_bytes()).collect();
    let whole = zip(&[("a.csv", b"a\n"), ("b.csv", &text)]);
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 0x55;
    let said = lists("a.zip", &changed).unwrap_err();
    assert!(
        said.contains("a.zip/b.csv is damaged: ") && said.contains(" unpacked bytes; get the file again"),
        "{said}"
    );
    let said = lists("a.zip", &whole[..whole.len() - 30]).unwrap_err();
    assert!(said.contains("a.zip is damaged: its directory cannot be read"), "{said}");
}

#[test]
fn methods_that_are_not_read_are_named() {
    let mut bytes = zip(&[("a.csv", b"a\n")]);
    for (magic, at) in [(&b"PK\x03\x04"[..], 8), (b"PK\x01\x02", 10)] {
        let start = bytes.windows(4).position(|window| window == magic).unwrap();
        bytes[start + at] = 14;
    }
    assert!(
        lists("a.zip", &bytes)
            .unwrap_err()
            .ends_with("a.zip/a.csv is packed by LZMA, which is not read; pack it again as a usual zip file")
    );
}
