//! `not_in_list`: none of the values of a named list.
//!
//! Fits what [`in_list`](super::in_list) fits and reads its values in the same way. A cell that is missing, unreadable
//! or not found gives unknown, not pass.
//!
//! ```toml
//! [list.customers]
//! file   = "lists/customers.csv"
//!
//! [must.is-new]
//! field       = "web.domain"
//! not_in_list = "customers"
//! ```

use super::in_list::named_list;
use super::{Operand, Operator, Refusal, Subject, Test};

/// `not_in_list = "customers"`
pub(super) const OPERATOR: Operator = Operator {
    key: "not_in_list",
    synonyms: &["not_on_list", "is_not_in_list", "not_listed_in"],
    manual: "holds where the text is none of the values of the list: `not_in_list = \"customers\"`",
    takes: "the name of a list, in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(named_list(operand, subject, "not_in")?.test(true))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check_subject, refusal, subject, text, text_field};
    use super::*;

    #[test]
    fn cases() {
        let (field, values) = (text_field(), ["acme.com"].map(str::to_owned));
        let with_list = Subject { list: Some(&values), ..subject(&field) };
        let cases = [("customers".into(), text("acme.com"), Fail), ("customers".into(), text("new.com"), Pass)];
        check_subject(&OPERATOR, &with_list, cases);
    }

    #[test]
    fn refusals() {
        assert!(refusal(&OPERATOR, &text_field(), ["AZ"]).help.contains("not_in = […]"));
        assert_eq!(refusal(&OPERATOR, &text_field(), 7).help, "write \"7\"");
    }
}
