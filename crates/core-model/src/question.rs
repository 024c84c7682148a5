//! The questions of a session: asked once, answered at most once.

use crate::{Text, Time};

/// What somebody wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name within the session: `q1`, `q2`, … A question that travels to another session keeps its own.
    pub id: String,
    /// When it was asked.
    pub asked_at: Time,
    /// What was asked.
    pub text: Text,
    /// The answer. `None`: it is open.
    pub answer: Option<Answer>,
}

/// What somebody says to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub at: Time,
    /// What.
    pub text: Text,
}

/// The questions of a session, in the order in which they were asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Questions(Vec<Question>);

/// Why the questions do not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// None has this id, or begins like this.
    #[error("there is no question `{0}`")]
    NotFound(String),
    /// More than one begins like this.
    #[error("`{asked}` could be {}", .ids.join(" or "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// The questions that it begins.
        ids: Vec<String>,
    },
    /// It has an answer.
    #[error("question {0} is answered already")]
    Answered(String),
    /// Two have one id: only a file that was changed by hand says so.
    #[error("two questions have the id {0}")]
    TwoOfOneId(String),
    /// There would be more than there may be.
    #[error("at most {} questions are taken", Questions::MOST)]
    Full,
}

impl Questions {
    /// How many questions a session may have.
    pub const MOST: usize = 1000;

    /// Questions as they were kept.
    ///
    /// # Errors
    /// [`QuestionError::TwoOfOneId`], [`QuestionError::Full`].
    pub fn restore(kept: Vec<Question>) -> Result<Self, QuestionError> {
        let mut questions = Self::default();
        for question in kept {
            if questions.0.iter().any(|it| it.id == question.id) {
                return Err(QuestionError::TwoOfOneId(question.id));
            }
            questions.push(question)?;
        }
        Ok(questions)
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Question] {
        &self.0
    }

    /// Adds one; its id is the answer.
    ///
    /// # Errors
    /// [`QuestionError::Full`].
    pub fn ask(&mut self, text: Text, now: Time) -> Result<String, QuestionError> {
        let id = crate::named::next_id('q', self.0.iter().map(|it| it.id.as_str()));
        self.push(Question { id: id.clone(), asked_at: now, text, answer: None })?;
        Ok(id)
    }

    /// Answers the question that is asked for; its id is the answer.
    ///
    /// # Errors
    /// [`QuestionError::NotFound`], [`QuestionError::Ambiguous`], [`QuestionError::Answered`].
    pub fn answer(&mut self, asked: &str, text: Text, now: Time) -> Result<String, QuestionError> {
        let at = self.find(asked)?;
        let question = &mut self.0[at];
        if question.answer.is_some() {
            return Err(QuestionError::Answered(question.id.clone()));
        }
        question.answer = Some(Answer { at: now, text });
        Ok(question.id.clone())
    }

    /// Those without an answer, as a session that goes on has them.
    #[must_use]
    pub fn derive_open(&self) -> Self {
        Self(self.0.iter().filter(|question| question.answer.is_none()).cloned().collect())
    }

    /// The questions and answers as `forget` leaves them.
    pub(crate) fn forget(&self, forget: impl Fn(&mut Text)) -> Self {
        let mut questions = self.clone();
        for question in &mut questions.0 {
            forget(&mut question.text);
            question.answer.iter_mut().for_each(|answer| forget(&mut answer.text));
        }
        questions
    }

    /// Where the question of this id, or the only one that begins like this, is. Of those that begin alike, the only
    /// one without an answer is meant.
    fn find(&self, asked: &str) -> Result<usize, QuestionError> {
        if let Some(at) = self.0.iter().position(|question| question.id == asked) {
            return Ok(at);
        }
        let begins = |at: &usize| !asked.is_empty() && self.0[*at].text.as_str().starts_with(asked);
        let all: Vec<usize> = (0..self.0.len()).filter(begins).collect();
        let open: Vec<usize> = all.iter().copied().filter(|&at| self.0[at].answer.is_none()).collect();
        match (&open[..], &all[..]) {
            ([only], _) | ([], [only]) => Ok(*only),
            (_, []) => Err(QuestionError::NotFound(crate::shorten(asked, 60))),
            (_, several) => {
                let ids = several.iter().map(|&at| self.0[at].id.clone()).collect();
                Err(QuestionError::Ambiguous { asked: crate::shorten(asked, 60), ids })
            }
        }
    }

    fn push(&mut self, question: Question) -> Result<(), QuestionError> {
        if self.0.len() >= Self::MOST {
            return Err(QuestionError::Full);
        }
        self.0.push(question);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextKind;

    fn now() -> Time {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn text(raw: &str) -> Text {
        Text::parse(TextKind::Question, raw).unwrap()
    }

    #[test]
    fn a_question_is_answered_once() {
        let mut it = Questions::default();
        it.ask(text("Which key?"), now()).unwrap();
        it.ask(text("Which key, again?"), now()).unwrap();
        let ids = vec!["q1".into(), "q2".into()];
        let ambiguous = QuestionError::Ambiguous { asked: "Which".into(), ids };
        assert_eq!(it.answer("Which", text("the order"), now()), Err(ambiguous));
        assert_eq!(it.answer("q1", text("the order"), now()).unwrap(), "q1");
        assert_eq!(it.answer("q1", text("no"), now()), Err(QuestionError::Answered("q1".into())));
        assert_eq!(it.answer("Which", text("the same"), now()).unwrap(), "q2", "the open one is meant");
        assert_eq!(it.answer("q9", text("x"), now()), Err(QuestionError::NotFound("q9".into())));
        assert!(it.derive_open().as_slice().is_empty());
    }
}
