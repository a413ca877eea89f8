//! The conformance tests. `SPECLOOM_VECTORS` names the folder of the vectors and `SPECLOOM_SPEC` the spec with its examples
//! and streams; without them the checkout around this crate is looked at, and outside of one nothing is run.
//! `SPECLOOM_REPORT` names a file for the numbers of what passed.
#![allow(dead_code)] // what is run depends on the spec

mod documents;
mod machine;
mod mutants;
mod outcome;
mod report;
mod vectors;

pub(crate) use machine::{Flow, Root};

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder that a variable names, or the one at its place in the checkout.
fn folder(variable: &str, beside: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let path = named.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(beside)
    });
    if !path.is_dir() {
        eprintln!(
            "skipped: no folder {}; {variable} names another",
            path.display()
        );
        return None;
    }
    Some(path)
}

/// The paths in a folder, in order.
fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().collect());
    let entries: Vec<std::fs::DirEntry> = entries.unwrap_or_default();
    let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}
