//! The place of a menu beside its button: pure.

use crate::platform::dom::ElementBox;

const ROW_PX: i32 = 34;
const PADDING_PX: i32 = 10;
const GAP_PX: i32 = 4;
/// The narrowest margin to the window's edge.
const MARGIN_PX: i32 = 8;
const MIN_WIDTH_PX: i32 = 200;

/// Distances from the edges of the window, in px.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct MenuPlace {
    pub right: i32,
    /// Set when the menu opens downwards.
    pub top: Option<i32>,
    /// Set when the menu opens upwards.
    pub bottom: Option<i32>,
}

impl MenuPlace {
    /// Below the button, or above where there is room above alone.
    pub fn beside(button: ElementBox, rows: usize) -> Self {
        let height = ROW_PX * i32::try_from(rows).unwrap_or(0) + PADDING_PX;
        let below = button.bottom + height + MARGIN_PX <= button.window_height || button.top < height;
        let widest = (button.window_width - MIN_WIDTH_PX).max(MARGIN_PX);
        Self {
            right: (button.window_width - button.right).clamp(MARGIN_PX, widest),
            top: below.then_some(button.bottom + GAP_PX),
            bottom: (!below).then_some(button.window_height - button.top + GAP_PX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: ElementBox = ElementBox { top: 100, bottom: 130, right: 700, window_width: 800, window_height: 600 };

    #[test]
    fn a_menu_opens_below_its_button() {
        assert_eq!(MenuPlace::beside(BUTTON, 3), MenuPlace { right: 100, top: Some(134), bottom: None });
    }

    #[test]
    fn a_menu_opens_above_where_there_is_no_room_below() {
        let low = ElementBox { top: 500, bottom: 530, ..BUTTON };
        assert_eq!(MenuPlace::beside(low, 3), MenuPlace { right: 100, top: None, bottom: Some(104) });
        let nowhere = ElementBox { window_height: 150, ..BUTTON };
        assert_eq!(MenuPlace::beside(nowhere, 3).top, Some(134), "below where there is no room at all");
    }

    #[test]
    fn a_menu_keeps_its_distance_from_the_edges() {
        assert_eq!(MenuPlace::beside(ElementBox { right: 799, ..BUTTON }, 3).right, 8);
        assert_eq!(MenuPlace::beside(ElementBox { right: 30, ..BUTTON }, 3).right, 600);
        assert_eq!(MenuPlace::beside(ElementBox { right: 30, window_width: 120, ..BUTTON }, 3).right, 8);
    }
}
