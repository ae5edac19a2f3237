//! What is said of columns whose cells contradict each other in how they are written.

use super::totals::in_english;
use crate::field_types::{DecimalStyle, Shown};
use crate::intake::{Contradiction, Doubt, List};
use crate::profile::Profile;
use crate::report::{Filling, Remark};

/// What there is to say of a list, each with its field.
pub(super) fn remarks(profile: &Profile, list: &List) -> Vec<(usize, Remark)> {
    list.doubts.iter().map(|doubt| (doubt.field, remark(profile, list, doubt))).collect()
}

/// The same in English.
pub(super) fn sentences(profile: &Profile, list: &List) -> Vec<(usize, String)> {
    let (fields, remarks): (Vec<usize>, Vec<Remark>) = remarks(profile, list).into_iter().unzip();
    fields.into_iter().zip(in_english(remarks)).collect()
}

fn remark(profile: &Profile, list: &List, doubt: &Doubt) -> Remark {
    let name = || ("list", Filling::text(&list.name));
    let field = || ("field", Filling::text(&profile.fields[doubt.field].name));
    let is_told = !profile.fields[doubt.field].sensitive;
    let example = |name: &'static str, shown: &Shown| (name, Filling::text(if is_told { &shown.example } else { "…" }));
    let cells = |name: &'static str, count| (name, Filling::counted(count, "cell"));
    match &doubt.shown {
        Contradiction::Numbers(shown, style) => {
            let is_read = matches!(style, DecimalStyle::Mixed { point: false, comma: false });
            let open = if shown.open_point.cells > 0 { &shown.open_point } else { &shown.open_comma };
            let gaps = [name(), field(), example("example", open)].into_iter();
            let open = cells("open", shown.open());
            match (shown.point.cells, shown.comma.cells) {
                (1.., 1..) => {
                    let gaps = gaps.chain([example("point", &shown.point), example("comma", &shown.comma)]);
                    // Of a long list, not all of them were counted.
                    if is_read {
                        Remark::new("m_grouped_numbers", gaps)
                    } else {
                        Remark::new("m_mixed_numbers", gaps.chain([open]))
                    }
                }
                (point, _) => {
                    let other = if point > 0 { &shown.point } else { &shown.comma };
                    let says = if is_read { "m_few_grouped" } else { "m_few_numbers" };
                    Remark::new(says, gaps.chain([open, example("other", other)]))
                }
            }
        }
        Contradiction::Dates(shown) => {
            let (day, month) = (&shown.day_first, &shown.month_first);
            let fewer = if day.cells > 0 && (month.cells == 0 || day.cells < month.cells) { day } else { month };
            let gaps = [name(), field(), cells("open", shown.open.cells), cells("cells", fewer.cells)];
            let gaps = gaps.into_iter().chain([example("example", fewer)]);
            if !shown.is_doubtful() {
                Remark::new("m_stray_dates", gaps)
            } else if day.cells > 0 && month.cells > 0 {
                Remark::new("m_mixed_dates", gaps.chain([example("day", day), example("month", month)]))
            } else {
                Remark::new("m_other_dates", gaps)
            }
        }
    }
}
