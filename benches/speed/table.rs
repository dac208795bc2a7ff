//! Markdown tables on standard output, and figures as people read them.

use std::time::Duration;

/// A table that is printed row by row.
pub(crate) struct Table;

impl Table {
    /// Prints the heading.
    pub(crate) fn new(title: &str, columns: &[&str]) -> Self {
        println!("## {title}\n");
        println!("| {} |", columns.join(" | "));
        println!("|{}", "---|".repeat(columns.len()));
        Self
    }

    /// Prints a row.
    pub(crate) fn row<const N: usize>(&self, cells: &[String; N]) {
        println!("| {} |", cells.join(" | "));
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        println!();
    }
}

/// A whole number in groups of three digits.
pub(crate) fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

/// A ratio against its target: `0.61 (≥ 0.50)`, marked where it is missed.
pub(crate) fn ratio(found: f64, target: f64) -> String {
    let missed = if found < target { " **missed**" } else { "" };
    format!("{found:.2} (≥ {target:.2}){missed}")
}

/// Microseconds.
pub(crate) fn micros(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e6)
}

/// Milliseconds.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

/// The middle one.
pub(crate) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().expect("at least one figure")
}
