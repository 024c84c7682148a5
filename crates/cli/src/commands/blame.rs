use app::{BlameAsked, BlamedFile, BlamedPart, Workspace};
use core_model::Session;
use report::json::{ProblemJson, render_moment};
use report::people::{self, BlameView, Blamed, Writer};
use report::{Shorts, pipe};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form, List};

/// Say which session wrote each part of a file
///
/// git says which commit wrote a line, and follows renames; the session is the one that the commit belongs to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session blame src/pay.rs\n  git session blame -L 40,60 --lines src/pay.rs\n  git session \
                  blame src/pay.rs HEAD~20"
)]
pub(crate) struct Args {
    /// The file
    file: String,
    /// The commit whose file it is; the file as it lies here if none is named
    rev: Option<String>,
    /// Look at these lines alone: 40,60 or 40,+20 or /regex/, as `git blame -L` takes them; may be given several times
    #[arg(short = 'L', value_name = "RANGE")]
    ranges: Vec<String>,
    /// Show each line
    #[arg(long)]
    lines: bool,
    /// White space does not count, as in git blame
    #[arg(short = 'w')]
    ignores_space: bool,
    /// Follow lines that moved within the file, as in git blame
    #[arg(short = 'M')]
    moves: bool,
    /// Follow lines that came from other files, as in git blame; each more looks at more of them
    #[arg(short = 'C', action = clap::ArgAction::Count)]
    copies: u8,
}

#[derive(Serialize)]
struct PartJson {
    first: usize,
    last: usize,
    session: Option<String>,
    commits: Vec<WroteJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<String>>,
}

#[derive(Serialize)]
struct WroteJson {
    sha: String,
    author: String,
    authored_at: String,
    subject: String,
}

#[derive(Serialize)]
struct SessionNameJson {
    id: String,
    status: &'static str,
    intent: String,
    author: String,
    started_at: String,
}

#[derive(Serialize)]
struct BesideJson {
    path: String,
    sessions: Vec<SessionNameJson>,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let file = workspace.blame(&BlameAsked {
        file: args.file.clone(),
        rev: args.rev.clone(),
        ranges: args.ranges.clone(),
        ignores_space: args.ignores_space,
        moves: args.moves,
        copies: args.copies,
    })?;
    let shorts = Shorts::new(file.sessions.keys());
    let parts: Vec<Blamed<'_>> = file.parts.iter().map(|part| view(part, &file, &shorts)).collect();
    match form {
        Form::People => {
            let view = BlameView { parts: &parts, with_lines: args.lines };
            output::page(&people::blame(&view, &output::look(workspace.now())))?;
            if parts.is_empty() {
                output::remark("note", &format!("{} is empty", file.path));
            }
        }
        Form::Pipe => output::lines(parts.iter().flat_map(|part| pipe::blamed(part, args.lines)))?,
        Form::Json => {
            let items = file.parts.iter().map(|part| part_json(part, args.lines));
            return Ok(output::json_list(List { name: "parts", item: "part" }, items, || BesideJson {
                path: file.path.clone(),
                sessions: file.sessions.values().map(name_json).collect(),
                problems: answer::problems(&file.problems),
            })?);
        }
    }
    answer::tell_found(&file.reconciled);
    answer::tell(&file.problems);
    Ok(())
}

fn view<'a>(part: &'a BlamedPart, file: &'a BlamedFile, shorts: &Shorts) -> Blamed<'a> {
    let session = part.session.as_ref().and_then(|id| file.sessions.get(id));
    let by = part.commits.first().map(|commit| Writer {
        session: session.map(|session| (session, shorts.of(session.id()))),
        sha: &commit.sha,
        at: commit.authored_at,
        author: &commit.author,
        subject: &commit.subject,
    });
    Blamed { first: part.first, lines: &part.lines, by }
}

fn part_json(part: &BlamedPart, with_lines: bool) -> PartJson {
    let wrote = part.commits.iter().map(|it| WroteJson {
        sha: it.sha.clone(),
        author: it.author.clone(),
        authored_at: render_moment(it.authored_at),
        subject: it.subject.clone(),
    });
    PartJson {
        first: part.first,
        last: part.first + part.lines.len().saturating_sub(1),
        session: part.session.as_ref().map(ToString::to_string),
        commits: wrote.collect(),
        lines: with_lines.then(|| part.lines.clone()),
    }
}

fn name_json(session: &Session) -> SessionNameJson {
    let opening = session.opening();
    SessionNameJson {
        id: session.id().to_string(),
        status: session.status().name().as_str(),
        intent: opening.intent.to_string(),
        author: opening.author.name.to_string(),
        started_at: render_moment(opening.started_at),
    }
}
