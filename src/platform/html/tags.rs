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
    a button caption dd details dialog div dl dt fieldset form h1 h2 h3 header i input label legend li main nav
    ol option p section select small span strong summary table tbody td textarea th thead time tr ul
}

macro_rules! verbatim_tags {
    ($($tag:ident)*) => {$(
        #[doc = concat!("A `<", stringify!($tag), ">`, whose text no translator may change.")]
        #[must_use]
        pub fn $tag() -> Element {
            Element::new(stringify!($tag)).attr("translate", "no")
        }
    )*};
}

verbatim_tags! { bdi code kbd pre }

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
