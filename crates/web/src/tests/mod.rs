//! What must hold of the page.
