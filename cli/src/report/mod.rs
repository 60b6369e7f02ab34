//! Results as one page of HTML that needs nothing else: question, findings, numbers, figures with values below the pointer, scenario
//! and where all of it comes from.

mod claims;
mod sections;

pub use claims::Claims;

use crate::error::Result;
use crate::store::ResultFile;
use maud::{DOCTYPE, PreEscaped, html};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("hover.js");

/// The page of `files`, with the claims that were tested where there are any; the same files give the same bytes.
///
/// # Errors
/// When a result lacks what its summary or a figure is made of.
pub fn page(files: &[ResultFile], claims: Option<&Claims>) -> Result<String> {
    let titles = sections::titles(files);
    let sections = files.iter().zip(&titles).enumerate();
    let sections = sections.map(|(k, (file, title))| sections::of(file, title, k)).collect::<Result<Vec<_>>>()?;
    let together = sections::together(files)?;
    let findings = sections::findings(files, &titles)?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("svsde ", env!("CARGO_PKG_VERSION")));
                title { (titles.join(" · ")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { @if let [one] = titles.as_slice() { (one) } @else { (files.len()) " results side by side" } }
                    @if titles.len() > 1 {
                        nav aria-label="Results" {
                            ol { @for (k, title) in titles.iter().enumerate() { li { a href={ "#result-" (k + 1) } { (title) } } } }
                        }
                    }
                }
                main {
                    section id="findings" {
                        h2 { "Findings" }
                        (findings)
                        @if let Some(claims) = claims { (claims.table()) }
                    }
                    (together)
                    @for section in &sections { (section) }
                }
                div id="value" role="status" hidden {}
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    Ok(page.into_string().replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "\u{fffd}"))
}
