//! Reports in a real browser: width of the page, the figure that fits it, contrast, and the values below the pointer.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a page says of itself to the page around it.
const PROBE: &str = r##"<script>
addEventListener("load", () => {
  const colour = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);
  const luminance = (rgb) => rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  const ground = luminance(colour(getComputedStyle(document.body).backgroundColor));
  const contrast = (element) => {
    const ink = luminance(colour(getComputedStyle(element).color));
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  };
  const figures = [...document.querySelectorAll("figure")].map((figure) => {
    const svgs = [...figure.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    const svg = svgs[0], box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    // The first end of the first curve, where the pointer goes.
    const [x, y] = svg.querySelector("polyline").getAttribute("points").split(" ")[0].split(",").map(Number);
    svg.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + x * scale, clientY: box.top + y * scale }));
    const dot = svg.querySelector("circle");
    const value = document.getElementById("value");
    const found = {
      shown: svgs.length, text: value.textContent, hidden: value.hidden, filter: getComputedStyle(svg).filter,
      off: dot && Math.hypot(dot.cx.baseVal.value - x, dot.cy.baseVal.value - y),
      smallest: scale * Math.min(...[...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize))),
    };
    svg.dispatchEvent(new PointerEvent("pointerleave"));
    return { ...found, left: !value.hidden };
  });
  parent.postMessage(JSON.stringify({
    width: innerWidth, content: document.documentElement.scrollWidth, figures, errors,
    requests: performance.getEntriesByType("resource").length,
    contrasts: [...document.querySelectorAll("h1, p, li, td, th, dt, code, pre, a, figcaption")].map(contrast),
  }), "*");
});
</script></body>"##;
const ERRORS: &str =
    "<head><script>const errors = []; addEventListener(\"error\", (e) => errors.push(e.message));</script>";

/// Chromium, if there is one; where CI runs there must be one.
fn browser() -> Option<&'static str> {
    let runs = |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|done| done.status.success());
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(runs);
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "no browser; scripts/browser.sh installs one");
    if found.is_none() {
        eprintln!("not looked at: there is no browser; scripts/browser.sh installs one");
    }
    found
}

/// What the page at `path` says of itself when it is `width` wide.
fn look(browser: &str, path: &Path, width: u32, dark: bool) -> Value {
    let page = fs::read_to_string(path).unwrap().replace("<head>", ERRORS).replace("</body>", PROBE);
    fs::write(path.with_extension("probe.html"), page).unwrap();
    let around = format!(
        "<!doctype html><iframe src=\"report.probe.html\" style=\"width:{width}px;height:900px;border:0\"></iframe><script>\
         addEventListener(\"message\", (e) => {{ document.body.innerHTML = \"\"; document.body.textContent = e.data; }});</script>"
    );
    let outer = path.with_extension("around.html");
    fs::write(&outer, around).unwrap();
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--blink-settings=preferredColorScheme={}", if dark { 0 } else { 1 }))
        .arg(format!("file://{}", outer.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8(done.stdout).unwrap();
    let said = dom.split_once("<body>").and_then(|(_, rest)| rest.split_once("</body>")).map_or("", |(said, _)| said);
    let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    serde_json::from_str(&said)
        .unwrap_or_else(|error| panic!("{error}\n{dom}\n{}", String::from_utf8_lossy(&done.stderr)))
}

#[test]
fn desktop_and_phone_light_and_dark() {
    let Some(browser) = browser() else { return };
    let folder = crate::report::spectral();
    let density = format!("{}/../scenarios/density_muon_additive.toml", env!("CARGO_MANIFEST_DIR"));
    folder.done(&format!("run {density} --set stationary.cells=256 -q -o d.h5"));
    folder.done("report a.h5 d.h5");
    for (width, dark) in [(1200, false), (1200, true), (390, false), (390, true)] {
        let seen = look(browser, &folder.path("report.html"), width, dark);
        let number = |value: &Value| value.as_f64().unwrap();
        assert_eq!(seen["errors"], Value::Array(Vec::new()));
        assert_eq!((&seen["width"], &seen["requests"]), (&width.into(), &0.into()));
        assert!(number(&seen["content"]) <= f64::from(width), "{seen}");
        // 4.5 is what the Web Content Accessibility Guidelines ask for.
        let contrasts = seen["contrasts"].as_array().unwrap();
        assert!(contrasts.len() > 60 && contrasts.iter().all(|ratio| number(ratio) >= 4.5), "{contrasts:?}");
        let figures = seen["figures"].as_array().unwrap();
        assert_eq!(figures.len(), 5);
        for figure in figures {
            assert_eq!(
                (&figure["shown"], &figure["hidden"], &figure["left"]),
                (&1.into(), &false.into(), &false.into())
            );
            assert_eq!(figure["filter"] != "none", dark, "{figure}");
            // On a phone superscripts, 14 of the 480 units of the page, on 358 pixels.
            assert!(number(&figure["smallest"]) >= 10.0, "{figure}");
            // Coordinates are drawn to a tenth, values have six digits.
            assert!(number(&figure["off"]) < 0.3, "{figure}");
        }
        let said = "σ_1 (smallest)\ntime t [1]: 0\nsingular value σ_k [W]: 0.5";
        assert_eq!(figures[0]["text"], said);
    }
}
