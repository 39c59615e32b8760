//! What generating costs, and what compiling the generated crates costs: the table of what users of other generators pay
//! for the same. Times are those of this machine and this run; the figures of others were measured elsewhere.

mod compile;
mod generate;
mod place;
mod process;
mod programs;
mod row;
mod size;

use std::path::Path;

use super::Problem;
use place::Place;
use row::Row;

/// Measures some of the rows.
type Part = fn(&Place) -> Result<Vec<Row>, Problem>;

/// Measures, and prints each row as soon as it is there.
///
/// # Errors
/// The generator or what it made does not compile, or a file cannot be written.
pub(super) fn measure(models: Option<&Path>) -> Result<(), Problem> {
    let place = Place::open(models)?;
    println!("{}", row::HEAD);
    let parts: [Part; 4] = [generate::rows, size::rows, compile::rows, programs::rows];
    for part in parts {
        for row in part(&place)? {
            println!("{row}");
        }
    }
    Ok(())
}
