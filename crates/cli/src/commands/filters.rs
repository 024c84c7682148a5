//! Which sessions are meant, as it is typed.

use app::{Expression, Filter, Name, Workspace};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use core_model::{StatusName, parse_word};

use crate::edge;
use crate::exit::Failure;
use crate::when::{When, parse_when};

/// What several commands take to choose among sessions.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Which sessions")]
pub(crate) struct Filters {
    /// Those that were at work then or later: a day (yesterday, monday, 2026-11-20) from its start, a time (10:00), how long
    /// ago ("2 weeks ago")
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Those that were at work by then: a day up to its end, or as for --since
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Those with this status
    #[arg(long, value_name = "STATUS", value_parser = statuses().try_map(|word| parse_word::<StatusName>(&word)))]
    status: Vec<StatusName>,
    /// Those of somebody whose name has this in it
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Those of an agent whose name has this in it; of any agent, where none is named
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    agent: Vec<String>,
    /// Those that began on this branch or have a commit made on it; * stands for anything
    #[arg(long, value_name = "BRANCH")]
    branch: Vec<String>,
    /// Those with this tag; * stands for anything
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Those of this project; * stands for anything
    #[arg(long, value_name = "PROJECT")]
    project: Vec<String>,
    /// Those in which something was said that has this regular expression in it, subjects of commits included; without a
    /// capital letter in it, case does not count
    #[arg(long, value_name = "REGEX")]
    grep: Vec<String>,
    /// Those with a commit that changed this file, or one in this folder; of each commit 256 files are known
    #[arg(long, value_name = "PATH")]
    touched: Vec<String>,
    /// Those with this commit, whatever it is called now
    #[arg(long, value_name = "REV")]
    commit: Vec<String>,
}

impl Filters {
    /// What was typed: the options by their names, each with its value.
    pub(crate) fn said(&self) -> Vec<(&'static str, String)> {
        let several = |name: &'static str, texts: &[String]| {
            texts.iter().map(|text| (name, text.clone())).collect::<Vec<_>>()
        };
        let statuses: Vec<String> = self.status.iter().map(ToString::to_string).collect();
        let once = [("since", &self.since), ("until", &self.until)];
        let once = once.into_iter().filter_map(|(name, text)| Some((name, text.clone()?)));
        once.chain(several("status", &statuses))
            .chain(several("author", &self.author))
            .chain(several("agent", &self.agent))
            .chain(several("branch", &self.branch))
            .chain(several("tag", &self.tag))
            .chain(several("project", &self.project))
            .chain(several("grep", &self.grep))
            .chain(several("touched", &self.touched))
            .chain(several("commit", &self.commit))
            .collect()
    }

    /// What is meant.
    pub(crate) fn meant(&self, workspace: &Workspace) -> Result<Filter, Failure> {
        let names =
            |texts: &[String]| texts.iter().map(|text| Name::parse(text)).collect::<Result<Vec<_>, _>>();
        let invalid = |error: app::FilterError| Failure::Input(error.to_string());
        let when = |text: &Option<String>| text.as_deref().map(|text| read_when(workspace, text)).transpose();
        let since = when(&self.since)?.map(|when| when.from);
        let until = when(&self.until)?.map(|when| when.to);
        if since.zip(until).is_some_and(|(since, until)| since > until) {
            let said = |text: &Option<String>| core_model::shorten(text.as_deref().unwrap_or_default(), 60);
            return Err(Failure::Input(format!(
                "--since `{}` is later than --until `{}`: nothing lies between; --since takes the earlier one",
                said(&self.since),
                said(&self.until)
            )));
        }
        Ok(Filter {
            since,
            until,
            statuses: self.status.clone(),
            authors: self.author.clone(),
            agents: self.agent.clone(),
            branches: names(&self.branch).map_err(invalid)?,
            tags: names(&self.tag).map_err(invalid)?,
            projects: names(&self.project).map_err(invalid)?,
            grep: self
                .grep
                .iter()
                .map(|it| Expression::parse(it))
                .collect::<Result<_, _>>()
                .map_err(invalid)?,
            touched: self
                .touched
                .iter()
                .map(|path| workspace.path_from_top(path))
                .collect::<Result<_, _>>()
                .map_err(invalid)?,
            commits: self.commit.iter().map(|it| workspace.commit_named(it)).collect::<Result<_, _>>()?,
        })
    }
}

fn statuses() -> PossibleValuesParser {
    PossibleValuesParser::new(StatusName::ALL.map(StatusName::as_str))
}

/// A moment, a day or a month, where the reader is.
pub(crate) fn read_when(workspace: &Workspace, text: &str) -> Result<When, Failure> {
    parse_when(text, &edge::zoned(workspace.now())).map_err(|error| Failure::Input(error.to_string()))
}
