//! Small samples with what is to be told of them.

use proptest::prelude::*;

use super::{Dialect, Given, Header, Sniffed, sniff};

/// What is expected of a sample: delimiter, then quote, escape, spaced, lines above and header as one word:
/// `'` single quotes, `\` an escape, `_` spaced, a figure for the lines above, `!` no header.
type Case = (&'static str, u8, &'static str);

fn told(text: &str) -> Sniffed {
    sniff(text.as_bytes(), true, &Given::default())
}

fn summary(sniffed: &Sniffed) -> String {
    let Dialect { quote, escape, spaced, .. } = sniffed.dialect;
    let signs = [(quote == b'\'', '\''), (escape.is_some(), '\\'), (spaced, '_')];
    let mut summary = signs.iter().filter(|(is, _)| *is).map(|(_, sign)| *sign).collect::<String>();
    if sniffed.skip_top > 0 {
        summary.push_str(&sniffed.skip_top.to_string());
    }
    if sniffed.header == Header::Absent {
        summary.push('!');
    }
    summary
}

fn check(cases: &[Case]) {
    let wrong = cases.iter().filter_map(|(text, delimiter, rest)| {
        let sniffed = told(text);
        let right = sniffed.dialect.delimiter == *delimiter && summary(&sniffed) == *rest;
        let got = (char::from(sniffed.dialect.delimiter), summary(&sniffed));
        (!right).then(|| format!("{text:?}: {:?}, not {got:?}", (char::from(*delimiter), rest)))
    });
    let wrong = wrong.collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_header_heads_its_own_table() {
    check(&[
        ("id,tools\na,Slack;Jira;Zoom\nb,Slack;Jira;Zoom\nc,Slack;Teams;Zoom\n", b',', ""),
        ("id;tools\na;Slack,Jira,Zoom\nb;Slack,Jira,Zoom\nc;Slack,Teams,Zoom\n", b';', ""),
        ("id\ttools\na\tSlack|Jira\nb\tSlack|Jira\nc\tZoom|Teams\nd\tZoom|Teams\n", b'\t', ""),
        ("name;tags\nKim;a|b|c|d\nLee;a|b|c|d\nAna;b|c|d|e\n", b';', ""),
        ("Export of Nov. 2026\nname;city;size\nKim;Ulm;5\nLee;Bonn;6\n", b';', "1"),
        ("Leads, Nov. 2026\nname;city;size\nKim;Ulm;5\nLee, Ann;Bonn;6\nAna;Hof;7\n", b';', "1"),
    ]);
}

#[test]
fn delimiters() {
    check(&[
        ("a,b\n1,2\n", b',', ""),
        ("a;b;c\n1;2;3\n4;5;6\n", b';', ""),
        ("name\tcity\nAnna\tBerlin\nBen\tRome\n", b'\t', ""),
        ("name|city\nAnna|Berlin\nBen|Rome\n", b'|', ""),
        ("name^city^age\nAnna^Berlin^5\nBen^Rome^6\n", b'^', ""),
        ("name~city~age\nAnna~Berlin~5\n", b'~', ""),
        ("name#city#age\nAnna#Berlin#5\nBen#Rome#6\nCleo#Oslo#7\n", b'#', ""),
        ("name\u{1f}city\nAnna\u{1f}Berlin\n", 0x1F, ""),
        ("name\u{1}city\nAnna\u{1}Berlin\n", 0x01, ""),
        ("user:uid:home\nroot:0:/root\nanna:1000:/home/anna\nben:1001:/home/ben\nmax:1002:/home/max\n", b':', ""),
        ("x y z\n1.5 2.5 3.5\n1.7 2.2 3.1\n4.5 8.5 9.5\n0.5 0.1 1.5\n", b' ', ""),
        (
            "C      0.000000   0.000000\nH      0.000000   1.089000\nH      1.026719   0.100000\nH      0.5 0.7\n",
            b' ',
            "!",
        ),
        ("Firma;Umsatz;Gewinn\nA GmbH;1,5;2,5\nB AG;2,7;0,1\n", b';', ""),
        ("Umsatz;Gewinn\n1,5;2,5\n2,7;0,1\n3,3;0,2\n", b';', ""),
        ("id;text\n1;one, two, three\n2;four, five, six\n3;a, b, c\n", b';', ""),
        ("id|text\n1|one, two; three\n2|four, five; six\n", b'|', ""),
        ("time,place\n10:30,Berlin\n11:45,Rome\n12:00,Oslo\n", b',', ""),
        ("start;end\n10:30;11:00\n11:45;12:15\n", b';', ""),
        ("url,hits\nhttp://a.example/x,5\nhttp://b.example/y,7\n", b',', ""),
        ("name,tags\nAnna,a;b;c\nBen,a;d;e\nCleo,f;g;h\n", b',', ""),
        ("name,tags\nAnna,a|b|c\nBen,a|d|e\nCleo,f|g|h\n", b',', ""),
        ("name;mails\nAnna;a@x.de,b@x.de\nBen;c@x.de,d@x.de\n", b';', ""),
        ("date,value\n2018-01-02,3\n2018-01-03,4\n", b',', ""),
        (
            "Firma;Straße;Ort\nMüller, Meier & Co;Hauptstr. 5, Hinterhaus;10115 Berlin\nB, C;Weg 1, 2. OG;Bonn\n",
            b';',
            "",
        ),
        ("id,json\n1,\"{\"\"a\"\":1,\"\"b\"\":[2;3]}\"\n2,\"{\"\"a\"\":4,\"\"b\"\":[5;6]}\"\n", b',', ""),
        ("id,html\n1,R&amp;D; x\n2,Q&amp;A; y\n", b',', ""),
        ("name,text\nAnna,\"a;b;c;d;e;f\"\nBen,\"a;b;c;d;e;f\"\nCleo,\"a;b;c;d;e;f\"\n", b',', ""),
        ("a,b\r1,2\r3,4\r", b',', ""),
        ("a;b\r\n1;2\r\n3;4\r\n", b';', ""),
    ]);
}

#[test]
fn one_column_and_little_text() {
    check(&[
        ("", b',', ""),
        ("\n\n", b',', ""),
        ("name", b',', ""),
        ("name\nAnna\nBen\nCleo\n", b',', ""),
        ("name\nAnna Schmidt\nBen Maier\nCleo Kunz\nDora Lang\nEmil Voss\n", b',', ""),
        ("company\nDoe, Smith and Sons\nKern, Lang and Co\nA, B\n", b',', ""),
        ("Price\n1,5\n2,5\n3,7\n", b',', ""),
        ("time\n10:30\n11:45\n12:00\n13:15\n14:20\n", b',', ""),
        ("email\na@x.de\nb@y.de\n", b',', ""),
        ("name;city;phone\n", b';', ""),
        ("name\tcity\tphone", b'\t', ""),
        ("name,city\nAnna,Berlin", b',', ""),
        ("Last, First\nDoe, John\nRoe, Jane\nPoe, Edgar\n", b',', "_"),
        ("milan#_%pass\n", b',', ""),
        ("\"Product Categories\", \"Product Categories\"", b',', "_"),
    ]);
}

#[test]
fn quotes_and_escapes() {
    check(&[
        ("\"name\";\"note\"\n\"Anna\";\"a; b\"\n\"Ben\";\"c\"\n", b';', ""),
        ("'name','note'\n'Anna','a, b'\n'Ben','c, d'\n", b',', "'"),
        ("id,year,x\n1,'09/10',a\n2,'06/07',b\n3,'05/06',c\n", b',', "'"),
        ("name,city\nO'Brien,Men's\nD'Arcy,Kids'\n'n Sync,Rome\n", b',', ""),
        ("name,city\n\"O'Brien, P\",'s-Hertogenbosch\nBen,'s-Gravenhage\n", b',', ""),
        ("id,say\n1,\"he said \\\"hi\\\", then left\"\n2,\"so \\\"what\\\"\"\n", b',', "\\"),
        ("id,path\n1,\"C:\\dir\\\"\n2,\"D:\\x, y\\\"\n", b',', ""),
        ("id,say\n1,\"he said \"\"hi\"\", then left\"\n2,\"x\"\n", b',', ""),
        ("id;say\n1;5\" pipe\n2;7\" pipe\n", b';', ""),
        ("\"a\", \"b, c\", \"d\"\n\"1\", \"2, 3\", \"4\"\n\"5\", \"6, 7\", \"8\"\n", b',', "_"),
        ("'Argentina',   'ar', 'Peso'\n'Australia',   'au', 'Dollar'\n'Bahamas',     'bs', 'Dollar'\n", b',', "'_"),
        ("id; name; city\n1; Anna; Berlin\n2; Ben; Rome\n", b';', "_"),
        ("\"x\" ; \"y\" ; \"z\" ;\n4,00 ; 2,04E+05 ; 3,4E+05 ;\n3,99 ; 1,7E+05 ; 3,5E+05 ;\n", b';', "_"),
        ("a,b\n1,\"two\nlines, here\"\n2,\"x\"\n", b',', ""),
        ("\"a\nb\",c\n1,2\n3,4\n", b',', ""),
        (
            "date time \"text, long\"\n28/01/2018 10:00 \"These, and: more\"\n29/01/2018 10:15 \"That, and: less\"\n30/01/2018 11:00 \"a, b\"\n31/01/2018 11:00 \"c, d\"\n1/02/2018 12:00 \"e\"\n",
            b' ',
            "",
        ),
        (
            "   1 # '100 columbia dr' # ' amherst, ma 01002'\n   2 # '100 cowls rd' # ' amherst, ma 01002'\n   3 # '1 fearing st' # ' pelham, ma 01002'\n   4 # '8 gray st' # ' amherst, ma 01002'\n   5 # '9 bay rd' # ' pelham, ma 01002'\n",
            b'#',
            "'_!",
        ),
        ("a,b,c\n1,\"x,2\n3,y,4\n5,z,6\n7,w,8\n", b',', ""),
    ]);
}

#[test]
fn lines_above() {
    check(&[
        ("sep=;\na;b\n1,5;2\n", b';', "1"),
        ("\"sep=,\"\r\na,b;c\r\n1,2;3\r\n", b',', "1"),
        ("\n\na,b\n1,2\n3,4\n", b',', "2"),
        ("Report of 2018\n\nname,city,age\nAnna,Berlin,5\nBen,Rome,6\n", b',', "2"),
        ("PREAMBLE,,,\n,,,\nname,city,age,size\nAnna,Berlin,5,1\nBen,Rome,6,2\n", b',', "2"),
        (
            "Notes:\nThis list, made in May, is old.\nAsk Ann, or Bob, or me, for more.\n\nname;city;age\nAnna;Berlin;5\nBen;Rome;6\n",
            b';',
            "4",
        ),
        ("# made by a tool\n# on 2020-01-01, 10:30\nname,city\nAnna,Berlin\nBen,Rome\n", b',', "2"),
        ("# Employees,City\n5,Berlin\n6,Rome\n", b',', ""),
        ("Exported by;Anna;;;;\n;;;;;\nname;city;age;x;y;z\nAnna;Berlin;5;1;2;3\nBen;Rome;6;1;2;3\n", b';', "2"),
        ("SEQUENTIAL\nMM_07-X;ibk.example.at\nMM_07;ibk.example.at\nMM_08;ibk.example.at\n", b';', "1!"),
        ("\"Leads, export\"\nname,city,age\nAnna,Berlin,5\nBen,Rome,6\n", b',', "1"),
        ("Title\r\rname\tcity\rAnna\tRome\rBen\tOslo\r", b'\t', "2"),
        ("\"Two\nlines\"\nname,city,age\nAnna,Berlin,5\nBen,Rome,6\n", b',', "2"),
    ]);
}

#[test]
fn headers() {
    check(&[
        ("Acme,anna@acme.de,5\nBeta,ben@beta.de,6\nCeta,cleo@ceta.de,7\n", b',', "!"),
        ("28/01/2018;10:00;MG-8769;74.69\n29/01/2018;10:15;RI-3895;29.81\n", b';', "!"),
        ("1,2\n3,4\n5,6\n", b',', "!"),
        ("name,2019,2020\nAnna,5,6\nBen,7,8\n", b',', ""),
        ("1,2,3,4\n0.5,0.7,0.1,3\n0.2,0.9,0.3,7\n", b',', ""),
        ("name,city\nAnna,Berlin\nBen,Rome\n", b',', ""),
        ("foo,bar\nbaz,qux\nquux,corge\n", b',', ""),
        ("\"\",\"x\"\n\"1\",5.5\n\"2\",6.5\n", b',', ""),
        ("name,age\nname,age\nAnna,5\nBen,6\n", b',', ""),
        ("name,length,mass\n,cm,kg\nA,5,6\nB,7,8\n", b',', ""),
        ("name,city,age,\nAnna,Berlin,5,\nBen,Rome,6,\n", b',', ""),
        ("name,city,age\nAnna,Berlin,5,\nBen,Rome,6,\nCleo,Oslo,7,\n", b',', ""),
        ("nameage,city\nAnna,5,Berlin\nBen,6,Rome\nCleo,7,Oslo\n", b',', ""),
        ("DATE TIME Qty Price\n28/01/2018,10:00,2,3.5\n29/01/2018,10:15,0,4.5\n30/01/2018,10:30,1,5.5\n", b',', ""),
        ("name,city,country\nAnna,Berlin,DE\nBen,Bonn,DE\nCleo,Rome,IT\n\nTotal: 3\n", b',', ""),
        ("name;sum\nA;5\nB;6\nC;7\nTotal;18\n\nExported by Ann, on 1 May, 2020\n", b';', ""),
        ("Andalucía,PLAZA,04510,950351228\nAndalucía,PLAZA,04520,950350001\nAragón,CALLE,04007,950400400\n", b',', "!"),
        ("Straße;PLZ;Ort\nHauptstr. 5;10115;Berlin\nWeg 1;53111;Bonn\n", b';', ""),
        ("anna@acme.de;+49 30 123456\n", b';', "!"),
    ]);
}

#[test]
fn whole_lines_in_quotes_are_unwrapped() {
    let text = "\"name,note,age\"\n\"Anna,\"\"a, b\"\",5\"\n\"Ben,\"\"c, d\"\",6\"\n";
    let sniffed = told(text);
    assert!(sniffed.wrapped);
    assert_eq!((sniffed.dialect, sniffed.width, sniffed.skip_top), (Dialect::COMMA, 3, 0));
    for text in
        ["\"Address\"\n\"Main St 5, Berlin, Germany\"\n\"Weg 1, Bonn, Germany\"\n", "\"a\",\"b\"\n\"1\",\"2\"\n"]
    {
        assert!(!told(text).wrapped, "{text:?}");
    }
}

#[test]
fn what_is_given_stands() {
    let text = b"x\ny\na;b,c\n1;2,3\n";
    let given = Given { delimiter: Some(b','), skip_top: Some(2), header: Some(false), ..Given::default() };
    let sniffed = sniff(text, true, &given);
    assert_eq!((sniffed.dialect.delimiter, sniffed.skip_top, sniffed.header), (b',', 2, Header::Absent));
    let given = Given { quote: Some(b'\''), escape: Some(Some(b'\\')), ..Given::default() };
    let dialect = sniff(text, true, &given).dialect;
    assert_eq!((dialect.quote, dialect.escape), (b'\'', Some(b'\\')));
}

#[test]
fn sure_of_a_long_even_table_and_not_of_a_line() {
    let long = "name;city;mail\n".to_owned() + &"Anna;Berlin;a@x.de\n".repeat(50);
    assert!(told(&long).confidence > 0.9);
    assert!(told("a;b,c").confidence < 0.7);
    assert!(told("one\ntwo, three\nfour\n").confidence < 0.7);
}

#[test]
fn a_sample_cut_inside_a_cell_is_read_up_to_there() {
    let text = "name;text\nAnna;\"a, b\"\nBen;\"c, d, e, f\n";
    let sniffed = sniff(text.as_bytes(), false, &Given::default());
    assert_eq!((sniffed.dialect.delimiter, sniffed.width), (b';', 2));
}

proptest! {
    #[test]
    fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..400), whole: bool) {
        let sniffed = sniff(&bytes, whole, &Given::default());
        prop_assert!((0.0..=1.0).contains(&sniffed.confidence));
    }

    #[test]
    fn any_marks_will_do(text in "[a1,;\"'\\\\ \\t\\r\\n:|#=@-]{0,300}", whole: bool) {
        let sniffed = sniff(text.as_bytes(), whole, &Given::default());
        prop_assert!((0.0..=1.0).contains(&sniffed.header_confidence));
        prop_assert!(sniffed.skip_top <= text.len());
    }
}
