//! Causes of failures, from messages as the clouds, their libraries and the network give them; equal causes are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::rng::Rng;
use keysync::domain::run::failure_cause::{FailureCause, causes, explain, name_of};

/// Messages by the label of their cause.
const MESSAGES: [(&str, &[&str]); 9] = [
    (
        "Permission",
        &[
            // AWS
            "AccessDeniedException: User: arn:aws:iam::123456789012:user/cckm is not authorized to perform: kms:ListKeys because no identity-based policy allows the kms:ListKeys action",
            "operation error KMS: DescribeKey, https response error StatusCode: 400, RequestID: 4d1f0c6e-7d0b-4a55-9a60-6a2e9f8b1c2d, api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/cckm/s is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "AccessDenied: User: arn:aws:iam::123456789012:user/cckm is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::210987654321:role/cckm\n\tstatus code: 403, request id: 0b2f",
            "UnauthorizedOperation: You are not authorized to perform this operation.",
            // Azure
            "Forbidden: The user, group or application 'appid=0a;oid=0b;iss=https://sts.windows.net/0c/' does not have keys list permission on key vault 'vault-a;location=northcentralus'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287",
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.",
            "AuthorizationFailed: The client '0a' with object id '0a' does not have authorization to perform action 'Microsoft.KeyVault/vaults/read' over scope '/subscriptions/0b' or the scope is invalid. If access was recently granted, please refresh your credentials.",
            "ForbiddenByPolicy: Operation decrypt is not permitted on this key.",
            // Google
            "rpc error: code = PermissionDenied desc = Permission 'cloudkms.cryptoKeys.list' denied on resource 'projects/p1/locations/global/keyRings/ring-a' (or it may not exist).",
            "googleapi: Error 403: Cloud Key Management Service (KMS) API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis then retry., accessNotConfigured",
            // Oracle
            "Error returned by KmsManagement Service. Http Status Code: 404. Error Code: NotAuthorizedOrNotFound. Opc request id: 5C1F. Message: Authorization failed or requested resource not found.",
            // SAP
            "403 Forbidden: technical user is not a member of group g1",
        ],
    ),
    (
        "Credential",
        &[
            "ExpiredTokenException: The security token included in the request is expired",
            "ExpiredToken: The provided token has expired.",
            "UnrecognizedClientException: The security token included in the request is invalid.",
            "InvalidClientTokenId: The security token included in the request is invalid\n\tstatus code: 403, request id: 0b2f",
            "SignatureDoesNotMatch: Signature expired: 20261123T080000Z is now earlier than 20261123T081500Z (20261123T083000Z - 15 min.)",
            "AADSTS7000222: The provided client secret keys for app '0a' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret",
            "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '0a'.",
            "adal: Refresh request failed. Status Code = '401'. Response body: {\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222\"}",
            "oauth2: cannot fetch token: 400 Bad Request\nResponse: {\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}",
            "oauth2: \"invalid_grant\" \"Invalid grant: account not found\"",
            "rpc error: code = Unauthenticated desc = Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
            "googleapi: Error 401: Request had invalid authentication credentials., authError",
            "invalid_grant: authentication failure",
            "invalid_client_id: client identifier invalid",
            "request failed with status code 401: {\"error\":\"unauthorized\",\"error_description\":\"Bad credentials\"}",
            "invalid_client: Bad credentials",
        ],
    ),
    (
        "Throttled",
        &[
            "ThrottlingException: Rate exceeded",
            "operation error KMS: ListAliases, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: 0b2f, api error ThrottlingException: Rate exceeded",
            "RequestLimitExceeded: Request limit exceeded.",
            "SlowDown: Please reduce your request rate. Slow down.",
            "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached",
            "SubscriptionRequestsThrottled: Number of requests for subscription '0b' and operation 'GET/SUBSCRIPTIONS/RESOURCES' exceeded the backend storage limit. Please try again after '5' seconds.",
            "googleapi: Error 403: Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service 'cloudkms.googleapis.com' for consumer 'project_number:123'., rateLimitExceeded",
            "googleapi: Error 429: Quota exceeded for quota metric 'Read requests'.",
            "Error returned by KmsManagement Service. Http Status Code: 429. Error Code: TooManyRequests. Opc request id: 5C1F. Message: Tenancy request-rate limit exceeded. Please use the Exponential Backoff retry mechanism to limit your request rate.",
            "HTTP 429 Too Many Requests",
        ],
    ),
    (
        "Quota",
        &[
            "LimitExceededException: The request was rejected because a quota was exceeded.",
            "QuotaExceeded: Operation could not be completed as it results in exceeding approved quota.",
            "rpc error: code = ResourceExhausted desc = Resource has been exhausted (e.g. check quota).",
            "{\"error\":{\"code\":8,\"status\":\"RESOURCE_EXHAUSTED\"}}",
            "Error returned by KmsVault Service. Http Status Code: 400. Error Code: LimitExceeded. Opc request id: 5C1F. Message: The following service limits were exceeded: virtual-vault-count.",
            "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.",
        ],
    ),
    (
        "Soft-deleted",
        &[
            "ConflictError: A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
            "ObjectIsDeletedButRecoverable: Key key-1 is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.",
            "The vault 'vault-a' has been soft-deleted",
            "Forbidden: vault-a is soft deleted and not found",
        ],
    ),
    (
        "Name resolution",
        &[
            "RequestError: send request failed\ncaused by: Post \"https://kms.eu-west-1.amazonaws.com/\": dial tcp: lookup kms.eu-west-1.amazonaws.com on 10.0.0.2:53: no such host",
            "Get \"https://vault-a.vault.azure.net/keys?api-version=7.4\": dial tcp: lookup vault-a.vault.azure.net on 127.0.0.53:53: server misbehaving",
            "rpc error: code = Unavailable desc = name resolver error: produced zero addresses; lookup cloudkms.googleapis.com: no such host",
            "dial tcp: lookup login.salesforce.com: Temporary failure in name resolution",
            "curl: (6) Could not resolve host: kms.eu-frankfurt-1.oraclecloud.com",
        ],
    ),
    (
        "Not reachable",
        &[
            "Post \"https://kms.us-gov-west-1.amazonaws.com/\": dial tcp 52.46.1.9:443: i/o timeout",
            "Get \"https://vault-a.vault.azure.net/keys\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing dial tcp 142.250.1.95:443: connect: no route to host\"",
            "Get \"https://login.microsoftonline.com\": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused",
            "x509: certificate signed by unknown authority",
            "x509: certificate has expired or is not yet valid: current time 2026-11-23T08:00:00Z is after 2026-11-01T00:00:00Z",
            "net/http: TLS handshake timeout",
            "read tcp 10.0.0.5:41234->10.0.0.15:443: read: connection reset by peer",
        ],
    ),
    (
        "Not found",
        &[
            "NotFoundException: Key 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd' does not exist",
            "ResourceNotFound: The Resource 'Microsoft.KeyVault/vaults/vault-a' under resource group 'rg' was not found.",
            "rpc error: code = NotFound desc = KeyRing projects/p1/locations/global/keyRings/ring-a not found.",
            "NOT_FOUND: The requested resource does not exist",
            "NCERRResourceNotFound: Resource not found",
        ],
    ),
    ("Node", &["node restarted while the job was running", "10.0.0.7 is not a member of the cluster"]),
];

