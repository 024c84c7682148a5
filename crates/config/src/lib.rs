//! Settings, and the names of the environment variables that are read.
