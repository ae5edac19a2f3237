//! `under_any`: the industry code is one of several, or lies below one of them.
//!
//! Fits `code`. Only the digits count: `"29.1"`, `"291"` and `"C 29.1"` all take `29100` and whatever else starts with
//! `291`. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [score.vehicles-and-machines]
//! field     = "nace"
//! under_any = ["28", "29.1"]
//! points    = 10
//! ```

use super::{Fragments, Operand, Operator, Predicate, Refusal, Subject, SubjectType, Test};
use crate::field_types::FieldType;

/// `under_any = ["28", "29.1"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "under_any",
    synonyms: &["under", "below_any", "child_of", "descends_from"],
    manual: "holds where the code lies in one of these branches: `under_any = [\"28\", \"29.1\"]`",
    takes: "a list of codes in quotes",
    fits: |subject| subject.is_code(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let written = operand.texts()?;
    let branches =
        written.iter().enumerate().map(|(i, code)| branch(code, subject.subject_type).map_err(|no| no.at(i)));
    let compared = branches.collect::<Result<_, _>>()?;
    let written = written.into_iter().map(str::to_owned).collect();
    Ok(Test::text(Predicate::Under(Fragments { compared, written })))
}

/// The digits that codes of the branch start with.
fn branch(written: &str, subject: SubjectType<'_>) -> Result<String, Refusal> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    match subject {
        _ if digits.is_empty() => {
            Err(Refusal::new(format!("\"{written}\" has no digit"), "write the digits of a branch, such as \"28\""))
        }
        SubjectType::Field(FieldType::Code { length }) if digits.len() > *length => Err(Refusal::new(
            format!("\"{written}\" has more digits than the {length} of a code, and none lies below it"),
            format!("write {length} digits or fewer"),
        )),
        _ => Ok(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text};
    use super::*;

    const CODE: FieldType = FieldType::Code { length: 5 };

    #[test]
    fn cases() {
        let cases = [
            (["28"].into(), text("28410"), Pass),
            (["28", "29.1"].into(), text("29100"), Pass),
            (["29.1"].into(), text("29200"), Fail),
            (["C 28.41"].into(), text("28410"), Pass),
            (["28410"].into(), text("28410"), Pass),
            (["01"].into(), text("10100"), Fail),
        ];
        check(&OPERATOR, &CODE, cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &CODE, [28]).help, "write \"28\"");
        assert_eq!(refusal(&OPERATOR, &CODE, ["28", "C"]).message, "\"C\" has no digit");
        assert_eq!(refusal(&OPERATOR, &CODE, ["284100"]).help, "write 5 digits or fewer");
    }
}
