//! Causes of failure: a table from text pattern to cause, responsible role, and next step. A text without a match is a cause of
//! its own; equal texts share it.

/// A known cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Short name: "Permission".
    pub label: &'static str,
    /// Role that can fix the cause.
    pub who: &'static str,
    /// Next step for that role.
    pub next: &'static str,
}

const CLOUD_ADMIN: &str = "an administrator of the cloud account";
const CONNECTION_OWNER: &str = "the maintainer of the appliance's cloud connection";
const NETWORK: &str = "the administrator of the appliance's network";

/// A cause and its phrases: lower case, separated by bars. The first matching rule counts, so narrow rules precede wide ones.
struct Rule {
    phrases: &'static str,
    means: Explanation,
}

const RULES: [Rule; 9] = [
    Rule {
        phrases: "soft-deleted|soft deleted|softdeleted|recover or purge|objectisdeletedbutrecoverable|recovered or purged\
                  |deleted but recoverable|in deleted state",
        means: Explanation {
            label: "Soft-deleted",
            who: CLOUD_ADMIN,
            next: "Recover the vault or purge it in the cloud, or leave it out.",
        },
    },
    Rule {
        phrases: "too many requests|toomanyrequests|throttl|rate exceeded|rate limit|ratelimit|slow down\
                  |requestlimitexceeded|http 429|status 429|code 429|429:|(429)",
        means: Explanation {
            label: "Throttled",
            who: "the owner of the schedules",
            next: "Let fewer schedules of this cloud fire at the same time, or synchronize less often. The next run may go well.",
        },
    },
    Rule {
        phrases: "quota|limitexceeded|limit exceeded|limit reached|resource_exhausted",
        means: Explanation { label: "Quota", who: CLOUD_ADMIN, next: "Raise the limit in the cloud, or free up quota." },
    },
    Rule {
        phrases: "no such host|nxdomain|name resolution|could not resolve|cannot resolve|getaddrinfo|server misbehaving\
                  |dns |dial tcp: lookup",
        means: Explanation {
            label: "Name resolution",
            who: NETWORK,
            next: "Check the DNS servers of the appliance, and whether a proxy or a private endpoint is needed.",
        },
    },
    Rule {
        phrases: "i/o timeout|connection refused: dial|dial tcp|connection reset|no route to host|network is unreachable\
                  |context deadline exceeded|tls handshake|x509:|connection timed out|proxyconnect",
        means: Explanation {
            label: "Not reachable",
            who: NETWORK,
            next: "Check that the appliance can reach the cloud: firewall, proxy, certificates.",
        },
    },
    Rule {
        phrases: "expiredtoken|token expired|token is expired|token has expired|credentials expired|credential expired\
                  |secret expired|secret keys are expired|expired credential|expired client secret|invalid_client\
                  |invalid_grant|invalidclienttokenid|signaturedoesnotmatch|unrecognizedclient|authentication failed\
                  |unauthenticated|http 401|status 401|code 401|401:|(401)|refused: 401|notauthenticated|aadsts\
                  |invalid_session_id|invalid_login|bad credentials|session expired|status code: 401",
        means: Explanation {
            label: "Credential",
            who: CONNECTION_OWNER,
            next: "Renew the credential in the connection on the appliance, test the connection, then synchronize again.",
        },
    },
    Rule {
        phrases: "accessdenied|access denied|access is denied|not authorized|unauthorized operation|unauthorizedoperation\
                  |permission|forbidden|notauthorized|authorizationfailed|does not have|http 403|status 403|code 403|403:\
                  |(403)|insufficient_access|insufficient access|insufficientpermissions",
        means: Explanation {
            label: "Permission",
            who: CLOUD_ADMIN,
            next: "Give the connection's account the right to list and read the keys of this container.",
        },
    },
    Rule {
        phrases: "node restarted|not a member of the cluster|service restarted|shutting down",
        means: Explanation {
            label: "Node",
            who: "an administrator of the appliance",
            next: "Bring the node up, or let any node run the schedule. Then run it again.",
        },
    },
    Rule {
        phrases: "not found|notfound|no such|does not exist|with this name or id|http 404|status 404|code 404|404:",
        means: Explanation {
            label: "Not found",
            who: "the person who chose the containers",
            next: "The container was removed or renamed, or never existed: leave it out, or add it to the appliance.",
        },
    },
];

/// Explains the text of a failure; `None` if no rule matches.
#[must_use]
pub fn explain(text: &str) -> Option<Explanation> {
    let lower = text.to_lowercase();
    RULES.iter().find(|rule| rule.phrases.split('|').any(|phrase| has(&lower, phrase))).map(|rule| rule.means)
}

/// True if a text contains a phrase. A phrase that begins with a digit must not match the end of a longer number, such as an id.
fn has(text: &str, phrase: &str) -> bool {
    if !phrase.starts_with(|first: char| first.is_ascii_digit()) {
        return text.contains(phrase);
    }
    let stands_alone =
        |at: usize| text.get(..at).is_none_or(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    text.match_indices(phrase).any(|(at, _)| stands_alone(at))
}

/// Failures with the same cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureCause {
    /// Label of the cause, or the text itself.
    pub name: String,
    pub means: Option<Explanation>,
    /// Number of failures.
    pub count: usize,
    /// The first text, verbatim.
    pub text: String,
}

/// True for the label of a known cause.
#[must_use]
pub fn is_label(text: &str) -> bool {
    RULES.iter().any(|rule| rule.means.label == text)
}

/// Gives the label of the text's cause, or the text itself.
#[must_use]
pub fn name_of(text: &str) -> &str {
    explain(text).map_or(text, |means| means.label)
}

/// Groups texts by cause, most frequent first, ties by name.
#[must_use]
pub fn causes<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<FailureCause> {
    let mut at = std::collections::HashMap::new();
    let mut found: Vec<FailureCause> = Vec::new();
    // Cache: a thousand equal texts are matched once.
    let mut known: std::collections::HashMap<&str, Option<Explanation>> = std::collections::HashMap::new();
    for text in texts.filter(|text| !text.trim().is_empty()) {
        let means = *known.entry(text).or_insert_with(|| explain(text));
        let name = means.map_or(text, |means| means.label);
        let place = *at.entry(name).or_insert(found.len());
        match found.get_mut(place) {
            Some(cause) => cause.count += 1,
            None => found.push(FailureCause { name: name.to_owned(), means, count: 1, text: text.to_owned() }),
        }
    }
    crate::domain::list::sort::sorted(found, |one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)))
}
