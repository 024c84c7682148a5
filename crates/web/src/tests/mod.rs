//! What must hold of the page.

mod hostile;
mod made;
mod private;
mod structure;
