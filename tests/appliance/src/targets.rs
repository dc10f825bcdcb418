//! The containers of a synchronization, and the final texts of their targets (API.md §5.7). Runs and direct jobs share it.

use std::collections::{HashMap, HashSet};

use crate::containers::Container;
use crate::ids::Dice;

/// The end of every text of success.
pub const SUCCESS: &str = "synchronized successfully";

/// The texts of targets, in the order in which they finish.
#[derive(Default)]
pub struct Reports {
    list: Vec<(String, String)>,
    places: HashMap<String, usize>,
}

impl Reports {
    /// Adds the final text of a target. Where several containers share a target, one failure makes it fail.
    pub fn note(&mut self, target: &str, text: &str) {
        match self.places.get(target) {
            None => {
                self.places.insert(target.to_owned(), self.list.len());
                self.list.push((target.to_owned(), text.to_owned()));
            }
            Some(at) if !text.ends_with(SUCCESS) => text.clone_into(&mut self.list[*at].1),
            Some(_) => {}
        }
    }

    /// The targets with their texts.
    #[must_use]
    pub fn into_list(self) -> Vec<(String, String)> {
        self.list
    }
}

/// The final text of a container's targets in this run: success, or the container's fault. `kind` is the noun for one target.
pub fn outcome(container: &Container, kind: &str, dice: &mut Dice) -> String {
    let fails = container.fault_percent > dice.below(100);
    container.fault.clone().filter(|_| fails).unwrap_or_else(|| format!("{kind} {SUCCESS}"))
}

/// The containers with these names or ids, each once, and the texts that match no container.
#[must_use]
pub fn choose<'a, 'b>(stock: &'a [Container], called: impl IntoIterator<Item = &'b str>) -> (Vec<&'a Container>, Vec<&'b str>) {
    let mut known = HashMap::new();
    for container in stock {
        known.entry(container.id.as_str()).or_insert(container);
        known.entry(container.name.as_str()).or_insert(container);
    }
    let (mut chosen, mut unknown, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for called in called {
        match known.get(called) {
            Some(container) if seen.insert(container.id.as_str()) => chosen.push(*container),
            None if seen.insert(called) => unknown.push(called),
            _ => {}
        }
    }
    (chosen, unknown)
}

/// The text about a name without a container.
#[must_use]
pub fn unknown_text(noun: &str) -> String {
    format!("no {noun} with this name or id on the appliance")
}
