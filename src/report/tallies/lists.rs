//! Columns of lists of texts. In decisions of earlier versions they are texts, joined by `; `.

use polars::prelude::{Column, DataType, PolarsError};

/// Calls `visit` with each record that has any text in its list, and with these.
pub(in crate::report) fn each(column: &Column, mut visit: impl FnMut(usize, &[&str])) -> Result<(), PolarsError> {
    if column.dtype() == &DataType::String {
        for (record, joined) in column.str()?.iter().enumerate() {
            if let Some(joined) = joined {
                visit(record, &joined.split("; ").collect::<Vec<_>>());
            }
        }
        return Ok(());
    }
    let lists = column.list()?;
    let inner = lists.get_inner();
    let texts: Vec<&str> = inner.str()?.iter().map(Option::unwrap_or_default).collect();
    let (mut record, mut first) = (0, 0);
    for (array, length) in lists.downcast_iter().zip(inner.str()?.chunk_lengths()) {
        for ends in array.offsets().as_slice().windows(2) {
            let [from, to] = [ends[0], ends[1]].map(|end| first + usize::try_from(end).unwrap_or(0));
            if from < to {
                visit(record, &texts[from..to]);
            }
            record += 1;
        }
        first += length;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn as _, ListBuilderTrait as _, ListStringChunkedBuilder};

    use super::*;

    fn read(column: &Column) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        let visit = |record: usize, texts: &[&str]| {
            found.push((record, texts.iter().map(|text| (*text).to_owned()).collect()));
        };
        each(column, visit).expect("texts");
        found
    }

    #[test]
    fn lists_are_read_as_they_are_written_now_and_were_before() {
        let column = |lists: &[&[&str]]| {
            let mut builder = ListStringChunkedBuilder::new("ask".into(), lists.len(), 9);
            lists.iter().for_each(|list| builder.append_values_iter(list.iter().copied()));
            builder.finish().into_column()
        };
        let expected = |found: &[(usize, &[&str])]| -> Vec<(usize, Vec<String>)> {
            found.iter().map(|(at, texts)| (*at, texts.iter().map(|text| (*text).to_owned()).collect())).collect()
        };
        let mut two = column(&[&["a"], &[], &["b", "c"]]);
        assert_eq!(read(&two), expected(&[(0, &["a"]), (2, &["b", "c"])]));
        // In two pieces, as a file of two row groups is.
        two.append(&column(&[&[], &["d", "e"]])).expect("of one type");
        assert_eq!(read(&two), expected(&[(0, &["a"]), (2, &["b", "c"]), (4, &["d", "e"])]));
        let old = Column::new("ask".into(), [Some("a"), None, Some("b; c")]);
        assert_eq!(read(&old), expected(&[(0, &["a"]), (2, &["b", "c"])]));
        assert!(read(&column(&[])).is_empty());
    }
}
