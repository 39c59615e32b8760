//! One figure of the table beside what it should be, and beside what others need for the same.

use std::fmt;

/// The line over the rows.
pub(super) const HEAD: &str = "\
Times are of this run, the least of a few where they are short; others' figures were measured elsewhere, on two cores.

what                                                             ours     reach  ratio  others (and ours for one of theirs)";

/// What a figure counts.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Seconds,
    Bytes,
    Count,
}

/// A figure.
pub(super) struct Row {
    pub(super) what: String,
    /// `Err` says what it takes to measure it.
    pub(super) ours: Result<f64, &'static str>,
    pub(super) unit: Unit,
    /// What it should be at most.
    pub(super) reach: Option<f64>,
    /// What others need, and who.
    pub(super) others: &'static [(f64, &'static str)],
}

/// What every figure says that needs models of AWS.
pub(super) const NEEDS_MODELS: &str = "needs a folder with Amazon Connect's model as its argument";

impl Row {
    pub(super) fn new(what: impl Into<String>, unit: Unit, ours: f64) -> Self {
        Self {
            what: what.into(),
            ours: Ok(ours),
            unit,
            reach: None,
            others: &[],
        }
    }

    /// A figure that cannot be had.
    pub(super) fn missing(what: &str, unit: Unit, why: &'static str) -> Self {
        Self {
            ours: Err(why),
            ..Self::new(what, unit, 0.0)
        }
    }

    pub(super) fn reach(self, reach: f64) -> Self {
        Self {
            reach: Some(reach),
            ..self
        }
    }

    pub(super) fn others(self, others: &'static [(f64, &'static str)]) -> Self {
        Self { others, ..self }
    }
}

impl Unit {
    fn show(self, figure: f64) -> String {
        match self {
            Self::Seconds if figure < 10.0 => format!("{figure:.3} s"),
            Self::Seconds => format!("{figure:.1} s"),
            Self::Bytes if figure >= 1e9 => format!("{:.2} GB", figure / 1e9),
            Self::Bytes => format!("{:.1} MB", figure / 1e6),
            Self::Count => format!("{figure:.0}"),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ours = match self.ours {
            Ok(ours) => ours,
            Err(why) => return write!(f, "{:60}  {why}", self.what),
        };
        let show = |figure| self.unit.show(figure);
        let (reach, ratio) = match self.reach {
            Some(reach) => (show(reach), format!("{:.2}", ours / reach)),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let others: Vec<String> = self
            .others
            .iter()
            .map(|(theirs, who)| format!("{} {who} ({:.2})", show(*theirs), ours / theirs))
            .collect();
        let line = format!(
            "{:60} {:>9} {reach:>9}  {ratio:>5}  {}",
            self.what,
            show(ours),
            others.join(", ")
        );
        f.write_str(line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Unit};

    #[test]
    fn a_row_shows_both_ratios() {
        let row = Row::new("sort", Unit::Seconds, 0.25)
            .reach(0.5)
            .others(&[(2.5, "theirs")]);
        let words: Vec<String> = row
            .to_string()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let expected = "sort 0.250 s 0.500 s 0.50 2.500 s theirs (0.10)";
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn what_cannot_be_measured_says_why() {
        let row = Row::missing("sort", Unit::Bytes, "needs a disk");
        assert!(row.to_string().ends_with("needs a disk"));
    }
}
