//! The five fields of an expression and the values that a field holds.

/// A field of an expression, in the order of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CronField {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// Day of the month, 1 to 31.
    Day,
    /// 1 to 12, or JAN to DEC.
    Month,
    /// Day of the week, 0 to 6 or SUN to SAT; 0 is Sunday.
    Weekday,
}

impl CronField {
    /// All five fields, in the order of the text.
    pub const ALL: [Self; 5] = [Self::Minute, Self::Hour, Self::Day, Self::Month, Self::Weekday];

    /// Gives the smallest value.
    #[must_use]
    pub const fn min(self) -> u8 {
        match self {
            Self::Minute | Self::Hour | Self::Weekday => 0,
            Self::Day | Self::Month => 1,
        }
    }

    /// Gives the largest value.
    #[must_use]
    pub const fn max(self) -> u8 {
        match self {
            Self::Minute => 59,
            Self::Hour => 23,
            Self::Day => 31,
            Self::Month => 12,
            Self::Weekday => 6,
        }
    }

    /// Gives the name on the screen: "day of the month".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day of the month",
            Self::Month => "month",
            Self::Weekday => "day of the week",
        }
    }
}

/// The values that a field matches, one bit each, so that set operations cost one instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct FieldValues(u64);

impl FieldValues {
    /// No value at all.
    pub const NONE: Self = Self(0);

    /// Gives every value of a field.
    #[must_use]
    pub const fn all(field: CronField) -> Self {
        Self((u64::MAX >> (63 - field.max())) & (u64::MAX << field.min()))
    }

    /// Adds `value`; values above 63 change nothing.
    #[must_use]
    pub const fn with(self, value: u8) -> Self {
        if value > 63 { self } else { Self(self.0 | 1 << value) }
    }

    /// True if `value` is in the set.
    #[must_use]
    pub const fn has(self, value: u8) -> bool {
        value <= 63 && self.0 & 1 << value != 0
    }

    /// Gives the number of values.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// True if the set has no value.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Gives the values in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Gives the values in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Iterates from the smallest to the largest value.
    pub fn iter(self) -> impl Iterator<Item = u8> + Clone {
        (0..=63).filter(move |value| self.has(*value))
    }
}

impl FromIterator<u8> for FieldValues {
    fn from_iter<I: IntoIterator<Item = u8>>(values: I) -> Self {
        values.into_iter().fold(Self::NONE, Self::with)
    }
}
