//! The tests of primitives and of the zones that a browser knows. One page runs them all, one after the other.
#![cfg(target_arch = "wasm32")]

mod button;
mod combobox;
mod dialog;
mod form;
mod html;
mod menu;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod tabs;
mod toast;
mod zone;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
