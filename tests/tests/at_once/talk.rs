//! Tasks and questions that several give a session at the same time.

use serde_json::Value;

use crate::lab::Lab;

const ROUNDS: usize = 4;

fn shown(lab: &Lab, id: &str) -> Value {
    let json = lab.program().ok(&["show", id, "--json"]);
    serde_json::from_str::<Value>(&json).unwrap()["session"].take()
}

fn sorted(values: &Value, key: &str) -> Vec<String> {
    let mut words: Vec<String> =
        values.as_array().unwrap().iter().map(|value| value[key].as_str().unwrap().to_owned()).collect();
    words.sort_unstable();
    words
}

#[test]
fn of_eight_that_add_the_same_task_one_does_and_each_of_their_own_is_there() {
    let lab = Lab::new(8);
    for round in 0..ROUNDS {
        let id = lab.start(lab.repo.path(), &format!("round {round}"));
        let codes = lab.at_once(|writer, dir| {
            let add =
                |subject: &str| lab.program().run_in(dir, &["task", "add", subject, "--session", &id]).code;
            assert_eq!(add(&format!("of {writer}")), Some(0));
            add("of all")
        });
        assert_eq!(codes.iter().filter(|&&code| code == Some(0)).count(), 1, "{codes:?}");
        assert_eq!(codes.iter().filter(|&&code| code == Some(1)).count(), 7, "{codes:?}");
        let session = shown(&lab, &id);
        assert_eq!(sorted(&session["tasks"], "id"), (1..=9).map(|n| format!("t{n}")).collect::<Vec<_>>());
        let mut subjects: Vec<String> = (0..8).map(|writer| format!("of {writer}")).collect();
        subjects.push("of all".into());
        assert_eq!(sorted(&session["tasks"], "subject"), subjects);
    }
}

#[test]
fn of_eight_that_answer_a_question_one_does_and_the_others_are_told() {
    let lab = Lab::new(8);
    for round in 0..ROUNDS {
        let id = lab.start(lab.repo.path(), &format!("round {round}"));
        lab.run(lab.repo.path(), &["ask", "Who was first?", "--session", &id]);
        let codes = lab.at_once(|writer, dir| {
            lab.program().run_in(dir, &["answer", "q1", &writer.to_string(), "--session", &id]).code
        });
        let winners: Vec<usize> = (0..8).filter(|&writer| codes[writer] == Some(0)).collect();
        assert_eq!(winners.len(), 1, "{codes:?}");
        assert_eq!(codes.iter().filter(|&&code| code == Some(1)).count(), 7, "{codes:?}");
        assert_eq!(shown(&lab, &id)["questions"][0]["answer"], winners[0].to_string());
    }
}
