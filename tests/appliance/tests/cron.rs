//! The evaluator against the vectors that the console's engine is checked with too: the only thing the two share.

use appliance::clock::Moment;
use appliance::cron::Cron;
use serde_json::Value;

#[test]
fn every_vector_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/cron.jsonl");
    let text = std::fs::read_to_string(path).expect("the vectors");
    let mut wrong = Vec::new();
    let mut checked = 0;
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let expression = vector["expr"].as_str().expect("expr");
        let mut at = Moment::parse(vector["from"].as_str().expect("from")).expect("a time");
        let right = match Cron::parse(expression) {
            Err((field, _)) => vector["valid"] == false && vector.get("field").is_none_or(|named| named.as_str() == field),
            Ok(cron) if vector["never"] == true => vector["valid"] == true && cron.next(at).is_none(),
            Ok(cron) => {
                vector["valid"] == true
                    && vector["next"].as_array().expect("next").iter().all(|expected| {
                        let Some(next) = cron.next(at) else { return false };
                        at = next;
                        cron.fires(next) && next.exact().replace(":00Z", "Z") == expected.as_str().unwrap_or_default()
                    })
            }
        };
        checked += 1;
        if !right {
            wrong.push(line.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} wrong, first: {}", wrong.len(), wrong[0]);
    assert!(checked > 1500, "only {checked} vectors");
}
