//! Sentences of refusals: what is wrong and what to do, for each stable code. Keyed by the code's word,
//! because this file stands below the domain; a test in `http/problem` sees that none is missing.

use super::Text;

/// Of an import of all or nothing that stopped on its way.
pub const IMPORT_STOPPED: Text = Text {
    zh: "核对之后账上有了别的变更，某一行被拒，其后的不再提交；其前的已登记，不会撤销。改正后重新上传，已登记的算作重复。",
    en: "Something else was written after the rows had passed, and one was refused. Rows before it are registered and stay; nothing after it was sent. Mend the file and send it again: what is registered counts as repeated.",
};
/// Of an import that the end of the service cut off.
pub const IMPORT_INTERRUPTED: Text = Text {
    zh: "服务中途停止。再次运行即可继续，已登记的算作重复。",
    en: "The service ended meanwhile. Run it again to go on: what is registered counts as repeated.",
};
/// Of an import that was tried and not run.
pub const IMPORT_TRIED: Text = Text {
    zh: "只是试算，尚未写入。运行前若账上有变更，结果可能不同。",
    en: "This was a trial; nothing is written. What others write before it is run can change the outcome.",
};

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
        "stageOutOfOrder": "召回阶段须依次推进，不能跳过或退回。" / "The stages of a recall follow one another; none can be skipped or taken back.",
        "planMissing": "须先提交完整的召回计划。" / "The complete recall plan has to be filed first.",
        "noticeMissing": "须先提交完整的召回公告内容。" / "The complete contents of the notice have to be filed first.",
        "alreadyAnswered": "这项协查已答复完毕。" / "This request for help was answered before.",
        "tooManyStatements": "这项召回的陈述已达上限。" / "There are as many statements on this recall as can be kept.",
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
        "versionNotRegistered": "所写的产品版本尚未登记。" / "The product version that is named is not registered.",
        "postRequired": "此项须由岗位作出判断，而该令牌没有写明岗位；请使用带岗位（post）的令牌。" / "A post has to answer this and the token names none; use a token issued with a post.",
        "questionNotAsked": "该产品版本的批次没有提出这个问题；请原样填写所提示的 key。" / "No lot of this product version asked this question; write the key as it was told.",
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
        "alreadyMatched": "这份待核对的检验已归入某一批次。" / "This queued check was matched with a lot already.",
        "tooManyEntries": "登记条目或其变更过多，请联系运营方。" / "Too many entries of the register, or changes of one; ask the operator.",
        "answerLinkUsed": "这个链接已用完：最后的答复已收到。" / "This link is used up: the last answer was received.",
        "answerLinkExpired": "这个链接已过期，请向发来链接的企业另要一个。" / "This link is past its time; ask the firm that sent it for another one.",
        "linkJudged": "该关联已确认或已否定。" / "This link was confirmed or rejected already.",
        "secondPostNeeded": "须由本企业另一岗位、另一令牌来做。" / "Another post of the firm, with a token of its own, has to do this.",
        "proposalEnded": "该更正提议已确认或退回。" / "This proposal was confirmed or rejected already.",
        "evidenceErased": "该文件已依法删除。" / "This file was erased on a legal ground.",
        "evidenceFull": "该组织的证明文件空间已用完。" / "The organization's room for evidence is used up.",
        "evidenceMediaType": "请以 application/pdf、image/png 或 image/jpeg 发送文件本身。" / "Send the file itself as application/pdf, image/png or image/jpeg.",
        "gateNotMet": "要求未满足，还不能这样做（放行、发码、上市或关闭召回），见 errors。" / "What is asked is not met yet, so this cannot be done (release, coding, sale, or closing a recall); see errors.",
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
        "tooManyRequests": "请求过于频繁，请稍后再试；持令牌的请求不受此限。" / "Too many requests of this kind; wait a while, or send a token.",
        "tooManyWebhooks": "Webhook 数量已达上限，请先删除不用的。" / "There are as many webhooks as one side may have; delete one first.",
        "importMediaType": "请以 text/csv、application/x-ndjson 或 XLSX 的媒体类型发送文件。" / "Send the file as text/csv, application/x-ndjson or the media type of XLSX.",
        "importNotReady": "该导入正在进行，或没有读完；请稍候查看状态，或重新上传。" / "This import is running or was not read to its end; look at its state later, or send the file again.",
        "importHasFindings": "仍有行不能导入，按“全部或全不”没有提交任何一行；请改正后重新上传，或选择 proceed。" / "Some rows cannot be taken, so all or nothing means nothing: mend them and send the file again, or choose proceed.",
        "tooManyWatches": "关注数量已达上限，请先删除不用的。" / "There are as many watches as one side may have; delete some first.",
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
        "notAWebhookUrl": "须为完整的 https 网址，不带用户名和 # 片段。" / "This must be a whole https address without user name or fragment.",
        "notPublicAddress": "该网址指向本机或内部网络。" / "This address leads to this machine or an internal network.",
        "improvementOverdue": "限期改正已逾期：期限之后生产的批次须待改正完成。" / "An improvement order is overdue: lots made after its deadline wait until it is fulfilled.",
        "notEvidence": "该组织没有这个证明文件，请先上传。" / "The organization has no such evidence; add the file first.",
        "notThatMedia": "内容不完整，或与所写的文件类型不符。" / "The bytes are cut short, or are not of the media type that was stated.",
        "notAnInstant": "须为带时区的时刻，如 2026-11-23T09:00:00+08:00。" / "This must be a moment with its offset, like 2026-11-23T09:00:00+08:00.",
        "notNotified": "还没有写明何时通知了这个收货者。" / "When this consignee was notified is not stated.",
        "quantityUnstated": "这个收货者收到多少，或货物去向各多少，没有写明。" / "How much this consignee got, or how much of it went which way, is not stated.",
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
        "notAMass": "此处须是质量，例如 GRM 或 KGM。" / "This has to be a mass, e.g. GRM or KGM.",
        "notANumber": "不是可精确表示的十进制数。" / "This is no exact decimal number.",
        "notACategory": "类别用点分隔的英文词，例如 food.meat.cooked。" / "A category is dotted words, e.g. food.meat.cooked.",
        "order": "起点须不大于终点。" / "The first must not come after the last.",
        "unequalShape": "首尾序列号的前缀和位数须相同。" / "First and last serial need the same prefix and number of digits.",
        "overlap": "范围相互重叠。" / "The ranges overlap.",
        "looksLikeIssuedCode": "该序列号与平台发放的码形式相同，请换一种编号。" / "This serial looks like a code issued here; number differently.",
        "allergenClass": "标签未标明的致敏物质不属于三级召回。" / "An allergen that the label does not name is never class 3.",
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
        "noSupplier": "没有写明供货者。" / "No supplier is named.",
        "noConsignee": "没有写明收货者。" / "No consignee is named.",
        "noStepBack": "没有登记这批货的来源。" / "Nothing says where this lot came from.",
        "noStepForward": "没有登记这批货的去向。" / "Nothing says where this lot went.",
        "noQuantity": "没有写明数量。" / "No quantity is stated.",
        "unitMismatch": "计量单位无法与生产量比较，数量未核对。" / "The units cannot be compared with what was made; the amounts were not checked.",
        "caseLoop": "箱托单元套在了自己里面，请核对。" / "By this a case would lie in itself; compare it.",
        "ssccCheckDigit": "SSCC 的校验位不对，可能抄错，请核对。" / "The check digit of an SSCC is wrong; it may be mistyped.",
        "yield": "产出与损耗之和比投入多 {by}，请核对记录。" / "What came out and was lost is {by} more than what went in; compare the records.",
        "question": "标准对此有限定，须由岗位按所示 key 作答；作答对该产品版本的各批次有效。" / "The standard narrows this: a post has to answer the question under the key shown, once for all lots of the product version.",
        "outsideSaleArea": "超出允许或承诺的销售区域。" / "Outside the area it may be sold in, or was pledged to.",
        "improvementOverdue": "限期改正已逾期，该批次在期限之后生产；改正完成前不能发码、放行或上市。" / "An improvement order is overdue and this lot was made after its deadline; no codes, release or sale until it is fulfilled.",
        "refusedChannel": "该类产品不得在此类场所销售。" / "This kind of product may not be sold through this channel.",
        "expiryMismatch": "按保质期推算应为 {expected}，请核对。" / "By the shelf life it should be {expected}; compare it.",
        "over": "用量超过限量，批次已按规则停售核查。" / "The dose is above the limit; the lot is held by rule.",
        "notPermitted": "该类食品不得使用此添加剂，批次已按规则停售核查。" / "This additive is not permitted in this food; the lot is held by rule.",
        "notListed": "此添加剂不在标准的允许名单中。" / "This additive is not in the list of permitted ones.",
        "needsJudgement": "按所登记的内容无法判定，请补充剂量、基数或食品类别。" / "What is stated does not decide it; add the dose, the amount of food or its category.",
    }
}

