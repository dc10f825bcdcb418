//! What an attribute or a text can be: fixed, or following signals.

use std::borrow::Cow;

use crate::reactive::{Memo, RwSignal, Signal};

/// A value of an attribute, a property or a text.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Not there: the attribute is removed, the text empty.
    None,
    /// Words.
    Text(Cow<'static, str>),
    /// There or not, without words.
    Flag(bool),
}

impl Value {
    /// The words; nothing for a flag.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::None | Self::Flag(_) => "",
        }
    }

    /// Whether it is there.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        match self {
            Self::None => false,
            Self::Text(_) => true,
            Self::Flag(on) => *on,
        }
    }
}

/// What can be a [`Value`].
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}

impl IntoValue for u32 {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self.to_string()))
    }
}

impl<V: IntoValue> IntoValue for Option<V> {
    fn into_value(self) -> Value {
        self.map_or(Value::None, V::into_value)
    }
}

/// A value that is read again after each change of a signal that it read: [`live`].
pub struct Live<V>(Box<dyn Fn() -> V>);

/// A text or an attribute that follows the signals that `read` reads.
pub fn live<V>(read: impl Fn() -> V + 'static) -> Live<V> {
    Live(Box::new(read))
}

impl<V: IntoValue + 'static> Live<V> {
    pub(super) fn into_read(self) -> Box<dyn Fn() -> Value> {
        Box::new(move || (self.0)().into_value())
    }
}

/// A value of an attribute: fixed, or read again and again.
pub enum Setting {
    /// Once for all.
    Fixed(Value),
    /// After each change of a signal that it reads.
    Live(Box<dyn Fn() -> Value>),
}

/// What an attribute can be set to.
pub trait IntoSetting {
    /// The setting.
    fn into_setting(self) -> Setting;
}

macro_rules! fixed {
    ($($value:ty),*) => {$(
        impl IntoSetting for $value {
            fn into_setting(self) -> Setting {
                Setting::Fixed(self.into_value())
            }
        }
    )*};
}

fixed!(&'static str, String, bool, u32, Value);

/// Nothing is nothing; something may be fixed or live.
impl<S: IntoSetting> IntoSetting for Option<S> {
    fn into_setting(self) -> Setting {
        self.map_or(Setting::Fixed(Value::None), S::into_setting)
    }
}

impl<V: IntoValue + 'static> IntoSetting for Live<V> {
    fn into_setting(self) -> Setting {
        Setting::Live(self.into_read())
    }
}

macro_rules! of_signals {
    ($($signal:ident),*) => {$(
        impl<V: IntoValue + Clone + 'static> IntoSetting for $signal<V> {
            fn into_setting(self) -> Setting {
                Setting::Live(Box::new(move || self.get().into_value()))
            }
        }
    )*};
}

of_signals!(Signal, Memo, RwSignal);
