//! The use cases: what a command and a hook do, without how it is asked or shown.