sentences! {
    /// Sentence of what is wrong with a table, a row or a cell.
    of_table {
        "unknownColumn": "没有这一列，请对照模板的列名。" / "There is no such column; compare the template.",
        "missingColumn": "缺少这一列。" / "This column is missing.",
        "duplicateColumn": "这一列出现了两次。" / "This column occurs twice.",
        "noHeading": "此单元格上方没有列名。" / "There is no heading above this cell.",
        "formula": "此单元格是公式。" / "This cell is a formula.",
        "cellError": "此单元格是错误值。" / "This cell shows an error.",
        "badBytes": "此单元格有无法识别的字节。" / "This cell holds bytes that are no text.",
        "numberTooLong": "电子表格只保留 15 位数字，此号码已不完整。" / "A spreadsheet keeps 15 digits of a number; this one is not whole any more.",
        "dayNumber": "这是电子表格内部的日期序号。" / "This is a spreadsheet's own number of a day.",
        "timeInDate": "此处只要日期，不要时间。" / "This is a date with a time of day; only the date is wanted.",
        "dateInOtherColumn": "电子表格把此内容变成了日期。" / "The spreadsheet program made a date of this.",
        "blanksTrimmed": "首尾空格已去掉。" / "Blanks at its ends were left out.",
        "numberAsText": "以文本保存的数字，已按数字读取。" / "A number stored as text; it was read as a number.",
        "dateRewritten": "日期已按 YYYY-MM-DD 读取。" / "The date was read as YYYY-MM-DD.",
        "mergedCells": "此行有合并单元格，看不出属于哪一行。" / "Cells of this row are merged, so what belongs to it cannot be told.",
        "duplicateRow": "同一记录在前面的行（value）已出现。" / "The same record stands in an earlier row (value).",
        "differsFromFirst": "与该记录的第一行（value）不一致。" / "This differs from the record's first row (value).",
        "noRecord": "没有它所属的记录。" / "There is no record that this line belongs to.",
        "emptySheet": "没有任何内容。" / "There is nothing here.",
        "tooManyRows": "行数超过上限。" / "There are more rows than one file may have.",
        "tooManyColumns": "列数超过上限。" / "There are more columns than a sheet may have.",
        "cellTooLong": "单元格内容过长。" / "A cell holds more text than it may.",
        "lineTooLong": "该行过长。" / "This line is too long.",
        "unreadableFile": "文件不完整，或不是所写的格式。" / "The file is damaged, or not of the form that was stated.",
        "otherEncoding": "只接受 UTF-8 或 GB18030 编码的文本。" / "Text has to be UTF-8 or GB18030.",
        "unpacksTooLarge": "解压后超过上限。" / "It unpacks to more than is taken.",
        "kindNeeded": "请说明文件的内容类型（kind）。" / "Say what the file holds (kind).",
        "noKnownSheet": "没有可识别的工作表，请用模板的表名。" / "No sheet has a name that is known; use those of the template.",
    }
}

