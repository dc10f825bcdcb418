//! Identifiers, one type each, so that a run's id cannot be used for a schedule's. They are opaque: never parsed, never derived
//! from a `uri` (API.md §0.2).

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id as the appliance wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// The id of a schedule (`job_config_id` elsewhere in the API).
    ScheduleId
);
id!(
    /// The id of a run (`job_id` elsewhere in the API).
    RunId
);
id!(
    /// The id of a sync job.
    JobId
);
id!(
    /// The id of a cluster node, as `run_on` and `processing_node` carry it.
    NodeId
);
id!(
    /// The id of a domain of the appliance.
    DomainId
);
