//! Repeatable random numbers: a hundred thousand cases a second, which a property-test library does not reach in a debug build. A
//! failing case has a number and fails again at every run.

/// Marsaglia's xorshift64.
pub struct Rng(u64);

impl Rng {
    pub fn new() -> Rng {
        Rng(0x9E37_79B9_7F4A_7C15)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    pub fn flag(&mut self) -> bool {
        self.below(2) == 0
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// A text of up to `most` parts: some of the fragments given, some any character at all.
    pub fn text(&mut self, fragments: &[&str], most: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(most + 1) {
            if self.below(4) == 0 {
                let code = self.below(0x11_0000) >> (4 * self.below(5));
                text.extend(char::from_u32(code as u32));
            } else {
                text.push_str(self.one_of(fragments));
            }
        }
        text
    }
}
