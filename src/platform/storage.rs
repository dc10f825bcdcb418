//! The browser's storage, every access of which may fail (blocked, full, altered by others): then the value is just absent.

use web_sys::Storage;

/// Where a value lives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Until cleared; for preferences.
    Local,
    /// Until the tab closes; for drafts.
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

    /// The text stored under the key.
    #[must_use]
    pub fn read(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// Stores the text; false if the browser would not.
    pub fn write(self, key: &str, text: &str) -> bool {
        self.storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
    }

    /// Removes every key that starts with the prefix.
    pub fn clear(self, prefix: &str) {
        self.clear_but(prefix, "\u{0}");
    }

    /// Removes what is stored under the key.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(key);
        }
    }

    /// Removes every key that starts with the prefix, but for those that start with what is kept.
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
