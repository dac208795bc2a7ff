//! Nothing that was acknowledged is lost, and nothing is invented, whatever ends the process: invariants
//! 1 and 8.

mod faults;
mod groups;
mod kill;
pub mod load;
mod order;
mod shutdown;
mod startup;
