//! Starts the console in the page.

/// About the memory that the first page needs, in bytes.
const FIRST_PAGE_BYTES: usize = 4 << 20;

fn main() {
    keysync::platform::panic::report_to_page();
    // Grow wasm memory once up front; the allocator keeps the freed block and saves about 30 `memory.grow` calls on first render.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(FIRST_PAGE_BYTES)));
    keysync::app::mount();
}
