//! Sentences of refusals: what is wrong and what to do, for each stable code. Keyed by the code's word,
//! because this file stands below the domain; a test in `http/problem` sees that none is missing.

use super::Text;

macro_rules! sentences {
    ($(#[$meta:meta])* $name:ident { $($word:literal: $zh:literal / $en:literal,)+ }) => {
        $(#[$meta])*
        pub fn $name(word: &str) -> Option<Text> {
            match word { $($word => Some(Text { zh: $zh, en: $en }),)+ _ => None }
        }
    };
}

sentences! {
    /// Sentence of a whole refusal.
    of_refusal {
        "invalid": "请求中有字段需要改正，见 errors。" / "Some fields need to be corrected; see errors.",
        "unauthorized": "缺少访问令牌，或令牌未知、已撤销、已过期。请在 Authorization: Bearer 中给出有效令牌。" / "The access token is missing, unknown, revoked or past its date. Send a valid one as Authorization: Bearer.",
        "notYours": "此令牌无权对该组织做这件事。" / "This token may not do this for that organization.",
        "operatorNeverMeasures": "运营方不启动也不结束召回和停售；请由企业或监管部门操作。" / "The operator never opens or ends measures; the firm or the regulator does.",
        "outsideRegion": "该主体不在此监管部门的辖区内。" / "The subject lies outside this regulator's region.",
        "notOpenersSide": "只有启动方可以变更或结束这项措施。" / "Only the side that opened this measure may change or end it.",
        "notFound": "没有找到，或者无权知道。" / "Not there, or not yours to know.",
        "changedUnderSameIdentity": "同一标识已登记过不同的内容。要改正请用更正，要另做一次请换 Idempotency-Key。" / "The same identity was used before with other content. Correct the record, or use a new Idempotency-Key for another act.",
        "organizationExists": "该组织已登记（可能用的是它的另一种代码）。" / "This party is admitted already, maybe under its other code.",
        "gtinTaken": "该 GTIN 已属于本平台的另一产品，请联系运营方处理。" / "This GTIN belongs to another product here; ask the operator to settle it.",
        "versionOutOfOrder": "产品版本逐一递增，请用下一个版本号。" / "Product versions count up by one; use the next number.",
        "versionNotRegistered": "批次所写的产品版本尚未登记。" / "The product version that the batch names is not registered.",
        "batchWithdrawn": "该批次已撤回。" / "The batch was withdrawn.",
        "notReleased": "请先放行批次，再激活单件。" / "Release the batch before activating its units.",
        "ordinalsNotThere": "该批次没有这些序号的单件。" / "The batch has no units with those ordinals.",
        "serialTaken": "其中有序列号已在该产品下登记。" / "One of the serials is registered for this product already.",
        "serialShapeFull": "该组织已有过多产品使用这种形式的序列号，请换一个前缀。" / "Too many products of this organization share serials of this shape; use another prefix.",
        "alreadyHeld": "贵方已对该批次停售。" / "Your side holds this batch already.",
        "notHeld": "该批次没有正在生效的停售。" / "There is no hold on this batch.",
        "measureEnded": "该措施已经结束。" / "This measure has ended.",
        "changedMeanwhile": "记录在此期间已变更，请重新读取后再提交。" / "The record changed meanwhile; read it again and resubmit.",
        "alreadyErased": "该部分已被删除，没有剩余内容。" / "Nothing is left of that section; it was erased.",
        "tokenNotThere": "该令牌已撤销。" / "That token was revoked already.",
        "tooManySegments": "该批次的单件状态段过多，请按连续序号合并操作。" / "The batch has too many separate unit states; act on longer ranges of ordinals.",
        "tooManyMeasures": "同一主体上的措施或范围过多，请先结束不再需要的。" / "Too many measures or scopes on one subject; end those no longer needed.",
        "tooManyEntries": "登记条目或其变更过多，请联系运营方。" / "Too many entries of the register, or changes of one; ask the operator.",
        "gateNotMet": "还不能放行：产品类别的要求未满足，见 errors。" / "It cannot be released yet: rules of its product category are not met; see errors.",
        "policyConflict": "该规则文件与在用的不一致：版本须递增，日期不得更早，不得无故放宽。" / "This policy does not go with those in use: versions count up, dates do not go back, nothing is loosened unsaid.",
        "moreCodesThanPieces": "码的数量不能超过生产件数加申报的损耗余量。" / "There cannot be more codes than pieces made plus the declared spoilage allowance.",
        "quotaExceeded": "发码数量超过配额。" / "The quota of issued codes is used up.",
        "lotHeld": "该批次正在停售核查，不能放行或激活。" / "The lot is held; it cannot be released or put on sale.",
        "lotRecalled": "该批次正在召回，不能放行或激活。" / "The lot is being recalled; it cannot be released or put on sale.",
        "busy": "写入繁忙，请稍后重试。" / "The service is busy writing; try again shortly.",
        "outcomeUnknown": "写入结果未知，服务正在停止。重启后请用同一请求重试。" / "The outcome is unknown and the service is stopping. Repeat the same request after it restarts.",
        "internal": "服务内部故障，请凭请求号联系运营方。" / "The service failed internally; give the operator the request id.",
        "tooManyFailedLookups": "查询不存在的码过多，请稍后再试。" / "Too many look-ups of codes that do not exist; wait a while.",
        "bodyTooLarge": "请求内容超过上限。" / "The body is larger than this route takes.",
        "targetTooLong": "网址过长。" / "The address is too long.",
        "mediaType": "请以 Content-Type: application/json 发送。" / "Send the body as Content-Type: application/json.",
        "methodNotAllowed": "此地址不支持该方法。" / "This address does not take that method.",
        "timedOut": "请求超时。" / "The request took too long.",
    }
}

sentences! {
    /// Sentence of one field's finding.
    of_field {
        "policyUnreadable": "此处不符合规则文件的格式，value 说明原因。" / "This does not have the form of a policy; value says why.",
        "groupMissing": "缺少这一组信息。" / "This group of information is missing.",
        "codingTooCoarse": "该类产品须逐件赋码。" / "Products of this category need a code on each unit.",
        "permitMissing": "没有登记所需的许可。" / "The permit that is needed is not on record.",
        "permitNotCovering": "登记的许可不覆盖该产品、地点或生产日期。" / "The permit on record does not cover this product, place or production date.",
        "testMissing": "没有所需的检验结果。" / "The test that is needed is not on record.",
        "testFailed": "检验不合格。" / "The test failed.",
        "testNotCounting": "已有的检验结果不能作为依据。" / "The test on record does not count for this.",
        "pledgeMissing": "没有所需的承诺。" / "The pledge that is needed is not on record.",
        "outsideSaleArea": "超出允许的销售区域。" / "This is outside the area it may be sold in.",
        "required": "此项必填。" / "This field is required.",
        "unknownField": "没有这个字段，请核对拼写。" / "There is no such field; check its spelling.",
        "duplicateField": "此字段出现了两次。" / "This field occurs twice.",
        "wrongType": "类型不对。" / "This is of the wrong type.",
        "malformed": "不是完整、有效的 JSON。" / "This is not complete, valid JSON.",
        "tooDeep": "嵌套过深。" / "This is nested too deeply.",
        "tooLong": "超过长度上限。" / "This is too long.",
        "tooShort": "太短。" / "This is too short.",
        "tooMany": "数量超过上限。" / "There are too many.",
        "tooFew": "至少要有一项。" / "At least one is needed.",
        "outOfRange": "数值超出允许范围。" / "The value is out of range.",
        "checkDigit": "校验位不符，请逐位核对。" / "The check digit does not fit; compare it digit by digit.",
        "character": "含有不允许的字符。" / "It holds a character that is not allowed.",
        "controlCharacter": "含有控制字符或改变文字方向的字符。" / "It holds control or text-direction characters.",
        "notADate": "请写成 YYYY-MM-DD，且日期存在。" / "Write a date that exists as YYYY-MM-DD.",
        "beforeProduction": "保质期早于生产日期。" / "The expiry date lies before the production date.",
        "notAWord": "不是允许的取值。" / "This is not one of the allowed words.",
        "notARegion": "不是有效的行政区划代码（GB/T 2260）或国家代码（ISO 3166）。" / "This is no region code (GB/T 2260) or country code (ISO 3166).",
        "notACode": "不是有效的组织代码。" / "This is no organization code.",
        "notAGtin": "不是有效的 GTIN（8、12、13 或 14 位）。" / "This is no GTIN (8, 12, 13 or 14 digits).",
        "notALot": "批号须为 1 至 20 个 GS1 字符（不含空格和汉字）；原样可写入 lotAsPrinted。" / "A lot is 1 to 20 GS1 characters without spaces or Chinese; put the printed form into lotAsPrinted.",
        "notASerial": "序列号须为 1 至 20 个 GS1 字符。" / "A serial is 1 to 20 GS1 characters.",
        "notAProductCode": "产品代码须为 1 至 40 个字母、数字、点、下划线或连字符。" / "A product code is 1 to 40 letters, digits, dots, underscores or hyphens.",
        "notAUnit": "不是有效的计量单位代码（UN/ECE Rec 20）。" / "This is no unit code of UN/ECE Rec 20.",
        "notANumber": "不是可精确表示的十进制数。" / "This is no exact decimal number.",
        "notACategory": "类别用点分隔的英文词，例如 food.meat.cooked。" / "A category is dotted words, e.g. food.meat.cooked.",
        "order": "起点须不大于终点。" / "The first must not come after the last.",
        "unequalShape": "首尾序列号的前缀和位数须相同。" / "First and last serial need the same prefix and number of digits.",
        "overlap": "范围相互重叠。" / "The ranges overlap.",
        "looksLikeIssuedCode": "该序列号与平台发放的码形式相同，请换一种编号。" / "This serial looks like a code issued here; number differently.",
        "classNotInRegime": "该召回制度没有级别。" / "Recalls of this regime have no class.",
        "conflict": "与其他字段或您的权限矛盾。" / "This contradicts another field or what you may do.",
        "notCorrectable": "组织、产品和批号不能更正；请撤回后重新登记。" / "Organization, product and lot cannot be corrected; withdraw and register anew.",
        "notAPointer": "不是记录中存在的 JSON 指针。" / "This JSON pointer names nothing in the record.",
        "badCursor": "游标无效，请从第一页重新开始。" / "The cursor is not valid; start from the first page.",
        "emptyText": "请至少用一种语言填写文字。" / "Give a text in at least one language.",
        "codeMistyped": "可能输错一位：校验不符。" / "One character seems wrong: the check fails.",
        "digitalLink": "不是有效的 GS1 Digital Link 地址。" / "This is no valid GS1 Digital Link address.",
    }
}

sentences! {
    /// Sentence of what looks wrong in a statement that was accepted.
    of_warning {
        "labelItemMissing": "标签缺少这项强制标示内容（GB 7718）。" / "The label lacks this mandatory item (GB 7718).",
        "nutrientMissing": "营养成分表缺少 {nutrient}（GB 28050）。" / "The nutrition table lacks {nutrient} (GB 28050).",
        "nutrientRounding": "{nutrient} 应标为 {value}（GB 28050 的修约与零值）。" / "{nutrient} should be declared as {value} (rounding and zero thresholds of GB 28050).",
        "nutrientUnit": "{nutrient} 不能以 {unit} 标示。" / "{nutrient} cannot be declared in {unit}.",
        "allergenUndeclared": "配料“{name}”含致敏物质，但没有标示。" / "The ingredient {name} is an allergen that is not declared.",
        "overdraw": "数量对不上：超出 {by}。" / "The quantities do not add up: {by} too much.",
        "outsideSaleArea": "超出允许或承诺的销售区域。" / "Outside the area it may be sold in, or was pledged to.",
        "refusedChannel": "该类产品不得在此类场所销售。" / "This kind of product may not be sold through this channel.",
        "expiryMismatch": "按保质期推算应为 {expected}，请核对。" / "By the shelf life it should be {expected}; compare it.",
        "over": "用量超过限量，批次已按规则停售核查。" / "The dose is above the limit; the lot is held by rule.",
        "notPermitted": "该类食品不得使用此添加剂，批次已按规则停售核查。" / "This additive is not permitted in this food; the lot is held by rule.",
        "notListed": "此添加剂不在标准的允许名单中。" / "This additive is not in the list of permitted ones.",
        "needsJudgement": "按所登记的内容无法判定，请补充剂量、基数或食品类别。" / "What is stated does not decide it; add the dose, the amount of food or its category.",
    }
}
