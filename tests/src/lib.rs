//! The program end to end, as a person and git run it.
