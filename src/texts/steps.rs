//! What comes next after a correction, and what a task asks for.

use super::word_lists;

word_lists! {
    /// Next step after a correction, by its code.
    next_step {
        "holdOrRecall" = "货物与登记不符：请在期限内停售、撤回或召回，任务已列出。", "The goods are not as registered: hold, withdraw or recall them in time; a task is open.";
        "relabel" = "标签有误：请在期限内改贴，或登记新的标签版本，任务已列出。", "The label is wrong: relabel the goods or register a new label version in time; a task is open.";
        "confirm" = "请由本企业另一岗位确认或退回；确认之前记录不变。", "Another post of the firm confirms or rejects it; until then the record stays as it was.";
    }
}
