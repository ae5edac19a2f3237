//! The words of lines below the data. Only what no lead is called: a lead may have nothing but its company's name, and
//! Total, Printed Matter and Copyright Clearance Center are companies.

/// First cells of a line of totals, where figures follow.
const TOTALS: [&str; 22] = [
    "total",
    "totals",
    "total:",
    "grand total",
    "subtotal",
    "sum",
    "sum:",
    "count",
    "count:",
    "average",
    "summe",
    "summe:",
    "gesamt",
    "gesamt:",
    "gesamtsumme",
    "insgesamt",
    "zwischensumme",
    "anzahl",
    "total général",
    "totale",
    "suma",
    "totaal",
];

/// What stands alone below the data and names nobody.
const ALONE: [&str; 24] = [
    "total:",
    "grand total",
    "subtotal",
    "sum:",
    "count:",
    "summe:",
    "gesamt:",
    "gesamtsumme",
    "zwischensumme",
    "insgesamt",
    "total général",
    "total general",
    "footnote",
    "footnotes",
    "fußnote",
    "fußnoten",
    "note de bas de page",
    "notes de bas de page",
    "nota al pie",
    "notas al pie",
    "confidential",
    "vertraulich",
    "confidentiel",
    "confidencial",
];

/// How a remark begins, whatever follows.
const REMARKS: [&str; 71] = [
    "exported ",
    "generated ",
    "created by ",
    "created on ",
    "created at ",
    "downloaded ",
    "source:",
    "sources:",
    "data source:",
    "copyright ©",
    "copyright (c)",
    "©",
    "(c) ",
    "note:",
    "notes:",
    "footnote:",
    "footnotes:",
    "footnote 1",
    "total records",
    "total rows",
    "total leads:",
    "total contacts:",
    "total:",
    "sum:",
    "end of report",
    "end of list",
    "end of file",
    "end of data",
    "end of export",
    "report generated",
    "report created",
    "report date",
    "printed on ",
    "printed by ",
    "printed at ",
    "export date",
    "disclaimer:",
    "confidential:",
    "confidential -",
    "confidential –",
    "confidential and ",
    "confidential information",
    "exportiert ",
    "erstellt ",
    "generiert ",
    "gedruckt am ",
    "heruntergeladen ",
    "quelle:",
    "quellen:",
    "stand:",
    "hinweis:",
    "hinweise:",
    "anmerkung:",
    "anmerkungen:",
    "fußnote:",
    "datenquelle:",
    "exporté le ",
    "exporté par ",
    "généré le ",
    "généré par ",
    "imprimé le ",
    "source :",
    "sources :",
    "remarque :",
    "exportado ",
    "generado el ",
    "generado por ",
    "fuente:",
    "-- ",
    "*** ",
    "rows: ",
];

/// How a remark begins where a colon, a date, or who or when follows.
const OPENINGS: [&str; 6] = ["export", "report", "created", "printed", "copyright", "data source"];

/// What is counted in a page's number.
const PAGES: [&str; 4] = ["page ", "seite ", "página ", "pagina "];

/// Titles of small tables and legends, which count only where a blank row and blank cells tell them from leads.
const TITLES: [&str; 46] = [
    "legend",
    "key",
    "notes",
    "note",
    "remarks",
    "comments",
    "summary",
    "sources",
    "source",
    "filter",
    "filters",
    "statistics",
    "overview",
    "explanation",
    "abbreviations",
    "totals",
    "legende",
    "hinweise",
    "hinweis",
    "anmerkungen",
    "bemerkungen",
    "zusammenfassung",
    "quelle",
    "quellen",
    "statistik",
    "übersicht",
    "auswertung",
    "erläuterung",
    "erläuterungen",
    "abkürzungen",
    "légende",
    "résumé",
    "leyenda",
    "resumen",
    "min",
    "max",
    "mean",
    "median",
    "minimum",
    "maximum",
    "mittelwert",
    "durchschnitt",
    "moyenne",
    "media",
    "sums",
    "summen",
];

