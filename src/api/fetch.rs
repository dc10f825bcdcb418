//! The browser's transport.
