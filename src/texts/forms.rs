//! Words of the forms: what is wrong with what was typed, field by field. No sentence completes a code.

use super::text_list;

text_list! {
    // code
    CODE_GROUP = "标签上的码校验不符：第 {k} 组（第 {k} 个四位）好像输错了。请对照标签再看这一组。", "The code on the label fails its check: group {k} of four characters seems wrong. Compare that group with the label.";
    CODE_CHECK = "标签上的码校验不符：有一处或几处输错了。请对照标签逐组再看。", "The code on the label fails its check: something in it is wrong. Compare it with the label, group by group.";
    CODE_CHARACTER = "标签上的码第 {k} 组里有码中不会出现的字符。码里只有数字和除 I、L、O、U 以外的字母。", "Group {k} of the code holds a character that no code has. Codes have digits and letters other than I, L, O and U.";
    CODE_COUNT = "标签上的码应有 16 位，这里有 {n} 位。请看是否漏了或多了。", "The code on the label has 16 characters; here are {n}. See whether one is missing or too many.";
    ADDRESS_FOREIGN = "这是另一个网站的网址，本站不打开它：{url}", "This is an address of another site, which is not opened from here: {url}";

    // barcode and lot
    GTIN_MISSING = "请填写商品条码下面的数字。", "Fill in the digits below the barcode.";
    GTIN_DIGITS = "商品条码只有数字，请再看。", "A barcode has digits only: look again.";
    GTIN_COUNT = "商品条码是 8、12、13 或 14 位数字，这里有 {n} 位。", "A barcode has 8, 12, 13 or 14 digits; here are {n}.";
    GTIN_CHECK = "商品条码校验不符：有一位数字输错了，请再看。", "The barcode fails its check: one of its digits is wrong, look again.";
    LOT_WRONG = "批号最多 20 个字符，只有字母、数字和常用符号。请照包装上印的输入。", "A lot has at most 20 characters: letters, digits and common signs. Type it as printed.";
    SERIAL_MISSING = "请填写序列号。", "Fill in the serial.";
    SERIAL_WRONG = "序列号最多 20 个字符，只有字母、数字和常用符号。请照包装上印的输入。", "A serial has at most 20 characters: letters, digits and common signs. Type it as printed.";

    // organization
    ORGANIZATION_MISSING = "请填写企业的组织机构代码或统一社会信用代码。", "Fill in the organization code of the firm.";
    ORGANIZATION_FORM = "组织机构代码是 9 位，统一社会信用代码是 18 位；这里的长度或字符不对。", "An organization code has 9 characters, a unified social credit code 18; the length or a character does not fit here.";
    ORGANIZATION_CHECK = "组织机构代码校验不符：有一位输错了，请再看。", "The organization code fails its check: one of its characters is wrong, look again.";
}
