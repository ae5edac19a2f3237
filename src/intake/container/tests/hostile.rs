//! Containers that are made to do harm, and those that are only broken.

use proptest::prelude::*;

use super::*;

const MIB: u64 = 1 << 20;

#[test]
fn a_bomb_does_not_go_off() {
    let zeros = vec![b'0'; 40 << 20];
    let ratio = "unpacks to more than 250 times its size, as no list does; if that is right, raise max_ratio";
    for bomb in [gz(&zeros), zst(&zeros), zip(&[("a.csv", &zeros)])] {
        assert!(lists("bomb", &bomb).err().unwrap_or_default().ends_with(ratio));
        let limits = Limits { ratio: u64::MAX, ..Limits::default() };
        assert_eq!(lists_within("bomb", &bomb, &limits).unwrap()[0].1.len(), zeros.len());
        let limits = Limits { unpacked: 20 * MIB, ratio: u64::MAX, ..Limits::default() };
        let said = lists_within("bomb", &bomb, &limits).unwrap_err();
        assert!(said.ends_with("unpacks to more than 20 MiB; if that is right, raise max_unpacked"), "{said}");
    }
    let small = vec![b'0'; 16 << 20];
    assert!(lists("no bomb", &gz(&small)).is_ok());
}

/// Points all entries of the directory to the first file, and states its sizes and checksum of them.
fn overlapping(mut archive: Vec<u8>) -> Vec<u8> {
    let starts: Vec<usize> = (0..archive.len() - 4).filter(|at| archive[*at..].starts_with(b"PK\x01\x02")).collect();
    let (checks, place) = (archive[starts[0] + 16..starts[0] + 28].to_vec(), archive[starts[0] + 42..][..4].to_vec());
    for start in starts {
        archive[start + 16..start + 28].copy_from_slice(&checks);
        archive[start + 42..start + 46].copy_from_slice(&place);
    }
    archive
}

#[test]
fn files_that_share_bytes_are_refused() {
    let text = b"name\nAda\n".as_slice();
    let apart = zip(&[("a.csv", text), ("b.csv", text), ("c.csv", text)]);
    assert_eq!(lists("a.zip", &apart).unwrap().len(), 3);
    let said = lists("a.zip", &overlapping(apart)).unwrap_err();
    assert!(
        said.ends_with("a.zip is refused: files in it share the same bytes, as in archives that are made to do harm")
    );
    let book = zip(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("xl/styles.xml", b"<a/>")]);
    assert!(lists("a.xlsx", &overlapping(book)).unwrap_err().contains("share the same bytes"));
}

#[test]
fn limits_hold_for_all_lists_of_an_archive_together() {
    let part: Vec<u8> =
        (0_u32..1 << 18).flat_map(|number| format!("{:x}\n", number.wrapping_mul(0x9e37_79b9)).into_bytes()).collect();
    let (a, b) = (gz(&part), gz(&part));
    let limits = |unpacked| Limits { unpacked, ..Limits::default() };
    let (one, two) = (part.len() as u64 + 1_000_000, 2 * part.len() as u64 - 1);
    // Each is within the limit, packed once or twice; both together are not.
    for archive in [zip(&[("a.csv", &part), ("b.csv", &part)]), zip(&[("a.csv.gz", &a), ("b.csv.gz", &b)])] {
        for most in [one, two] {
            let said = lists_within("a.zip", &archive, &limits(most)).unwrap_err();
            assert!(said.contains("raise max_unpacked"), "{said}");
        }
        assert_eq!(lists_within("a.zip", &archive, &limits(4 * part.len() as u64)).unwrap().len(), 2);
    }
    // None is large enough for its own ratio to count.
    let zeros = vec![b'0'; 6 << 20];
    let said = lists("a.zip", &zip(&[("a.csv", &zeros), ("b.csv", &zeros), ("c.csv", &zeros)])).unwrap_err();
    assert!(said.ends_with(
        "a.zip unpacks to more than 250 times its size, as no list does; if that is right, raise max_ratio"
    ));
    // A list that is read several times counts once.
    let (_folder, found) = found("a.zip", &zip(&[("a.csv", &part)]), &limits(one)).unwrap();
    for _ in 0..5 {
        assert_eq!(text(&found.members[0], &limits(one)).unwrap().len(), part.len());
    }
}

