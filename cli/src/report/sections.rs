//! The parts of a page: what was found, and a section for each result.

use crate::error::Result;
use crate::figures::{self, convergence};
use crate::plot::{Plot, hover, svg};
use crate::store::ResultFile;
use crate::study;
use crate::summary;
use crate::text::Part;
use maud::{Markup, PreEscaped, html};

/// More sentences than these are shown when asked for.
const AT_ONCE: usize = 8;

/// The title of each result or, where it has none, its name; with its name where others have that title too.
pub fn titles(files: &[ResultFile]) -> Vec<String> {
    let own = |file: &ResultFile| file.title().trim().to_owned();
    let all: Vec<String> = files.iter().map(own).collect();
    let titled = |(file, title): (&ResultFile, &String)| match all.iter().filter(|other| *other == title).count() {
        _ if title.is_empty() => name(file),
        1 => title.clone(),
        _ => format!("{title} ({})", name(file)),
    };
    files.iter().zip(&all).map(titled).collect()
}

fn name(file: &ResultFile) -> String {
    file.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What each result says in a sentence, what follows from them together, and what compared ones came to.
///
/// # Errors
/// When a result lacks what its summary is made of.
pub fn findings(files: &[ResultFile], titles: &[String]) -> Result<Markup> {
    let (mut said, mut verdicts, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
    for (file, title) in files.iter().zip(titles) {
        let summary = study::summary(file)?;
        if !summary.verdicts().is_empty() {
            verdicts.extend(summary.verdicts());
            continue;
        }
        let name = name(file);
        let from = if title.ends_with(&format!("({name})")) { format!("{name}: ") } else { String::new() };
        let brief = summary.brief();
        let lines = brief.lines().filter(|line| !line.trim().is_empty());
        sentences.extend(lines.map(|line| format!("{from}{line}")));
        said.push(summary);
    }
    sentences.extend(summary::together(&said).lines().map(str::to_owned));
    let list = html! { ul { @for sentence in &sentences { li { (sentence) } } } };
    Ok(html! {
        @if sentences.len() > AT_ONCE {
            details { summary { (sentences.len()) " sentences" } (list) }
        } @else if !sentences.is_empty() { (list) }
        @for file in files.iter().filter(|file| !file.finished()) {
            p.warning { (name(file)) " is not finished: it holds what was recorded until it stopped." }
        }
        @if !verdicts.is_empty() {
            div.words { (table(&["a", "b", "verdict", "what was found"].map(str::to_owned), &verdicts)) }
        }
    })
}

/// What several results show together; nothing where there is no such figure.
///
/// # Errors
/// When a figure cannot be drawn.
pub fn together(files: &[ResultFile]) -> Result<Markup> {
    if !convergence::fits(files) {
        return Ok(html! {});
    }
    let drawn = figure(convergence::NAME, convergence::DESCRIPTION, &convergence::draw(files)?);
    Ok(html! { section id="together" { h2 { "Together" } (drawn) } })
}

/// Everything of one result, the `k`-th of the page.
///
/// # Errors
/// As [`findings`], and when a figure cannot be drawn.
pub fn of(file: &ResultFile, title: &str, k: usize) -> Result<Markup> {
    let parts = study::summary(file)?.parts(false).0;
    let draw = |kind: &figures::Figure| Ok(figure(kind.name, kind.description, &figures::plot(kind, file)?));
    let drawn = figures::fitting(file).into_iter().map(draw).collect::<Result<Vec<_>>>()?;
    let warnings = file.texts("warnings");
    let scenario = file.text("scenario").filter(|scenario| !scenario.trim().is_empty());
    Ok(html! {
        section.result id={ "result-" (k + 1) } {
            h2 { (title) }
            p.question { (study::summary(file)?.question()) }
            @for warning in &warnings { p.warning { (warning) } }
            h3 { "Summary" }
            @for part in &parts {
                @match part {
                    Part::Text(text) => @if !text.trim().is_empty() { pre { (text.trim_matches('\n')) } },
                    Part::Table(header, rows) => (table(header, rows)),
                }
            }
            @if !drawn.is_empty() { h3 { "Figures" } }
            @for one in &drawn { (one) }
            @if let Some(scenario) = &scenario {
                h3 { "Scenario" }
                details { summary { "All keys, as the program resolved them" } pre.code { (scenario) } }
            }
            h3 { "Provenance" }
            (provenance(file))
        }
    })
}

/// A table that scrolls by itself where the page is too narrow.
pub fn table(header: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { @for cell in header { th scope="col" { (cell) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell.replace(" ± ", "\u{a0}±\u{a0}")) } } } } }
            }
        }
    }
}

fn figure(name: &str, description: &str, plot: &Plot) -> Markup {
    // `</` would end the script that holds the values.
    let values = hover::values(plot).to_string().replace("</", "<\\/");
    html! {
        figure data-figure=(name) {
            div.wide { (PreEscaped(svg::draw(plot, svg::WIDE))) }
            div.narrow { (PreEscaped(svg::draw(plot, svg::NARROW))) }
            figcaption { (description) }
            script type="application/json" { (PreEscaped(values)) }
        }
    }
}

fn provenance(file: &ResultFile) -> Markup {
    let text = |name: &str| file.text(name).filter(|text| !text.is_empty());
    let number = |value: Option<f64>| value.map(|value| format!("{value:.1} s"));
    let rows = [
        ("file", Some(name(file))),
        ("command", text("command")),
        ("svsde", text("svsde_version")),
        ("commit", text("git_commit")),
        ("seed", file.number::<u64>("seed").map(|seed| seed.to_string())),
        ("made", text("created_utc")),
        ("took", number(file.number("wall_seconds"))),
        ("finished", Some(if file.finished() { "yes" } else { "no" }.to_owned())),
        ("format version", file.number::<i64>("format_version").map(|version| version.to_string())),
    ];
    html! {
        dl {
            @for (name, value) in rows {
                @if let Some(value) = value { dt { (name) } dd { code { (value) } } }
            }
        }
    }
}
