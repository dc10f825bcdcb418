//! Limit on the requests that the console sends on its own.

/// At most `most` requests in any 60 seconds.
#[derive(Clone, Debug)]
pub struct RequestBudget {
    most: usize,
    spent: Vec<i64>,
}

impl RequestBudget {
    /// A budget of `most` requests in any minute.
    #[must_use]
    pub fn per_minute(most: usize) -> Self {
        Self { most, spent: Vec::with_capacity(most) }
    }

    /// Takes one request at the time `now` (seconds, which never go back); false if the minute's budget is spent.
    pub fn take(&mut self, now: i64) -> bool {
        self.spent.retain(|at| now - at < 60);
        if self.spent.len() >= self.most {
            return false;
        }
        self.spent.push(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::RequestBudget;

    #[test]
    fn no_minute_holds_more_than_the_budget() {
        let mut budget = RequestBudget::per_minute(20);
        let granted: Vec<i64> = (0..600).filter(|second| budget.take(*second)).collect();
        for second in 0..600 {
            let within = granted.iter().filter(|at| (second..second + 60).contains(*at)).count();
            assert!(within <= 20, "{within} requests in the minute from {second}");
        }
        assert_eq!(granted.len(), 200);
    }
}
