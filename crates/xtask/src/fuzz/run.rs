//! How does one target run, and what are its figures?

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;
use crate::project::target_folder;

/// What a run came to.
pub(super) struct Figures {
    target: String,
    /// Inputs executed.
    runs: u64,
    /// Edges of the program that some input reached.
    coverage: u64,
    /// Files in the corpus afterwards.
    corpus: usize,
    /// Inputs that broke a promise, hung, or took too much memory.
    findings: Vec<String>,
    /// It ended as libFuzzer ends when nothing is wrong.
    ended_well: bool,
}

impl Figures {
    /// Nothing was found.
    pub(super) const fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.ended_well
    }
}

/// Runs `target` on `corpus`, which grows by what reaches new code.
pub(super) fn target(target: &str, corpus: &Path, seconds: u32) -> Result<Figures, Error> {
    let findings = target_folder().join("fuzz-findings").join(target);
    fs::create_dir_all(&findings)?;
    let log = findings.join("log");
    let mut command = Command::new(program(target)?);
    command.arg(corpus).args(LIMITS);
    command.arg(format!("-max_len={}", max_length(target)));
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-artifact_prefix={}/", findings.display()));
    // libFuzzer writes to the error stream only; targets print nothing.
    let status = command.stderr(File::create(&log)?).status()?;
    let log = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    Ok(Figures {
        target: target.to_owned(),
        runs: log
            .lines()
            .filter_map(|line| number_after(line, "stat::number_of_executed_units:"))
            .next_back()
            .unwrap_or(0),
        coverage: log.lines().filter_map(|line| number_after(line, " cov:")).next_back().unwrap_or(0),
        corpus: fs::read_dir(corpus)?.count(),
        findings: log
            .lines()
            .filter_map(|line| Some(line.split_once("Test unit written to ")?.1.to_owned()))
            .collect(),
        ended_well: status.success(),
    })
}

/// The figures as text, with what was found below.
pub(super) fn table(figures: &[Figures]) -> String {
    let mut lines =
        vec![format!("{:<22} {:>10} {:>9} {:>7} {:>9}", "target", "runs", "coverage", "corpus", "findings")];
    for Figures { target, runs, coverage, corpus, findings, ended_well } in figures {
        let found =
            if findings.is_empty() && !ended_well { "ended".to_owned() } else { findings.len().to_string() };
        lines.push(format!("{target:<22} {runs:>10} {coverage:>9} {corpus:>7} {found:>9}"));
    }
    for finding in figures.iter().flat_map(|figures| &figures.findings) {
        lines.push(format!("found: {finding}"));
    }
    let stopped = figures.iter().filter(|figures| !figures.is_clean());
    lines.extend(stopped.map(|figures| {
        format!("why: {}/log", target_folder().join("fuzz-findings").join(&figures.target).display())
    }));
    lines.join("\n")
}

/// Where cargo fuzz put the target; it always names the host's triple.
fn program(target: &str) -> Result<PathBuf, Error> {
    let version = Command::new("rustc").arg("-vV").output()?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    Ok(target_folder().join("fuzz").join(host).join("release").join(target))
}

/// Several files together are longer than one object.
fn max_length(target: &str) -> usize {
    match target {
        "inspect" | "intake" | "paths" => 16 * 1024,
        _ => 4 * 1024,
    }
}

fn number_after(line: &str, word: &str) -> Option<u64> {
    line.split_once(word)?.1.split_whitespace().next()?.parse().ok()
}

/// Memory in MiB and seconds for one input; past them it is a finding.
const LIMITS: [&str; 3] = ["-rss_limit_mb=2048", "-timeout=10", "-print_final_stats=1"];
