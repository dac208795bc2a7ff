//! Words of the page about the log: what it proves and what it does not.

use super::text_list;

text_list! {
    TITLE = "账本能证明什么", "What the log proves";
    INTRO = "本平台的每一条登记都是一本公开账本中的一项。任何人都可以从外部核对这本账，不必相信本平台的运营者。", "Every statement registered here is an entry of a public log. Anybody can check that log from outside, without taking the operator's word.";
    PROVES = "它能证明", "It proves";
    ORDER = "登记了什么，先后次序如何。每一项都有编号，更正是新的一项，原来的一项不改、不删。", "What was registered, and in which order. Every entry has a number; a correction is a further entry, and the first one is neither changed nor removed.";
    REWRITTEN = "运营者没有改写历史：有人看过的账本状态，如果事后被改动、删减或退回，核对程序就会指出，并有运营者自己的签名为证。", "That the operator did not rewrite history: where a state of the log that somebody saw was changed, cut or taken back later, the audit program shows it, with the operator's own signatures as evidence.";
    SHOWN = "向您显示过什么：以 JSON 保存的查询记录由账本的密钥签名，运营者事后不能否认。", "What was shown to you: a check record kept as JSON is signed by the log's key, and the operator cannot deny it later.";
    DOES_NOT = "它不能证明", "It does not prove";
    TRUE = "登记的内容属实。登记者对内容负责；账本只证明他们这样登记过。", "That a statement is true. Whoever registered it answers for it; the log shows only that they registered it.";
    GOODS = "您手里的商品就是所登记的那一件。印刷的码可以复制。", "That the goods in your hand are those registered. A printed code can be copied.";
    TIME = "事情发生的时间。账本里的时间是运营者的时钟；可以确定的只是登记在两个签名状态之间完成。", "When something happened. Times in the log are those of the operator's clock; certain is only between which two signed states an entry was made.";
    SAME = "人人看到的是同一本账。目前没有独立的见证人共同签名；请保存您看到的状态，与他人比对。", "That everybody is shown the same log. No independent witness signs it yet: keep the state that you saw, and compare it with others.";
    PRIVATE = "账本的条目中没有个人、联系方式、自由文字或扫码记录；依法删除的内容只留下不可还原的指纹。", "No entry holds a person, an address, free text or a scan. Of what is erased on a legal ground a fingerprint stays, from which nothing can be recovered.";
    STATE = "现在的状态", "Its state now";
    NONE = "本平台还没有账本密钥，没有公开的签名状态。", "This service has no key for its log yet: no signed state is public.";
    NAME = "账本名称", "Name of the log";
    ENTRIES = "条目数", "Entries";
    ROOT = "根散列", "Root hash";
    CHECKPOINT = "签名状态", "Signed state";
    KEY = "公钥", "Public key";
    CHECK = "自己核对", "Check it yourself";
    CHECK_NOTE = "跟踪整本账：", "Follow the whole log:";
    CHECK_RECORD = "离线核对一份查询记录：", "Check a record that you kept, without network:";
}
