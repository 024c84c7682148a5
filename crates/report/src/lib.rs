//! Sessions as text and as JSON. Pure: values in, values out.
