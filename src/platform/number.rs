//! Numbers with digit grouping.

/// Writes `1234567` as "1,234,567".
#[must_use]
pub fn grouped(n: usize) -> String {
    if n < 1000 {
        return n.to_string();
    }
    let rest = (n % 1000).to_string();
    format!("{},{}{rest}", grouped(n / 1000), "0".repeat(3_usize.saturating_sub(rest.len())))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_034, "12,034"), (1_000_007, "1,000,007")] {
            assert_eq!(grouped(n), text);
        }
    }
}
