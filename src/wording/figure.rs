//! Numbers as people read them in a sentence: with their thousands apart, and without trailing zeros.

use rust_decimal::Decimal;

/// What stands between thousands, and before decimal places.
type Separators = (&'static str, &'static str);

pub(super) fn figure(number: Decimal, separators: Separators) -> String {
    let mut text = String::new();
    write_figure(number, separators, &mut text);
    text
}

pub(super) fn write_figure(number: Decimal, separators: Separators, text: &mut String) {
    if let (0, Ok(whole)) = (number.scale(), i64::try_from(number)) {
        return write_whole(whole, separators.0, text);
    }
    let plain = number.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    text.push_str(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push_str(separators.0);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push_str(separators.1);
        text.push_str(fraction);
    }
}

/// A whole number, in groups of three digits from its end on: most numbers in reports are whole.
fn write_whole(number: i64, thousands: &str, text: &mut String) {
    let (mut groups, mut rest, mut count) = ([0_u16; 7], number.unsigned_abs(), 0);
    loop {
        groups[count] = u16::try_from(rest % 1000).unwrap_or(0);
        (rest, count) = (rest / 1000, count + 1);
        if rest == 0 {
            break;
        }
    }
    text.push_str(if number < 0 { "-" } else { "" });
    for place in (0..count).rev() {
        let digits = [groups[place] / 100, groups[place] / 10 % 10, groups[place] % 10];
        let leading =
            if place + 1 < count { 0 } else { digits.iter().take(2).take_while(|digit| **digit == 0).count() };
        digits[leading..].iter().for_each(|digit| text.push(char::from(b'0' + u8::try_from(*digit).unwrap_or(0))));
        text.push_str(if place > 0 { thousands } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, english, german) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1,000", "1.000"),
            ("1002003", "1,002,003", "1.002.003"),
            ("-123456", "-123,456", "-123.456"),
            ("-9223372036854775808", "-9,223,372,036,854,775,808", "-9.223.372.036.854.775.808"),
            ("18446744073709551615", "18,446,744,073,709,551,615", "18.446.744.073.709.551.615"),
            ("-1234567.50", "-1,234,567.5", "-1.234.567,5"),
            ("0.25", "0.25", "0,25"),
        ] {
            let number: Decimal = number.parse().expect("a number");
            assert_eq!(figure(number, (",", ".")), english);
            assert_eq!(figure(number, (".", ",")), german);
        }
    }
}
