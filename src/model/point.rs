//! Points on the earth, and how far they are from one another.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

/// The mean radius of the earth in kilometres, as the International Union of Geodesy and Geophysics gives it.
const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// Kilometres in one mile, exactly, since 1959.
const KM_IN_A_MILE: f64 = 1.609_344;

/// More than what a product of two floating-point numbers can be off by, and far less than a tenth of anything.
const ROUNDING: f64 = 1e-6;

/// A point by its latitude and longitude, in degrees north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

/// What distances are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Kilometres.
    Km,
    /// Miles of 1.609344 km.
    Miles,
}

/// A length with its unit, such as 30 miles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub amount: Decimal,
    /// Of what.
    pub unit: Unit,
}

impl Point {
    /// The point at these degrees; nothing where there is none.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let fits = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        fits.then_some(Self { latitude, longitude })
    }

    /// How far it is to another point on a sphere of the earth's mean radius, along the surface (haversine formula).
    ///
    /// Rounded to a tenth of the unit: centre points are no truer, and so the same comes out on every machine.
    #[must_use]
    pub fn away(&self, other: &Self, unit: Unit) -> Decimal {
        let tenths = Decimal::from_f64(self.tenths(other, unit)).unwrap_or_default();
        (tenths / Decimal::TEN).normalize()
    }

    /// The same in tenths, as a whole number: what is quick to compare.
    #[must_use]
    pub fn tenths(&self, other: &Self, unit: Unit) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let north = ((to - from) / 2.0).sin();
        let east = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let square = north * north + from.cos() * to.cos() * east * east;
        let km = 2.0 * EARTH_RADIUS_KM * square.sqrt().min(1.0).asin();
        (km / unit.km() * 10.0).round()
    }

    /// No more than [`Point::tenths`], from the latitudes alone: what tells at little cost that a place is too far.
    #[must_use]
    pub fn at_least_tenths(&self, other: &Self, unit: Unit) -> f64 {
        let km = (self.latitude - other.latitude).abs().to_radians() * EARTH_RADIUS_KM;
        (km / unit.km() * 10.0).floor()
    }

    /// Whether it lies no further away than `reach`.
    #[must_use]
    pub fn is_within(&self, reach: Length, of: &Self) -> bool {
        let most = reach.amount.to_f64().unwrap_or(f64::MAX) * 10.0 + ROUNDING;
        self.at_least_tenths(of, reach.unit) <= most && self.tenths(of, reach.unit) <= most
    }
}

impl Unit {
    /// The word that rules use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Km => "km",
            Self::Miles => "miles",
        }
    }

    /// Its length in kilometres.
    const fn km(self) -> f64 {
        match self {
            Self::Km => 1.0,
            Self::Miles => KM_IN_A_MILE,
        }
    }

    /// The unit that a word means: `km`, `kilometres`, `mi`, `miles`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Some(Self::Km),
            "mi" | "mile" | "miles" => Some(Self::Miles),
            _ => None,
        }
    }
}

impl FromStr for Length {
    type Err = ();

    /// Reads `30 miles` or `50km`: more than 0.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or(())?;
        let amount: Decimal = text[..end].parse().map_err(|_| ())?;
        let unit = Unit::from_word(text[end..].trim()).ok_or(())?;
        if amount.is_zero() { Err(()) } else { Ok(Self { amount, unit }) }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.unit == Unit::Miles && self.amount == Decimal::ONE { "mile" } else { self.unit.as_str() };
        write!(f, "{} {unit}", self.amount.normalize())
    }
}

impl FromStr for Point {
    type Err = ();

    /// Reads what [`Point`] writes: `48.134,11.571`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (latitude, longitude) = text.split_once(',').ok_or(())?;
        let degrees = |text: &str| text.trim().parse().map_err(|_| ());
        Self::new(degrees(latitude)?, degrees(longitude)?).ok_or(())
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.latitude, self.longitude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap()
    }

    /// Great circles of known length on the sphere of that radius: a degree is 111.195 km.
    #[test]
    fn distances_are_those_of_the_sphere() {
        let origin = point(0.0, 0.0);
        let table = [
            (point(0.0, 1.0), "111.2", "69.1"),
            (point(1.0, 0.0), "111.2", "69.1"),
            (point(0.0, 90.0), "10007.6", "6218.4"),
            (point(0.0, 180.0), "20015.1", "12436.8"),
            (point(90.0, 45.0), "10007.6", "6218.4"),
            (origin, "0", "0"),
        ];
        for (other, km, miles) in table {
            assert_eq!(origin.away(&other, Unit::Km).to_string(), km, "{other}");
            assert_eq!(other.away(&origin, Unit::Miles).to_string(), miles, "{other}");
        }
        let across = point(10.0, 179.5).away(&point(10.0, -179.5), Unit::Km);
        assert_eq!(across.to_string(), "109.5", "the date line is no wall");
    }

    #[test]
    fn lengths_have_their_unit() {
        let table = [
            ("30 miles", Some("30 miles")),
            ("50km", Some("50 km")),
            ("2.50 Kilometres", Some("2.5 km")),
            ("1 mi", Some("1 mile")),
            ("30", None),
            ("0 km", None),
            ("-3 km", None),
            ("far", None),
            ("", None),
            ("3 feet", None),
        ];
        for (text, shown) in table {
            let read = text.parse::<Length>().ok().map(|length| length.to_string());
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn points_are_read_as_they_are_written() {
        let munich = point(48.134, 11.571);
        assert_eq!(munich.to_string().parse(), Ok(munich));
        assert!(Point::new(91.0, 0.0).is_none() && "48.1".parse::<Point>().is_err());
    }
}
