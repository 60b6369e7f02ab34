//! What someone who wrote an unknown name may have meant.

/// "did you mean `muon`? LIST"; LIST alone if none of the candidates is near.
pub fn question(name: &str, candidates: &[&str], list: &str) -> String {
    let likeness = |candidate: &str| strsim::jaro_winkler(&name.to_lowercase(), candidate);
    match candidates.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(nearest) if likeness(nearest) > 0.8 => format!("did you mean `{nearest}`? {list}"),
        _ => list.to_owned(),
    }
}

/// The `count` candidates most like `name`, the most similar first.
pub fn nearest<'a>(name: &str, candidates: &[&'a str], count: usize) -> Vec<&'a str> {
    let mut sorted = candidates.to_vec();
    sorted.sort_by(|a, b| strsim::jaro_winkler(name, b).total_cmp(&strsim::jaro_winkler(name, a)));
    sorted.truncate(count);
    sorted
}

/// "did you mean `muon`? flows: gradient, muon"; without the question if nothing is near.
pub fn suggestion(name: &str, plural: &str, candidates: &[&str]) -> String {
    if candidates.is_empty() {
        return format!("it takes no {plural}");
    }
    question(name, candidates, &format!("{plural}: {}", candidates.join(", ")))
}
