//! `in_list`: one of the values of a named list.
//!
//! Fits what [`in`](super::in_) fits and means the same; the values stand under `[list.NAME]`, in the file or beside
//! it, so that several rules may share them and a profile may add and remove some. A value of the list that no cell of
//! the field's type could hold is refused where the list is used.
//!
//! ```toml
//! [list.territory]
//! values = ["AZ", "CA", "NV", "OR", "WA"]
//!
//! [must.in-territory]
//! field   = "state"
//! in_list = "territory"
//! ```

use super::{Operand, Operator, Refusal, Subject, Test, ValueSet};

/// `in_list = "territory"`
pub(super) const OPERATOR: Operator = Operator {
    key: "in_list",
    synonyms: &["on_list", "listed_in", "is_in_list"],
    manual: "holds where the text is one of the values of the list: `in_list = \"territory\"`",
    takes: "the name of a list, in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(named_list(operand, subject, "in")?.test(false))
}

/// The values of the list that the operand names. `plain` is the operator for values that stand in the rule itself.
pub(super) fn named_list(operand: &Operand, subject: &Subject<'_>, plain: &str) -> Result<ValueSet, Refusal> {
    if matches!(operand, Operand::Array(_)) {
        let message = "the name of one list belongs here, and this is a list in brackets";
        return Err(Refusal::new(
            message,
            format!("write the name in quotes, or {plain} = […] for the values themselves"),
        ));
    }
    let name = operand.text()?;
    match subject.list {
        None => {
            Err(Refusal::new(format!("there is no list \"{name}\""), format!("write [list.{name}] with its values")))
        }
        Some([]) => Err(Refusal::new(format!("the list \"{name}\" has no values"), "write at least one value in it")),
        Some(values) => ValueSet::read(values.iter().map(String::as_str), subject).map_err(Refusal::of_all),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check_subject, refusal, subject, text, text_field};
    use super::*;

    #[test]
    fn cases() {
        let (field, values) = (text_field(), ["AZ", "CA"].map(str::to_owned));
        let with_list = Subject { list: Some(&values), ..subject(&field) };
        let cases = [("territory".into(), text("ca"), Pass), ("territory".into(), text("tx"), Fail)];
        check_subject(&OPERATOR, &with_list, cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "west").message, "there is no list \"west\"");
        assert!(refusal(&OPERATOR, &text_field(), ["AZ"]).help.contains("in = […]"));
        let field = text_field();
        let empty = Subject { list: Some(&[]), ..subject(&field) };
        assert_eq!(compile(&"west".into(), &empty).unwrap_err().message, "the list \"west\" has no values");
    }
}