#[test]
fn an_archive_of_very_many_files_is_refused() {
    let names: Vec<String> = (0..1001).map(|n| format!("{n}.csv")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"a\n"[..])).collect();
    assert_eq!(lists("many", &zip(&files[..1000])).unwrap().len(), 1000);
    let said = lists("many", &zip(&files)).unwrap_err();
    assert!(
        said.ends_with("many has 1001 files in it, and at most 1000 are read; if that is right, raise max_members")
    );
}

/// Changes the size that an archive states of its first file, in its directory.
fn with_size(mut archive: Vec<u8>, size: u32) -> Vec<u8> {
    let start = archive.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    archive[start + 24..start + 28].copy_from_slice(&size.to_le_bytes());
    archive
}

#[test]
fn sizes_that_an_archive_states_wrongly_are_noticed() {
    let archive = || zip(&[("a.csv", b"name\nAda\n")]);
    assert!(lists("a.zip", &with_size(archive(), 8)).unwrap_err().contains("longer than the archive says"));
    assert!(lists("a.zip", &with_size(archive(), 10)).unwrap_err().contains("shorter than the archive says"));
    assert!(lists("a.zip", &with_size(archive(), 9)).is_ok());
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let sheet = vec![b' '; 3 << 20];
    let book = zip(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", &sheet)]);
    let limits = Limits { workbook: 2 * MIB, ..Limits::default() };
    for bytes in [book.clone(), zip(&[("in.xlsx", &book)])] {
        let said = lists_within("a", &bytes, &limits).unwrap_err();
        assert!(said.ends_with("unpacks to more than 2 MiB; if that is right, raise max_workbook"), "{said}");
    }
    let lies = with_size(zip(&[("xl/workbook.xml", &sheet), ("[Content_Types].xml", b"<a/>")]), 9);
    assert!(lists_within("a", &lies, &limits).unwrap_err().contains("longer than the archive says"));
}

#[test]
fn a_workbook_that_states_more_than_it_has_is_refused() {
    let shared = "<?xml version=\"1.0\"?><sst count=\"1\" uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>";
    let parts: [(&str, &[u8]); 3] =
        [("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("xl/sharedStrings.xml", shared.as_bytes())];
    assert!(lists("a.xlsx", &zip(&parts)).unwrap_err().ends_with("raise max_workbook"));
    let mut book = std::fs::read(fixture("cells.xls")).unwrap();
    let at = book.windows(4).position(|window| window == [0, 2, 14, 0]).unwrap();
    book[at + 8..at + 12].copy_from_slice(&[0xff; 4]);
    assert!(lists("a.xls", &book).unwrap_err().ends_with("raise max_workbook"));
}

fn beginnings() -> impl Strategy<Value = Vec<u8>> {
    let magic: [&[u8]; 8] = [
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x3e\0\x03\0\xfe\xff\x09\0\x06\0",
        b"",
        b"<",
    ];
    (0..magic.len(), prop::collection::vec(any::<u8>(), 0..2000)).prop_map(move |(n, rest)| [magic[n], &rest].concat())
}

/// A real container with a few bytes changed, and perhaps cut off.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let csv = b"name,mail\nAda,ada@example.org\n";
    let fixture = |name: &str| std::fs::read(fixture(name)).unwrap();
    let (xls, ods) = (fixture("cells.xls"), fixture("cells.ods"));
    let inner = zip(&[("a.csv", csv), ("book.xls", &xls)]);
    let whole =
        [gz(csv), zst(csv), zip(&[("a.csv", csv), ("b.csv.gz", &gz(csv))]), inner, xls, ods, workbooks::cells()];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (0..whole.len(), changes, prop::option::weighted(0.2, any::<prop::sample::Index>())).prop_map(
        move |(n, changes, cut)| {
            let mut bytes = whole[n].clone();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let length = cut.map_or(bytes.len(), |cut| cut.index(bytes.len()));
            bytes.truncate(length);
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics(bytes in prop_oneof![beginnings(), damaged()]) {
        let limits = Limits { unpacked: MIB, workbook: MIB, ..Limits::default() };
        if let Ok(contents) = piped_contents(Path::new("-"), Cursor::new(bytes), &limits) {
            for member in contents.members {
                if let Ok(mut opened) = member.open(&limits) {
                    let _ = std::io::copy(&mut opened.reader, &mut std::io::sink());
                }
            }
        }
    }
}
