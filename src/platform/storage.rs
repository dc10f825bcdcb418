//! The browser's storage. Every access may fail (blocked, full, altered by others): the value is absent then.

use web_sys::Storage;

/// Storage area of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Kept until cleared; for preferences.
    Local,
    /// Kept until the tab closes; for drafts.
    Session,
}

impl Area {
    fn storage(self) -> Option<Storage> {
        let window = web_sys::window()?;
        match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        }
        .ok()
        .flatten()
    }

    /// Gives the text of a key.
    #[must_use]
    pub fn read(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// Stores the text; false if the browser refuses.
    pub fn write(self, key: &str, text: &str) -> bool {
        self.storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
    }

    /// Removes every key with the prefix.
    pub fn clear(self, prefix: &str) {
        self.clear_but(prefix, "\u{0}");
    }

    /// Removes a key.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(key);
        }
    }

    /// Removes every key with the prefix, except those that start with `kept`.
    pub fn clear_but(self, prefix: &str, kept: &str) {
        let Some(storage) = self.storage() else { return };
        let keys: Vec<String> = (0..storage.length().unwrap_or(0))
            .filter_map(|index| storage.key(index).ok().flatten())
            .filter(|key| key.starts_with(prefix) && !key.starts_with(kept))
            .collect();
        for key in keys {
            let _ = storage.remove_item(&key);
        }
    }
}