sentences! {
    /// What to do about a finding in a table, where its sentence does not say it.
    hint_of_table {
        "unknownColumn": "下载模板，改成其中的列名，或删去此列。" / "Rename it as in the template, or delete it.",
        "missingColumn": "添加此列并填写。" / "Add the column and fill it in.",
        "formula": "复制后“选择性粘贴”为数值。" / "Copy it and paste it as a value.",
        "badBytes": "把文件另存为 UTF-8 编码的 CSV，再改正此处。" / "Save the file as CSV in UTF-8 and mend this cell.",
        "numberTooLong": "把该列设为文本格式，重新输入全部数字。" / "Format the column as text and type all digits again.",
        "dayNumber": "把单元格设为日期格式，或写成 2026-11-01。" / "Format the cell as a date, or write 2026-11-01.",
        "timeInDate": "只写日期，例如 2026-11-01。" / "Write the date only, e.g. 2026-11-01.",
        "dateInOtherColumn": "把该列设为文本格式，重新输入。" / "Format the column as text and type it again.",
        "mergedCells": "取消合并，在每一行填写。" / "Unmerge them and fill in each row.",
        "duplicateRow": "删去重复行；事件确为两次时，各写一个单据号。" / "Delete one; where it happened twice, give each a reference of its own.",
        "differsFromFirst": "改成一致，或留空。" / "Make them equal, or leave it blank.",
        "noRecord": "在主表中补上，或核对产品代码、批号和编号。" / "Add it to the main sheet, or compare product, lot and number.",
        "tooManyRows": "分成几个文件。" / "Split the file.",
        "wrongType": "数字只写数字，如 12.5，不带单位和千分位。" / "Write a plain number such as 12.5, without unit or separators.",
        "notADate": "写成 2026-11-01。" / "Write it as 2026-11-01.",
        "notFound": "先登记它所指的产品或批次，或核对代码。" / "Register the product or lot that it names first, or compare the codes.",
        "required": "填写此列；没有配料或添加剂时，在相应列写“是”。" / "Fill it in; where there are no ingredients or additives, write yes in the column for that.",
        "notAWord": "用模板下拉列表中的词。" / "Use a word of the template's list.",
        "notAUnit": "例如 EA（个）、KGM（千克）、GRM（克）、LTR（升）。" / "E.g. EA (pieces), KGM, GRM, LTR.",
        "checkDigit": "与原件逐位核对；该列应为文本格式。" / "Compare it with the original; format the column as text.",
        "versionNotRegistered": "先导入该产品，或核对产品代码和版本。" / "Bring in the product first, or compare product and version.",
        "changedUnderSameIdentity": "该记录已登记且内容不同；要改正请用更正。" / "The record is registered with other content; use a correction.",
    }
}
