//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The content of new data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeding {
    /// A realistic company.
    Company,
    /// Users and domains only.
    Empty,
    /// So many schedules, each with two hundred runs.
    Scale(u32),
}

/// The options of the program.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The build to serve.
    pub dist: PathBuf,
    /// The prefix to serve it under; begins and ends with a slash.
    pub base: String,
    /// The folder of the database.
    pub data: PathBuf,
    /// The content of new data.
    pub seeding: Seeding,
    /// Whether to delete the data first.
    pub reset: bool,
    /// Whether to serve TLS with a certificate created at the start.
    pub tls_self_signed: bool,
    /// The URL of a real appliance that answers the API.
    pub upstream: Option<String>,
    /// Whether to accept any certificate of the real appliance.
    pub insecure: bool,
    /// How many times faster than usual runs progress.
    pub time_scale: f64,
}

/// The usage of the program.
pub const USAGE: &str = "appliance [--listen 127.0.0.1:8080] [--dist dist] [--base /] [--data .data] [--scale N] [--reset] \
                         [--tls-self-signed] [--upstream URL [--insecure]] [--time-scale F]";

impl Options {
    /// Reads the arguments.
    ///
    /// # Errors
    /// A sentence about the wrong argument.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            dist: PathBuf::from("dist"),
            base: "/".to_owned(),
            data: PathBuf::from(".data"),
            seeding: Seeding::Company,
            reset: false,
            tls_self_signed: false,
            upstream: None,
            insecure: false,
            time_scale: 1.0,
        };
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--listen" => {
                    let text = value()?;
                    options.listen = text.parse().map_err(|_| format!("--listen: \"{text}\" is not an address with a port"))?;
                }
                "--dist" => options.dist = PathBuf::from(value()?),
                "--base" => options.base = base(&value()?)?,
                "--data" => options.data = PathBuf::from(value()?),
                "--scale" => {
                    let text = value()?;
                    let count = text.parse().map_err(|_| format!("--scale: \"{text}\" is not a number of schedules"))?;
                    options.seeding = Seeding::Scale(count);
                }
                "--time-scale" => {
                    let text = value()?;
                    let scale = text.parse::<f64>().ok().filter(|scale| *scale > 0.0 && scale.is_finite());
                    options.time_scale = scale.ok_or_else(|| format!("--time-scale: \"{text}\" is not a factor above 0"))?;
                }
                "--upstream" => options.upstream = Some(value()?),
                "--reset" => options.reset = true,
                "--tls-self-signed" => options.tls_self_signed = true,
                "--insecure" => options.insecure = true,
                _ => return Err(format!("unknown argument \"{name}\"; usage: {USAGE}")),
            }
        }
        if options.insecure && options.upstream.is_none() {
            return Err("--insecure goes with --upstream only".to_owned());
        }
        Ok(options)
    }
}

fn base(text: &str) -> Result<String, String> {
    let inner = text.trim_matches('/');
    let plain = inner.split('/').all(|part| part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) && part != "..");
    if !text.starts_with('/') || !plain || inner.split('/').next() == Some("api") {
        return Err(format!("--base: \"{text}\" is not a path such as /keys/"));
    }
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}
