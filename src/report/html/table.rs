//! Tables, and the bars in their cells.

use std::fmt::Write as _;

use super::{Night, escape};

/// A table with a caption for those who do not see it.
pub(super) struct Table<'w> {
    night: &'w Night<'w>,
    caption: String,
    /// Whether the heading above says what the caption says.
    quiet: bool,
    /// What the style sheet calls it.
    class: &'static str,
    head: Vec<(String, bool)>,
    rows: Vec<String>,
}

/// One cell.
pub(super) enum Cell {
    /// The name of its row.
    Name(String),
    /// Words.
    Text(String),
    /// Letters that are read one by one.
    Code(String),
    /// A number, and what it is for a test.
    Number(u64, String),
    /// A share of a whole.
    Share(f64),
    /// Figures that are written out already.
    Figure(String),
    /// An amount with its currency.
    Money(f64, String),
    /// A bar as wide as this share, in one of the page's colours.
    Bar(f64, &'static str),
    /// A bar as wide as this share in the middle of its cell: below each other they are a funnel.
    Middle(f64),
    /// A picture whose numbers stand beside it.
    Picture(String),
    /// Nothing.
    Blank,
}

impl<'w> Table<'w> {
    /// A table with these columns; those of numbers begin with a `#`.
    pub(super) fn new(night: &'w Night<'w>, caption: &str, columns: &[&str]) -> Self {
        let name = |column: &&str| match column.strip_prefix('#') {
            Some("") => (String::new(), false),
            Some(key) => (night.words.text(key).to_owned(), true),
            None => (night.words.text(column).to_owned(), false),
        };
        Self {
            night,
            caption: caption.to_owned(),
            quiet: false,
            class: "",
            head: columns.iter().map(name).collect(),
            rows: Vec::new(),
        }
    }

    /// The same with a look of its own.
    pub(super) fn of(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// The same with its caption for those only who do not see the heading above, which says the same.
    pub(super) fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }

    /// The same with more columns of figures, by names that stand in no table of words.
    pub(super) fn and_figures(mut self, names: &[String]) -> Self {
        self.head.extend(names.iter().map(|name| (name.clone(), true)));
        self
    }

    pub(super) fn row(&mut self, cells: &[Cell]) {
        let cells: String = cells.iter().map(|cell| self.cell(cell)).collect();
        self.rows.push(format!("<tr>{cells}</tr>\n"));
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn html(&self) -> String {
        let mut head = String::new();
        for (name, number) in &self.head {
            let class = if *number { " class=\"n\"" } else { "" };
            // A column of bars has no name of its own: its numbers stand beside it.
            let _ = match name.as_str() {
                "" => write!(head, "<td class=\"b\"></td>"),
                name => write!(head, "<th scope=\"col\"{class}>{}</th>", escape(name)),
            };
        }
        let caption = escape(&self.caption);
        let class = self.class;
        let hidden = if self.quiet { " class=\"hidden\"" } else { "" };
        // Wide tables scroll in a box of their own, which the keyboard has to reach.
        format!(
            "<div class=\"wide {class}\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table>\n\
             <caption{hidden}>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
            self.rows.concat()
        )
    }

    fn cell(&self, cell: &Cell) -> String {
        let words = self.night.words;
        match cell {
            Cell::Name(name) => format!("<th scope=\"row\">{}</th>", breakable(name)),
            Cell::Text(text) => format!("<td>{}</td>", escape(text)),
            Cell::Code(code) => format!("<td><code>{}</code></td>", breakable(code)),
            Cell::Number(number, key) if key.is_empty() => format!("<td class=\"n\">{}</td>", words.number(*number)),
            Cell::Number(number, key) => format!(
                "<td class=\"n\" data-key=\"{}\" data-value=\"{number}\">{}</td>",
                escape(key),
                words.number(*number)
            ),
            Cell::Figure(figure) => format!("<td class=\"n\">{}</td>", escape(figure)),
            Cell::Share(share) => format!("<td class=\"n\">{}</td>", words.percent(*share)),
            Cell::Money(amount, currency) => {
                format!("<td class=\"n\">{} {}</td>", words.decimal(*amount), escape(currency))
            }
            Cell::Bar(share, colour) => format!("<td class=\"b\">{}</td>", bar(*share, colour)),
            Cell::Middle(share) => format!("<td class=\"b\">{}</td>", middle(*share)),
            Cell::Picture(picture) => format!("<td class=\"b\">{picture}</td>"),
            Cell::Blank => "<td></td>".to_owned(),
        }
    }
}

/// A name that may go on in the next line behind a point or an underscore, where a telephone has no room for it. Several
/// words have blanks for that.
fn breakable(name: &str) -> String {
    if name.contains(' ') {
        return escape(name);
    }
    escape(name).replace('.', ".<wbr>").replace('_', "_<wbr>")
}

/// A bar; its number stands beside it, so that it says nothing to those who do not see it.
fn bar(share: f64, colour: &str) -> String {
    let width = (share.clamp(0.0, 1.0) * 1000.0).round() / 10.0;
    format!(
        "<svg class=\"bar {colour}\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\"><rect class=\"track\" width=\"100\" height=\"10\"/><rect width=\"{width}\" height=\"10\"/></svg>"
    )
}

fn middle(share: f64) -> String {
    let width = (share.clamp(0.0, 1.0) * 1000.0).round() / 10.0;
    let left = (1000.0 - width * 10.0).round() / 20.0;
    format!(
        "<svg class=\"middle good\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\"><rect x=\"{left}\" width=\"{width}\" height=\"10\"/></svg>"
    )
}
