//! Starts the console in the page.

/// What the first page takes, more or less, in bytes.
const FIRST_PAGE_BYTES: usize = 4 << 20;

fn main() {
    keysync::platform::panic::report_to_page();
    // Memory that grows once instead of thirty times while a person waits: what is given back here is kept for what comes.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(FIRST_PAGE_BYTES)));
    keysync::app::mount();
}
