//! A function for each element that the console is made of.

use super::Element;

macro_rules! tags {
    ($($tag:ident)*) => {$(
        #[doc = concat!("A `<", stringify!($tag), ">`.")]
        #[must_use]
        pub fn $tag() -> Element {
            Element::new(stringify!($tag))
        }
    )*};
}

tags! {
    a bdi button caption code dd details dialog div dl dt fieldset form h1 h2 h3 header i input kbd label legend li main nav
    ol option p pre section select small span strong summary table tbody td textarea th thead time tr ul
}

macro_rules! svg_tags {
    ($($tag:ident)*) => {$(
        #[doc = concat!("An SVG `<", stringify!($tag), ">`.")]
        #[must_use]
        pub fn $tag() -> Element {
            Element::new_svg(stringify!($tag))
        }
    )*};
}

svg_tags! { svg path }