/// Whether a cell, in lower case, is the title of a small table or a legend.
pub(super) fn is_title(text: &str) -> bool {
    TITLES.contains(&text.trim_end_matches(':'))
}

/// Whether the first cell of a record, in lower case, is that of a line of totals.
pub(super) fn is_total(first: &str) -> bool {
    TOTALS.contains(&first)
}

/// Whether a text that is all of a record, in lower case, is a remark.
pub(super) fn is_remark(text: &str) -> bool {
    ALONE.contains(&text)
        || REMARKS.iter().any(|remark| text.starts_with(remark))
        || OPENINGS.iter().any(|word| text.strip_prefix(word).is_some_and(goes_on))
        || PAGES.iter().any(|word| text.strip_prefix(word).is_some_and(is_page))
}

/// Whether a colon, a date, or who or when follows.
fn goes_on(rest: &str) -> bool {
    let next = rest.split_whitespace().next().unwrap_or_default();
    let is_date = next.starts_with(|c: char| c.is_ascii_digit()) && next.contains(['-', '.', '/']);
    rest.starts_with(':') || rest.starts_with(' ') && (is_date || ["by", "on", "am", "vom", "durch"].contains(&next))
}

/// Whether what follows is the number of a page: `3`, `1 of 3`, `1/3`.
fn is_page(rest: &str) -> bool {
    let links = ["of", "von", "sur", "de", "di"];
    let mut words = rest.split(|c: char| c.is_whitespace() || c == '/').filter(|word| !links.contains(word));
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    rest.len() < 24 && words.by_ref().take(2).all(is_number) && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_the_data() {
        let remarks = [
            "footnote",
            "Footnotes",
            "FOOTNOTE: all figures in EUR",
            "Fußnote",
            "Page 1 of 3",
            "Seite 2",
            "Page 1/3",
            "Página 1 de 2",
            "Confidential",
            "Confidential - do not pass on",
            "Vertraulich",
            "© 2026 Leads Inc",
            "Copyright (c) 2026 Leads Inc",
            "Copyright 2026-11 Leads",
            "Copyright by Leads",
            "Grand Total",
            "Summe:",
            "Total: 123",
            "Total records 40",
            "Note: prices exclude VAT",
            "Source: trade register",
            "Source : INSEE",
            "Quelle: Handelsregister",
            "Fuente: registro",
            "Exported by Kim",
            "Exportiert am 1.10.2026",
            "Exporté le 01/10/2026",
            "Exportado el 1/10/2026",
            "Generated 2026-10-01",
            "Généré par Sirene",
            "Generado por Leads",
            "Export 2026-10-01",
            "Export: all leads",
            "Report by Kim",
            "Report date 1.10.26",
            "Created on Monday",
            "Printed 01/10/2026",
            "End of report",
            "*** end ***",
            "Stand: 1.10.2026",
        ];
        for remark in remarks {
            assert!(is_remark(&remark.to_lowercase()), "{remark}");
        }
    }

    #[test]
    fn a_company_with_nothing_but_its_name_is_a_lead() {
        let companies = [
            "Total",
            "Total Energies SE",
            "Suma",
            "Totale GmbH",
            "Gesamt AG",
            "Printed Matter, Inc.",
            "Copyright Clearance Center",
            "Export Trading Ltd",
            "Export 2000 GmbH",
            "Report Systems",
            "Created Co",
            "Confidential Shredding",
            "Source Interlink",
            "Note Printing Australia",
            "Page Group",
            "Page 1 Books",
            "Seite Eins Verlag",
            "End of the Line Café",
            "Sum Up",
            "Disclaimer Media",
            "Footnote Books",
            "Stand Up Ltd",
            "Data Source Mobility",
            "Hinweisgeber GmbH",
            "Average Joe's",
            "Count Dracula Tours",
            "page ",
        ];
        for company in companies {
            assert!(!is_remark(&company.to_lowercase()), "{company}");
        }
    }
}