#[test]
fn messages_of_the_clouds_have_their_cause() {
    let wrong: Vec<String> = MESSAGES
        .iter()
        .flat_map(|(label, texts)| texts.iter().map(move |text| (*label, *text)))
        .filter(|(label, text)| name_of(text) != *label)
        .map(|(label, text)| format!("{label}, not {}: {text}", name_of(text)))
        .collect();
    assert_eq!(wrong, [] as [String; 0]);
    assert!(MESSAGES.iter().map(|(_, texts)| texts.len()).sum::<usize>() >= 60);
}

#[test]
fn causes_ignore_case_and_surrounding_text() {
    for (label, texts) in MESSAGES {
        for text in texts {
            for other in
                [text.to_uppercase(), text.to_lowercase(), format!("eu-west-1: {text}; gave up"), format!("\n{text}\u{a0}")]
            {
                assert_eq!(name_of(&other), label, "{other}");
            }
        }
    }
}

#[test]
fn each_cause_has_a_remedy() {
    let mut labels = BTreeSet::new();
    let mut steps = BTreeSet::new();
    for (label, texts) in MESSAGES {
        let means = explain(texts[0]).unwrap();
        assert_eq!(means.label, label);
        assert!(!means.who.is_empty() && means.next.ends_with('.') && means.next.len() > 20, "{label}");
        labels.insert(means.label);
        steps.insert(means.next);
    }
    assert_eq!((labels.len(), steps.len()), (MESSAGES.len(), MESSAGES.len()));
}

