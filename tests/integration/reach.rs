//! Recalls that follow an ingredient lot to what was made of it: against a plain recomputation over
//! random histories, over HTTP from one firm to the next, and after every step that fails.

mod answers;
mod chain;
mod model;
mod naive;
mod restarts;
mod rights;
