//! The figures as text: ours, what it should be at most, theirs, and the ratios of ours to both.

use std::fmt;

/// A table of figures.
pub(super) struct Table {
    /// What was counted, and how.
    pub(super) title: &'static str,
    /// What ours are compared with.
    pub(super) theirs: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One figure of ours.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) ours: u64,
    /// What it should be at most.
    pub(super) reach: Option<u64>,
    /// The same of what it is compared with, if that does it at all.
    pub(super) theirs: Option<u64>,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.rows.iter().map(|row| row.name.len()).max();
        let name = name.unwrap_or_default();
        let theirs = self.theirs;
        writeln!(f, "{}\n", self.title)?;
        writeln!(
            f,
            "{:name$}  {:>9}  {:>9}  {:>5}  {theirs:>9}  {:>5}",
            "", "ours", "reach", "ratio", "ratio"
        )?;
        for row in &self.rows {
            write!(f, "{:name$}  {:>9}", row.name, thousands(row.ours))?;
            for (beside, width) in [(row.reach, 9), (row.theirs, theirs.len().max(9))] {
                let number = beside.map_or_else(|| "-".to_owned(), thousands);
                write!(f, "  {number:>width$}  {:>5}", ratio(row.ours, beside))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Ours for one of theirs, to two places.
fn ratio(ours: u64, theirs: Option<u64>) -> String {
    match theirs {
        Some(theirs) if theirs > 0 => format!("{:.2}", ours as f64 / theirs as f64),
        _ => "-".to_owned(),
    }
}

/// A number with a comma before each third digit from the right.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_for_each_figure() {
        let row = |name: &str, ours, reach, theirs| Row {
            name: name.to_owned(),
            ours,
            reach,
            theirs,
        };
        let table = Table {
            title: "Counted.",
            theirs: "their crate",
            rows: vec![
                row("one", 1_234_567, Some(1_000_000), Some(2_469_134)),
                row("second", 7, None, None),
            ],
        };
        let expected = "Counted.\n\n\
            \x20            ours      reach  ratio  their crate  ratio\n\
            one     1,234,567  1,000,000   1.23    2,469,134   0.50\n\
            second          7          -      -            -      -\n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (45_000, "45,000")] {
            assert_eq!(thousands(number), text);
        }
    }
}
