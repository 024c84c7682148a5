//! What there is to say when a session has begun, however it began.

use app::AtWork;
use core_model::{Session, SessionId};

use super::answer;
use crate::output::{self, Form};

pub(super) fn tell(
    session: &Session,
    also_there: &[AtWork],
    ended: &[SessionId],
    remarks: &[String],
    has_hooks: bool,
    form: Form,
) {
    remarks.iter().for_each(|remark| output::remark("warning", remark));
    for ended in ended {
        output::remark("note", &format!("{ended}, which the tool had opened, has ended"));
    }
    if !also_there.is_empty() {
        output::remark(
            "warning",
            "other sessions are at work in this worktree, so commits that neither an agent nor the branch tells apart \
             go to none:",
        );
        for other in also_there {
            output::remark(&format!("  {}", other.id), &output::at_work(other));
        }
        let ids = report::Shorts::new(also_there.iter().map(|it| &it.id).chain([session.id()]));
        if let Some(other) = also_there.first() {
            let id = ids.of(&other.id);
            output::remark("hint", &format!("park what rests: git session park --session {id} WHY"));
        }
        output::remark(
            "hint",
            &format!("or name yours where you work: export GIT_SESSION_ID={}", session.id()),
        );
    }
    if !has_hooks {
        answer::tell_no_hooks();
    } else if form == Form::People {
        output::remark("next", "commit as ever; say why with git session decide");
    }
}
