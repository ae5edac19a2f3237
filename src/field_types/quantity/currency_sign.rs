//! Signs and codes of currencies as cells write them.

use crate::model::Currency;

/// What a cell says of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum CurrencySign {
    /// A code of [`CODES`], or a sign that only one currency has.
    Code(&'static str),
    /// `$`: any dollar, that of the United States where nothing else is said.
    Dollar,
    /// `¥`: the yen where nothing else is said, else the yuan.
    Yen,
    /// `kr`: one of the Nordic crowns.
    Krone,
    /// `Rs`: one of the rupees.
    Rupee,
}

/// The currencies that call themselves dollar or peso and are written `$`; the first is the usual one.
const DOLLARS: [&str; 17] = [
    "USD", "ARS", "AUD", "BBD", "BMD", "BSD", "CAD", "CLP", "COP", "HKD", "JMD", "MXN", "NZD", "SGD", "TTD", "TWD",
    "UYU",
];
const YENS: [&str; 2] = ["JPY", "CNY"];
const KRONES: [&str; 4] = ["SEK", "NOK", "DKK", "ISK"];
const RUPEES: [&str; 6] = ["INR", "PKR", "LKR", "NPR", "MUR", "SCR"];

/// The currency codes in use (ISO 4217, list one, without funds and metals), sorted.
#[rustfmt::skip]
const CODES: [&str; 156] = [
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD",
    "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY",
    "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP",
    "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
    "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG",
    "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

impl CurrencySign {
    /// The currency whose code a folded word of three letters is.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        let letters: [u8; 3] = word.as_bytes().try_into().ok()?;
        let code = letters.map(|letter| letter.to_ascii_uppercase());
        CODES.binary_search_by(|known| known.as_bytes().cmp(&code)).ok().map(|place| Self::Code(CODES[place]))
    }

    /// The currency that a character stands for.
    pub(super) const fn of_symbol(symbol: char) -> Option<Self> {
        let code = match symbol {
            '$' | '＄' => return Some(Self::Dollar),
            '¥' | '￥' => return Some(Self::Yen),
            '€' => "EUR",
            '£' => "GBP",
            '₣' => "CHF",
            '₹' => "INR",
            '₽' => "RUB",
            '₺' => "TRY",
            '₩' => "KRW",
            '₪' => "ILS",
            '₴' => "UAH",
            '₫' => "VND",
            '₱' => "PHP",
            '₦' => "NGN",
            '฿' => "THB",
            _ => return None,
        };
        Some(Self::Code(code))
    }

    /// Whether a character stands for a currency.
    pub(super) fn is_symbol(symbol: char) -> bool {
        Self::of_symbol(symbol).is_some()
    }

    /// Both signs together, as in `$5 CAD`; nothing where they contradict each other.
    pub(super) fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Self::Code(code), family) | (family, Self::Code(code)) => {
                family.codes().contains(&code).then_some(Self::Code(code))
            }
            _ => None,
        }
    }

    /// The sign beside scale words of these powers of ten: `Rs` beside lakhs and crores are those of India.
    pub(super) fn beside(self, mut scales: impl Iterator<Item = i32>) -> Self {
        if self == Self::Rupee && scales.any(|power| matches!(power, 5 | 7)) { Self::Code("INR") } else { self }
    }

    /// Whether a currency calls itself rupee.
    pub(in super::super) fn is_rupee(currency: Currency) -> bool {
        RUPEES.contains(&currency.as_str())
    }

    /// The currency meant in a column whose amounts may be in one of `expected`, the likeliest first.
    pub(in super::super) fn currency(self, expected: impl IntoIterator<Item = Currency>) -> Option<Currency> {
        if let Self::Code(code) = self {
            return Currency::new(code);
        }
        let may_be = |currency: &Currency| self.codes().contains(&currency.as_str());
        expected.into_iter().find(may_be).or_else(|| self.usual())
    }

    /// The currencies that a shared sign may stand for.
    const fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Code(_) => &[],
            Self::Dollar => &DOLLARS,
            Self::Yen => &YENS,
            Self::Krone => &KRONES,
            Self::Rupee => &RUPEES,
        }
    }

    fn usual(self) -> Option<Currency> {
        match self {
            Self::Dollar | Self::Yen => self.codes().first().and_then(|code| Currency::new(code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_shared_sign_takes_the_column_s_currency() {
        let code = |code| Currency::new(code).into_iter().collect::<Vec<_>>();
        let table = [
            (CurrencySign::Dollar, code("CAD"), code("CAD")),
            (CurrencySign::Dollar, code("EUR"), code("USD")),
            (CurrencySign::Krone, code("NOK"), code("NOK")),
            (CurrencySign::Krone, code("EUR"), code("")),
            (CurrencySign::Yen, code(""), code("JPY")),
        ];
        for (sign, expected, currency) in table {
            assert_eq!(sign.currency(expected).into_iter().collect::<Vec<_>>(), currency, "{sign:?}");
        }
    }
}
