//! Starts the console in the page.

fn main() {
    keysync::platform::panic::report_to_page();
    keysync::app::mount();
}