#[test]
fn failure_texts_without_a_rule_stay_as_they_are() {
    for text in [
        "KMSInvalidStateException: arn:aws:kms:eu-west-1:123456789012:key/1234abcd is pending deletion.",
        "KMSInternalException: The request was rejected because an internal exception occurred.",
        "CKR_DEVICE_ERROR (0x30)",
        "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/0c/",
        "UNKNOWN_EXCEPTION: An unexpected error occurred. Please include this ErrorId if you contact support: 1234-5678 (-1234)",
        "500 Internal Server Error",
        "unexpected EOF",
        "  spaces stay  ",
        "Zeilenumbruch\nbleibt",
        "\u{202e}drehen",
    ] {
        assert_eq!((name_of(text), explain(text)), (text, None));
        let found = causes([text, text].into_iter());
        assert_eq!(found, [FailureCause { name: text.to_owned(), means: None, count: 2, text: text.to_owned() }]);
    }
}

#[test]
fn forty_equal_failures_are_one_cause() {
    let text = "AccessDeniedException: User is not authorized to perform: kms:ListKeys";
    let found = causes(std::iter::repeat_n(text, 40));
    assert_eq!(found, [FailureCause { name: "Permission".to_owned(), means: explain(text), count: 40, text: text.to_owned() }]);
    // Forty that differ by what each names are one line too, with the first as its example.
    let texts: Vec<String> =
        (0..40).map(|n| format!("vault-{n}: Caller is not authorized to perform action on resource")).collect();
    let found = causes(texts.iter().map(String::as_str));
    assert_eq!((found.len(), found[0].count, &found[0].text), (1, 40, &texts[0]));
}

#[test]
fn causes_are_sorted_by_frequency_then_name() {
    let texts =
        ["zeta", "Rate exceeded", "alpha", "AccessDenied", "", " \n", "Throttling", "zeta", "beta", "AccessDenied on b", "alpha"];
    let found = causes(texts.into_iter());
    let lines: Vec<(&str, usize)> = found.iter().map(|cause| (&*cause.name, cause.count)).collect();
    assert_eq!(lines, [("Permission", 2), ("Throttled", 2), ("alpha", 2), ("zeta", 2), ("beta", 1)], "texts of blanks are none");
    assert_eq!(found[1].text, "Rate exceeded", "the first of them, as it came");
    assert_eq!(causes(std::iter::empty()), []);
}

/// 2,000 lists: what is counted is what came, in the order that the rule wants, whatever order it came in.
#[test]
fn failures_of_any_list_are_counted_whole_and_in_order() {
    let mut rng = Rng::new();
    let texts_of_all = MESSAGES.iter().flat_map(|(_, texts)| texts.iter().copied());
    let pool: Vec<&str> = texts_of_all.chain(["alpha", "beta", "gamma", "", " "]).collect();
    let name: BTreeMap<&str, &str> = pool.iter().map(|text| (*text, name_of(text))).collect();
    let lines = |causes: &[FailureCause]| causes.iter().map(|cause| (cause.name.clone(), cause.count)).collect::<Vec<_>>();
    for case in 0..2_000 {
        let mut texts: Vec<&str> = (0..rng.below(30)).map(|_| rng.one_of(&pool)).collect();
        let found = causes(texts.iter().copied());
        let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
        texts.iter().filter(|text| !text.trim().is_empty()).for_each(|text| *expected.entry(name[text]).or_default() += 1);
        let mut expected: Vec<(String, usize)> = expected.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        expected.sort_by_key(|(_, count)| usize::MAX - count);
        assert_eq!(lines(&found), expected, "case {case}");
        for cause in &found {
            let first = texts.iter().find(|text| name[*text] == cause.name).unwrap();
            assert_eq!((&*cause.text, cause.means.is_some()), (*first, cause.name != *first), "case {case}");
        }
        texts.reverse();
        assert_eq!(lines(&causes(texts.into_iter())), expected, "case {case}");
    }
}

