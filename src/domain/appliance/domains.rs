//! Domains of the appliance: schedules, runs and containers belong to exactly one (API.md §6.3).

use super::id::DomainId;
use crate::domain::name::Name;

/// A domain that the signed-in user may enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    pub id: DomainId,
    /// The id where no name is known.
    pub name: Name,
}

/// The id of the root domain (API.md §1.3).
pub const ROOT_ID: &str = "00000000-0000-0000-0000-000000000000";

impl Domain {
    /// The root domain.
    pub fn root() -> Domain {
        Domain { id: DomainId::from(ROOT_ID), name: Name::from("root") }
    }

    /// Gives a domain known by id only, named after that id.
    pub fn unnamed(id: &str) -> Domain {
        if id == ROOT_ID { Domain::root() } else { Domain { id: DomainId::from(id), name: Name::from(id) } }
    }

    /// True for the root domain, which URLs leave out.
    pub fn is_root(&self) -> bool {
        self.id.as_str() == ROOT_ID
    }
}
