//! Lists in the appliance's form: filters, sort, `skip` and `limit`, `total` of all matches (API.md §0.6).

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params_from_iter};
use serde_json::{Value, json};

use crate::appliance::ListOrder;
use crate::calls::{Call, Refusal};
use crate::clock::Moment;

/// The largest page; a larger `limit` is reduced to it (API.md §9 Q12; invented).
const LARGEST_PAGE: i64 = 1000;

/// Conditions for rows, collected from a query.
pub struct Filter {
    conditions: Vec<String>,
    values: Vec<Sql>,
    known: Vec<String>,
}

impl Filter {
    /// Selects the rows of a domain.
    #[must_use]
    pub fn domain(domain: &str) -> Filter {
        Filter { conditions: vec!["domain = ?".to_owned()], values: vec![Sql::from(domain.to_owned())], known: Vec::new() }
    }

    /// Adds that `column` has one of the values of the query's `parameter`, if it has any.
    #[must_use]
    pub fn matching(mut self, call: &Call, parameter: &str, column: &str) -> Filter {
        self.known.push(parameter.to_owned());
        let values = given(call, parameter);
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.conditions.push(format!("{column} IN ({marks})"));
            self.values.extend(values);
        }
        self
    }

    /// Adds that the JSON list in `column` contains one of the values of the query's `parameter`, if it has any.
    #[must_use]
    pub fn holding(mut self, call: &Call, parameter: &str, column: &str) -> Filter {
        self.known.push(parameter.to_owned());
        let values = given(call, parameter);
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.conditions.push(format!("EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks}))"));
            self.values.extend(values);
        }
        self
    }

    /// Adds `createdBefore` and `createdAfter`, bounds included.
    ///
    /// # Errors
    /// 400 for a text that is no time.
    pub fn created(mut self, call: &Call) -> Result<Filter, Refusal> {
        for (parameter, condition) in [("createdBefore", "created <= ?"), ("createdAfter", "created >= ?")] {
            if let Some(text) = call.parameter(parameter) {
                let bound = Moment::parse_bound(text, call.now)
                    .ok_or_else(|| Refusal::parameter(format!("{parameter}: \"{text}\" is not a time")))?;
                self.conditions.push(condition.to_owned());
                self.values.push(Sql::from(bound.0));
            }
        }
        Ok(self)
    }

    /// Adds a condition with its value.
    #[must_use]
    pub fn and(mut self, condition: &str, value: impl Into<Sql>) -> Filter {
        self.conditions.push(condition.to_owned());
        self.values.push(value.into());
        self
    }
}

fn given(call: &Call, parameter: &str) -> Vec<Sql> {
    let given = call.query.iter().filter(|(key, value)| key == parameter && !value.is_empty());
    given.map(|(_, value)| Sql::from(value.clone())).collect()
}

/// Answers a list.
///
/// `sortable` maps the property names that `sort` may use to columns; the default order is newest first.
///
/// # Errors
/// 400 for a bad `skip`, `limit` or `sort`.
pub fn list(
    connection: &Connection,
    call: &Call,
    table: &str,
    columns: &str,
    filter: &Filter,
    sortable: &[(&str, &str)],
    element: impl Fn(&Row<'_>) -> rusqlite::Result<Value>,
) -> Result<Value, Refusal> {
    const PAGING: [&str; 6] = ["skip", "limit", "sort", "createdBefore", "createdAfter", "disabled"];
    let stranger =
        call.query.iter().map(|(name, _)| name).find(|name| !PAGING.contains(&name.as_str()) && !filter.known.contains(name));
    if let (true, Some(name)) = (call.refuses_unknown, stranger) {
        return Err(Refusal::parameter(format!("{name}: unknown query parameter")));
    }
    let skip = whole(call, "skip", 0)?;
    let limit = whole(call, "limit", 10)?.min(LARGEST_PAGE);
    if skip < 0 || limit < -1 {
        return Err(Refusal::parameter("skip must be 0 or more, limit -1 or more"));
    }
    let asked = order(call.parameter("sort").unwrap_or("-createdAt"), sortable)?;
    let order = match call.order {
        ListOrder::Asked => asked,
        ListOrder::Oldest => order("createdAt", sortable).unwrap_or_else(|_| "seq ASC".to_owned()),
        ListOrder::Mixed => "substr(id, -4) ASC, seq ASC".to_owned(),
    };
    let conditions = filter.conditions.join(" AND ");
    let count = match (table, filter.conditions.len()) {
        ("run", 1) => format!("SELECT coalesce(max(total), 0) FROM run_count WHERE {conditions}"),
        _ => format!("SELECT count(*) FROM {table} WHERE {conditions}"),
    };
    let total: i64 = connection.prepare_cached(&count)?.query_row(params_from_iter(&filter.values), |row| row.get(0))?;
    let page = format!("SELECT {columns} FROM {table} WHERE {conditions} ORDER BY {order} LIMIT {limit} OFFSET {skip}");
    let mut statement = connection.prepare_cached(&page)?;
    let rows = statement.query_map(params_from_iter(&filter.values), |row| element(row))?;
    let resources = rows.collect::<rusqlite::Result<Vec<Value>>>()?;
    Ok(json!({"skip": skip, "limit": limit, "total": total, "resources": resources}))
}

fn whole(call: &Call, parameter: &str, default: i64) -> Result<i64, Refusal> {
    let Some(text) = call.parameter(parameter) else { return Ok(default) };
    text.parse().map_err(|_| Refusal::parameter(format!("{parameter}: \"{text}\" is not a whole number")))
}

fn order(sort: &str, sortable: &[(&str, &str)]) -> Result<String, Refusal> {
    let mut terms = Vec::new();
    let mut descending = false;
    for name in sort.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let (name, down) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
        let (_, column) = sortable
            .iter()
            .find(|(property, _)| *property == name)
            .ok_or_else(|| Refusal::parameter(format!("sort: cannot sort by \"{name}\"")))?;
        terms.push(format!("{column} {}", if down { "DESC" } else { "ASC" }));
        descending = down;
    }
    terms.push(format!("seq {}", if descending { "DESC" } else { "ASC" }));
    Ok(terms.join(", "))
}