#[test]
#[allow(clippy::disallowed_types, reason = "a native test may look at the real clock")]
fn ten_thousand_equal_failures_are_matched_once() {
    let long = format!("{} AccessDenied", "x".repeat(2_000));
    let began = std::time::Instant::now();
    let found = causes(std::iter::repeat_n(&*long, 10_000));
    assert_eq!((found.len(), found[0].count), (1, 10_000));
    // A millisecond for each of them would be ten seconds: this tells once from ten thousand times, on a slow machine too.
    assert!(began.elapsed() < std::time::Duration::from_secs(2), "{:?}", began.elapsed());
}

// Common messages that are easily left without a cause, or given the wrong one.

#[test]
fn a_refused_sign_in_is_a_credential_in_every_cloud() {
    let texts = [
        "INVALID_SESSION_ID: Session expired or invalid",
        "INVALID_LOGIN: Invalid username, password, security token; or user locked out.",
        "Error returned by KmsManagement Service. Http Status Code: 401. Error Code: NotAuthenticated. Opc request id: 5C1F. Message: The required information to complete authentication was not provided or was incorrect.",
        "AADSTS700016: Application with identifier '0a' was not found in the directory '0c'. This can happen if the application has not been installed by the administrator of the tenant.",
        "AADSTS90002: Tenant '0c' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
        "AADSTS700027: The certificate with identifier used to sign the client assertion is expired on application.",
        "unauthorized: Bad credentials",
    ];
    let wrong: Vec<(&str, &str)> =
        texts.into_iter().map(|text| (name_of(text), text)).filter(|(name, _)| *name != "Credential").collect();
    assert_eq!(wrong, []);
}

#[test]
fn a_lack_of_rights_is_a_permission_in_salesforce_too() {
    let text = "INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on cross-reference id: 00D000000000001";
    assert_eq!(name_of(text), "Permission");
}

#[test]
fn a_name_server_that_does_not_answer_is_name_resolution() {
    let text = "dial tcp: lookup kms.eu-west-1.amazonaws.com on 10.0.0.2:53: read udp 10.0.0.5:41234->10.0.0.2:53: i/o timeout";
    assert_eq!(name_of(text), "Name resolution");
}

#[test]
fn a_deleted_but_recoverable_vault_is_soft_deleted_without_its_code_too() {
    for text in [
        "Vault vault-a is currently in a deleted but recoverable state, and its name cannot be reused; in this state, it can only be recovered or purged.",
        "A vault with the same name already exists in deleted state.",
    ] {
        assert_eq!(name_of(text), "Soft-deleted", "{text}");
    }
}

/// The tail of an id with a colon after it reads like a status, and the hint would send people the wrong way.
#[test]
fn a_number_inside_an_id_is_no_http_status() {
    let texts = [
        "request 7d1f0a2b-1c9e-4d7e-8e33-5b6a1f0c1403: KMSInternalException",
        "key 0a000000-0000-4000-8000-00000000f401: internal failure",
        "job 5404: internal failure",
        "arn:aws:kms:eu-west-1:123456780429:key/1 is pending deletion",
    ];
    let wrong: Vec<(&str, &str)> =
        texts.into_iter().map(|text| (name_of(text), text)).filter(|(name, text)| name != text).collect();
    assert_eq!(wrong, []);
}
