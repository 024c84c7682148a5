//! Keeps the record of work sessions in a git repository.
