//! Crates that are generated for one run only, from models that are not the project's own: which services, the workspace
//! they stand in below the target folder, and the program over them.

mod program;
mod services;
mod workspace;

pub(crate) use program::Program;
pub(crate) use services::{Service, name_apart, of_model};
pub(crate) use workspace::{Workspace, manifest};
