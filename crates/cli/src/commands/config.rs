use app::{Edge, Place, SettingChanged};
use config::{Loaded, Origin, Setting, Value};
use report::settings::{self, SettingView};
use serde::Serialize;

use crate::args::tell_settings;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Show and change settings
///
/// The later one wins: the defaults, your own file, the repository's file (.sessions/config.toml), the environment
/// (GIT_SESSION_AUTO_START and the like), the flag -c. Alone, it lists them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session config list --origin\n  git session config set auto_start false"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show every setting
    #[command(after_help = "Example:\n  git session config list --origin")]
    List {
        /// Show where each value comes from, too
        #[arg(long)]
        origin: bool,
    },
    /// Show the value of a setting
    #[command(after_help = "Example:\n  git session config get stale_after")]
    Get {
        /// The setting, as list shows it
        key: String,
    },
    /// Set a value in the repository's file, or in your own
    ///
    /// Comments and layout of the file stay as they are.
    #[command(
        after_help = "Example:\n  git session config set --user stale_after 7d\n  git session config set projects.shop.path services/shop"
    )]
    Set {
        /// Set it in your own file, for all repositories
        #[arg(long)]
        user: bool,
        /// The setting, as list shows it
        key: String,
        /// true or false, a duration with its unit (90s, 15m, 24h, 7d), or a folder
        value: String,
    },
    /// Take a value out of the repository's file, or of your own
    #[command(after_help = "Example:\n  git session config unset auto_start")]
    Unset {
        /// Take it out of your own file
        #[arg(long)]
        user: bool,
        /// The setting, as list shows it
        key: String,
    },
}

#[derive(Serialize)]
struct ManyJson {
    settings: Vec<SettingJson>,
}

#[derive(Serialize)]
struct OneJson {
    setting: Option<SettingJson>,
}

#[derive(Serialize)]
struct SettingJson {
    key: String,
    value: ValueJson,
    origin: &'static str,
    place: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueJson {
    Switch(bool),
    Text(String),
}

pub(crate) fn run(edge: &Edge, args: Args, form: Form) -> Result<(), Failure> {
    match args.command.unwrap_or(Command::List { origin: false }) {
        Command::List { origin } => list(&read(edge)?, origin, form),
        Command::Get { key } => get(&app::setting(&read(edge)?, &key)?, form),
        Command::Set { user, key, value } => {
            let changed = app::set_setting(edge, place(user), &key, &value)?;
            tell_change(&changed, &key, Some(&value), user, form)
        }
        Command::Unset { user, key } => {
            let changed = app::unset_setting(edge, place(user), &key)?;
            tell_change(&changed, &key, None, user, form)
        }
    }
}

fn read(edge: &Edge) -> Result<Loaded, Failure> {
    let loaded = app::settings(edge)?;
    tell_settings(&loaded);
    Ok(loaded)
}

fn place(user: bool) -> Place {
    if user { Place::User } else { Place::Repository }
}

fn list(loaded: &Loaded, origin: bool, form: Form) -> Result<(), Failure> {
    let all = loaded.list();
    if form == Form::Json {
        return Ok(output::json(ManyJson { settings: all.iter().map(json).collect() })?);
    }
    let shown: Vec<_> = all.iter().map(|it| (it, it.value.to_string(), layer(&it.origin))).collect();
    let views: Vec<_> = shown
        .iter()
        .map(|(setting, value, (layer, place))| SettingView {
            name: &setting.name,
            value,
            origin: origin.then_some((*layer, place.as_deref().unwrap_or_default())),
        })
        .collect();
    match form {
        Form::People => output::page(&settings::page(&views))?,
        _ => output::lines(views.iter().map(settings::record))?,
    }
    Ok(())
}

fn get(setting: &Setting, form: Form) -> Result<(), Failure> {
    match form {
        Form::Json => output::json(OneJson { setting: Some(json(setting)) })?,
        Form::People | Form::Pipe => output::line(&core_model::clean(&setting.value.to_string()))?,
    }
    Ok(())
}

fn tell_change(
    changed: &SettingChanged,
    key: &str,
    value: Option<&str>,
    user: bool,
    form: Form,
) -> Result<(), Failure> {
    let file = changed.file.display();
    match form {
        Form::Json => output::json(OneJson { setting: changed.setting.as_ref().map(json) })?,
        Form::Pipe => {}
        Form::People => {
            let done = match (changed.changed, value) {
                (true, Some(value)) => format!("{key} = {value} stands in {file} now."),
                (true, None) => format!("{key} is out of {file}."),
                (false, Some(value)) => format!("{key} = {value} stands in {file} already."),
                (false, None) => format!("{key} is not set in {file}."),
            };
            output::line(&core_model::clean(&done))?;
        }
    }
    if let Some(setting) = &changed.setting
        && overrules(&setting.origin, user)
    {
        let (layer, place) = layer(&setting.origin);
        let by = place.unwrap_or_else(|| layer.to_owned());
        output::remark("note", &format!("{by} says {}, and that holds", setting.value));
    }
    Ok(())
}

/// Whether a value of this origin wins over the file that was changed.
fn overrules(origin: &Origin, user: bool) -> bool {
    match origin {
        Origin::Default | Origin::User(_) => false,
        Origin::Repository(_) => user,
        Origin::Environment(_) | Origin::Flag => true,
    }
}

/// The layer in a word, and where that is.
fn layer(origin: &Origin) -> (&'static str, Option<String>) {
    match origin {
        Origin::Default => ("default", None),
        Origin::User(path) => ("user", Some(path.display().to_string())),
        Origin::Repository(path) => ("repository", Some(path.display().to_string())),
        Origin::Environment(variable) => ("environment", Some((*variable).to_owned())),
        Origin::Flag => ("flag", Some("-c".into())),
    }
}

fn json(setting: &Setting) -> SettingJson {
    let (origin, place) = layer(&setting.origin);
    let value = match &setting.value {
        Value::Switch(on) => ValueJson::Switch(*on),
        Value::Text(text) => ValueJson::Text(text.clone()),
    };
    SettingJson { key: setting.name.clone(), value, origin, place }
}
