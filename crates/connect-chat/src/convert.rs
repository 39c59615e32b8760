//! Between the wire and the domain: the one folder whose files name the types of both, a file for each service.

pub(crate) mod connect;
pub(crate) mod participant;
