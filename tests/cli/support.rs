//! A temporary folder with the usual input files, and the real binary run in it.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use svsde_cli::store::ResultFile;
use tempfile::TempDir;

/// Rows and columns of W, and number of measurements, of the usual input.
pub const SHAPE: (usize, usize) = (4, 3);
pub const COUNT: usize = 5;

/// The scenario `s.toml` of [`Folder::with_data`].
pub const SCENARIO: &str = r#"title = "a test"
seed = 3

[model.regression]
rows = 4
cols = 3
learning_rate = 0.001

[measurement.file]
matrix = "A.npy"
targets = "y.npy"

[initial.zero]

[time]
end = 30
record_every = 5
"#;

/// `svsde flatten` on the same data.
pub const FLATTEN: &str = "flatten --measurements A.npy --targets y.npy --rows 4 --cols 3 --steps 30";

pub struct Folder {
    _temporary: TempDir,
    pub root: PathBuf,
}

/// How a command ended.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap();
        Self { _temporary: temporary, root }
    }

    /// With `A.npy` (5 x 12), `y.npy` and `s.toml`.
    pub fn with_data() -> Self {
        let folder = Self::new();
        folder.doubles("A.npy", "(5, 12)", &matrix());
        folder.doubles("y.npy", "(5,)", &targets());
        folder.write("s.toml", SCENARIO);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub fn doubles(&self, name: &str, shape: &str, values: &[f64]) {
        self.write(name, npy("'<f8'", false, shape, &bytes(values)));
    }

    /// Runs `svsde` here with the words of `line`.
    pub fn svsde(&self, line: &str) -> Run {
        self.svsde_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    pub fn svsde_words(&self, words: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_svsde"))
            .args(words)
            .current_dir(&self.root)
            .env_remove("NO_COLOR")
            .timeout(std::time::Duration::from_secs(240))
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&format!("{}/", self.root.display()), "");
        Run { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Runs a command that must succeed and say nothing on standard error.
    pub fn done(&self, line: &str) -> String {
        let run = self.svsde(line);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{line}");
        run.stdout
    }

    /// Runs a command that must end with 2, say exactly `message` and leave the folder as it was.
    pub fn refused(&self, line: &str, message: &str) {
        let before = self.contents();
        let run = self.svsde(line);
        assert_eq!((run.stderr.trim_end(), run.stdout.as_str(), run.code), (message, "", Some(2)), "{line}");
        assert_eq!(self.contents().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{line}");
        assert!(self.contents() == before, "{line} changed a file");
    }

    /// As [`Folder::refused`] for `run s.toml` and `flatten`.
    pub fn both_refused(&self, message: &str) {
        self.refused("run s.toml", message);
        self.refused(FLATTEN, message);
    }

    /// Every file and folder with its bytes.
    pub fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let bytes = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
                if path.is_dir() {
                    collect(&path, found);
                }
                found.insert(path, bytes);
            }
        }
        let mut found = BTreeMap::new();
        collect(&self.root, &mut found);
        found
    }

    pub fn result(&self, name: &str) -> ResultFile {
        assert!(!self.contents().keys().any(|path| path.to_string_lossy().ends_with(".part")));
        ResultFile::open(&self.path(name)).unwrap()
    }
}

/// Whole numbers without a pattern, the same on every machine.
pub fn numbers(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut draw = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) % 19) as f64 - 9.0
    };
    (0..count).map(|_| draw()).collect()
}

pub fn matrix() -> Vec<f64> {
    numbers(COUNT * SHAPE.0 * SHAPE.1, 1)
}

pub fn targets() -> Vec<f64> {
    numbers(COUNT, 2)
}

pub fn bytes(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub fn npy(descr: &str, fortran_order: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let order = if fortran_order { "True" } else { "False" };
    let header = format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}");
    let header = format!("{header:117}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

/// The bits of every dataset below `group`.
pub fn bits(file: &ResultFile, group: &str) -> BTreeMap<String, (Vec<usize>, Vec<u64>)> {
    let entries = file.entries().into_iter().filter(|entry| entry.path.starts_with(group));
    let bits: BTreeMap<_, _> = entries
        .map(|entry| {
            let data = file.read(&entry.path).unwrap().iter().map(|x| x.to_bits()).collect();
            (entry.path, (entry.shape, data))
        })
        .collect();
    assert!(!bits.is_empty(), "nothing below {group}");
    bits
}

/// Both files hold the same bits below `group`.
pub fn same(a: &ResultFile, b: &ResultFile, group: &str) {
    let (one, two) = (bits(a, group), bits(b, group));
    assert!(one.keys().eq(two.keys()), "{group}");
    for (path, value) in one {
        assert!(two[&path] == value, "{path} differs between {} and {}", a.path().display(), b.path().display());
    }
}
