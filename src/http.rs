//! HTTP: every route on one line, with what the OpenAPI document says of it. Handlers parse, submit or
//! read a snapshot, and render; no rule lives here.

mod act;
mod candidates;
mod chain;
mod changes;
pub mod check_files;
mod check_record;
mod checks;
mod commands;
mod corrections;
mod docs;
mod effectiveness;
mod entries;
mod events;
mod evidence;
mod exports;
mod extract;
mod findings;
mod firms;
mod imports;
mod installed;
mod judgements;
mod labels;
mod lineage;
mod lists;
mod log;
mod lookup;
mod observe;
mod operations;
mod printing;
mod problem;
mod recalls;
mod records;
mod scans;
mod sending;
pub mod service;
mod sscc;
mod subscriptions;
mod table;
mod tasks;
mod typed;
mod warnings;

use crate::fact::document as doc;
use crate::wire::parse::{
    ActivationBody, EmptyBody, ListingBody, UnitsBody, UnitsChangeBody, WebhookBody,
};
use axum::Router;
use service::Service;
use std::sync::Arc;
use table::Table;

/// The whole application: routes, limits, observation.
pub fn router(service: Arc<Service>) -> Router {
    observe::layers(table().router.fallback(problem::no_route), Arc::clone(&service))
        .with_state(service)
}

/// The OpenAPI 3.1 document of the same routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    table().document()
}

fn table() -> Table {
    told(recalled(imported(goods(public(Table::new())))))
}

#[rustfmt::skip]
fn public(table: Table) -> Table {
    table
        .get("/", "Type or scan a code", operations::home)
        .report("/c/{code}", "Scan page of an issued code", lookup::code_page)
        .report("/C/{code}", "Scan page of an issued code, as labels write it", lookup::code_page)
        .report("/o/{org}/{serial}", "Scan page by organization code and serial, or by product", lookup::serial_page)
        .report("/O/{org}/{serial}", "The same, as labels write it", lookup::serial_page)
        .report("/o/{org}/{product}/{*rest}", "Scan page by product, lot (/10/) and serial (/21/)", lookup::product_page)
        .report("/O/{org}/{product}/{*rest}", "The same, as labels write it", lookup::product_page)
        .report("/01/{*rest}", "GS1 Digital Link: page, JSON or linkset", lookup::digital_link)
        .get("/c", "The form for codes", typed::code_form)
        .get("/o", "The form for serials", typed::serial_form)
        .get("/01", "The form for barcodes", typed::gtin_form)
        .report("/api/v1/units/{org}/{serial}", "Trace report of a unit", lookup::unit_json)
        .report("/api/v1/codes/{code}", "Trace report of an issued code", lookup::code_json)
        .report("/api/v1/gtins/{gtin}", "Trace report of a product", lookup::gtin_json)
        .report("/api/v1/gtins/{gtin}/lots/{lot}", "Trace report of a lot", lookup::lot_json)
        .get("/api/v1/organizations/{org}", "An organization", records::organization)
        .get("/api/v1/organizations/{org}/products/{product}", "A product", records::product)
        .get("/api/v1/organizations/{org}/batches/{product}/{lot}", "A batch", records::batch)
        .list("/recalls", "Recalls, newest first, as a page", recalls::list_page)
        .list("/organizations/{org}", "Page of an organization: permits, public record, products, recalls", firms::firm_show)
        .get("/organizations/{org}/products/{product}", "Page of a product: label, versions, recalls", firms::goods_show)
        .list("/search", "Search for firms and products by name, as a page", firms::search_page)
        .list("/api/v1/search", "Firms and products by the beginning of a word of their names", firms::search_list)
        .get("/recalls/{id}", "Notice of a recall: page or plain text; with .cap after the id, the CAP 1.2 alert; with .pdf, the notice on paper", recalls::notice_page)
        .get("/recalls.atom", "Recalls as an Atom feed", recalls::atom_feed)
        .get("/recalls.feed.json", "Recalls as a JSON Feed", recalls::json_feed)
        .office_list("/api/v1/tasks", "Tasks of organizations of one's region, for authorities", tasks::list)
        .list("/api/v1/recalls", "Recalls, newest first", recalls::list)
        .get("/api/v1/recalls/{id}", "A recall", recalls::show)
        .list("/api/v1/entries", "The register of permits, newest first", entries::list)
        .get("/api/v1/entries/{id}", "An entry of the register", entries::show)
        .list(&format!("{O}/entries"), "Entries an organization holds", entries::of_organization)
        .office(&format!("{O}/evidence/{{hash}}"), "A file of evidence, for those who may read it", evidence::show)
        .list("/api/v1/policies", "Profiles and tables in use", entries::policies)
        .get("/api/v1/policies/{kind}/{id}/{version}", "A policy with its document", entries::policy)
        .get("/sw.js", "Keeps the last checks for reading without network", installed::worker)
        .get("/manifest.webmanifest", "For the home screen of a phone", installed::manifest)
        .get("/icon.svg", "The sign of the service", installed::icon_svg)
        .get("/icon-192.png", "The same as PNG", installed::icon_192)
        .get("/icon-512.png", "The same as PNG", installed::icon_512)
        .get("/favicon.ico", "The same, small", installed::favicon)
        .get("/api/v1/openapi.json", "This document", docs::openapi_json)
        .get("/api/docs", "This document, to browse", docs::page)
        .get("/robots.txt", "What search engines may keep", operations::robots)
        .get("/log", "What the log proves and what it does not, as a page", log::about)
        .get("/log/checkpoint", "The signed state of the ledger as a log (C2SP tlog-checkpoint)", log::checkpoint)
        .get("/log/vkey", "The key that signs it", log::vkey)
        .get("/log/tile/{*rest}", "Hashes and entries of the log (C2SP tlog-tiles)", log::tile)
        .get("/api/v1/proofs/consistency", "That an earlier state of the log is the beginning of a later one", log::consistency)
        .get("/api/v1/proofs/{position}", "That a fact stands in the log, as a file (C2SP tlog-proof)", log::proof)
        .get("/healthz", "Whether the process lives", operations::healthz)
        .get("/readyz", "Whether writes are taken", operations::readyz)
        .get("/metrics", "Prometheus metrics", operations::metrics)
}

const O: &str = "/api/v1/organizations/{org}";

#[rustfmt::skip]
fn goods(table: Table) -> Table {
    const B: &str = "/api/v1/organizations/{org}/batches/{product}/{lot}";
    table
        .post::<doc::OrganizationDoc, _, _>("/api/v1/organizations", "Admit an organization", commands::admit)
        .keyed::<doc::TokenDoc, _, _>(&format!("{O}/tokens"), "Issue a token; its text is shown once", commands::issue_token)
        .office_list(&format!("{O}/tokens"), "Tokens without their secrets", lists::tokens)
        .delete(&format!("{O}/tokens/{{id}}"), "Revoke a token", commands::revoke_token)
        .post::<doc::ProductDoc, _, _>(&format!("{O}/products"), "Register a product or a further version", commands::product)
        .office_list(&format!("{O}/products"), "Products", lists::products)
        .keyed::<doc::JudgementDoc, _, _>(&format!("{O}/products/{{product}}/judgements"), "Answer a question about additives, for all lots of a version", judgements::give)
        .office_list(&format!("{O}/products/{{product}}/judgements"), "Answers to questions about additives", judgements::list)
        .post::<doc::BatchDoc, _, _>(&format!("{O}/batches"), "Register a batch", commands::batch)
        .office_list(&format!("{O}/batches"), "Batches", lists::batches)
        .post::<doc::CheckDoc, _, _>(&format!("{B}/checks"), "Add a test", commands::check)
        .keyed::<doc::CheckIntakeList, _, _>("/api/v1/checks", "Tests a laboratory hands in together", checks::take_in)
        .office_list("/api/v1/checks/queue", "Tests that wait for their lot, newest first", checks::queue)
        .post::<doc::CheckMatchDoc, _, _>("/api/v1/checks/queue/{number}/match", "Say which lot a waiting test belongs to", checks::match_queued)
        .post::<EmptyBody, _, _>(&format!("{B}/release"), "Release a batch", commands::release)
        .post::<ActivationBody, _, _>(&format!("{B}/activation"), "Put units on sale", commands::activation)
        .keyed::<doc::ReasonDoc, _, _>(&format!("{B}/hold"), "Suspend sale", commands::hold)
        .keyed::<doc::ReasonDoc, _, _>(&format!("{B}/unhold"), "End one's own holds", commands::unhold)
        .post::<doc::ReasonDoc, _, _>(&format!("{B}/withdrawal"), "Withdraw a batch", commands::withdraw)
        .keyed::<UnitsChangeBody, _, _>(&format!("{B}/voids"), "Void units", commands::voids)
        .keyed::<UnitsChangeBody, _, _>(&format!("{B}/sales"), "State that units were sold", commands::sales)
        .keyed::<UnitsChangeBody, _, _>(&format!("{B}/returns"), "State that units came back", commands::returns)
        .keyed::<doc::CorrectionDoc, _, _>(&format!("{B}/corrections"), "Correct a batch", corrections::correct)
        .office_list(&format!("{B}/corrections"), "Corrections that were proposed, for the office", corrections::proposals)
        .keyed::<EmptyBody, _, _>(&format!("{B}/corrections/{{position}}/confirmation"), "Apply a proposed correction, by a second post", corrections::confirm)
        .keyed::<doc::ReasonDoc, _, _>(&format!("{B}/corrections/{{position}}/rejection"), "Reject a proposed correction", corrections::reject)
        .keyed::<doc::SettingsDoc, _, _>(&format!("{O}/settings"), "Choose how corrections are made, and for an authority how recalls are opened", corrections::settings)
        .office_list(&format!("{O}/recall-proposals"), "Recalls that a first post of the authority proposed", recalls::proposals)
        .keyed::<EmptyBody, _, _>(&format!("{O}/recall-proposals/{{position}}/confirmation"), "Open a proposed recall, by a second post", recalls::confirm_proposal)
        .keyed::<doc::ReasonDoc, _, _>(&format!("{O}/recall-proposals/{{position}}/rejection"), "Reject a proposed recall", recalls::reject_proposal)
        .keyed::<doc::EventDoc, _, _>(&format!("{B}/events"), "State what happened to goods", events::state)
        .office_list(&format!("{B}/events"), "What happened to goods of a batch", events::list)
        .office_list(&format!("{B}/steps"), "One step back and one step forward", chain::steps)
        .office("/api/v1/sscc/{sscc}", "What a case or pallet holds, and its steps", sscc::show)
        .keyed::<doc::ErasureDoc, _, _>(&format!("{B}/erasure"), "Erase a section", commands::erase)
        .keyed::<UnitsBody, _, _>(&format!("{B}/units"), "Issue codes or register own serials", commands::units)
        .office(&format!("{B}/units.csv"), "Ordinal, serial and URL of every unit", labels::units_csv)
        .office(&format!("{O}/units/{{serial}}/qr.svg"), "A label as SVG", labels::svg)
        .office(&format!("{O}/units/{{serial}}/qr.png"), "A label as 1-bit PNG", labels::png)
        .office_list(&format!("{O}/scans"), "Units scanned unusually often", scans::signals)
        .office_list("/api/v1/lineage/{org}/{product}/{lot}", "What went into a lot, or what it went into: JSON, CSV, GraphML, DOT, SVG or a page", lineage::show)
        .office_list(&format!("{O}/lineage/candidates"), "Registered lots that suppliers typed from papers may mean", candidates::list)
        .keyed::<EmptyBody, _, _>(&format!("{O}/lineage/candidates/{{id}}/confirmation"), "State that it is that lot", candidates::confirm)
        .keyed::<EmptyBody, _, _>(&format!("{O}/lineage/candidates/{{id}}/rejection"), "State that it is not", candidates::reject)
        .office_list(&format!("{O}/tasks"), "What rules set an organization to do", entries::tasks)
        .post::<doc::EntryDoc, _, _>(&format!("{O}/entries"), "State a permit, filing or pledge", entries::register)
        .keyed::<doc::EntryStatusDoc, _, _>("/api/v1/entries/{id}/status", "State what happened to an entry", entries::change)
        .upload(&format!("{O}/evidence"), "Add a file of evidence", evidence::add)
        .keyed::<doc::GroundDoc, _, _>(&format!("{O}/evidence/{{hash}}/erasure"), "Erase a file of evidence", evidence::erase)
        .post::<doc::PolicyDoc, _, _>("/api/v1/policies", "Adopt a profile or table", entries::adopt)
        .post::<doc::RecallDoc, _, _>("/api/v1/recalls/preview", "What a recall would cover; writes nothing", recalls::preview)
        .keyed::<doc::RecallDoc, _, _>("/api/v1/recalls", "Open a recall", recalls::open)
        .keyed::<doc::StepDoc, _, _>("/api/v1/recalls/{id}/extension", "Extend a recall", recalls::extend)
        .keyed::<doc::StepDoc, _, _>("/api/v1/recalls/{id}/narrowing", "Narrow a recall; what was made of a lot it names stays reached", recalls::narrow)
        .keyed::<doc::StepDoc, _, _>("/api/v1/recalls/{id}/releases", "Free single lots of a recall, with a reason", recalls::release)
        .office_list("/api/v1/recalls/{id}/lots", "Lots a recall reached through ingredients", recalls::lots)
        .keyed::<doc::RecallStageDoc, _, _>("/api/v1/recalls/{id}/stages", "State the next stage of a recall", recalls::stage)
        .keyed::<doc::RecallPlanDoc, _, _>("/api/v1/recalls/{id}/plan", "File the plan of a recall, for the authority", recalls::plan)
        .office("/api/v1/recalls/{id}/plan", "The plan of a recall, for its sides", recalls::show_plan)
        .keyed::<doc::RecallNoticeDoc, _, _>("/api/v1/recalls/{id}/notice", "State what the notice of a recall says beyond the recall itself", recalls::notice)
        .keyed::<doc::MoreTimeDoc, _, _>("/api/v1/recalls/{id}/time", "Grant a recall more time, by an authority", recalls::more_time)
        .keyed::<doc::AssistanceDoc, _, _>("/api/v1/recalls/{id}/assistance", "Answer a request for help with a recall, by an authority", recalls::answer_assistance)
        .office_list("/api/v1/recalls/{id}/assistance", "Requests for help with a recall, for authorities", recalls::assistance)
        .keyed::<doc::EndDoc, _, _>("/api/v1/recalls/{id}/closure", "Close a recall: still do not use", recalls::close)
        .keyed::<doc::EndDoc, _, _>("/api/v1/recalls/{id}/lifting", "Lift a recall: cleared", recalls::lift)
}

#[rustfmt::skip]
fn imported(table: Table) -> Table {
    table
        .import(&format!("{O}/imports"), "Send a file of records (CSV, XLSX, NDJSON); it is read and tried first", imports::upload)
        .office_list(&format!("{O}/imports/{{id}}"), "How far an import is, and what was found", imports::show)
        .post::<imports::RunBody, _, _>(&format!("{O}/imports/{{id}}/run"), "Take in what was tried", imports::run)
        .office(&format!("{O}/imports/{{id}}/failed"), "Rows that were not taken, as the same kind of file", imports::failed)
        .office(&format!("{O}/exports/{{file}}"), "All products or batches, or the steps of lots (tracing: product, lot, first, last), as one file: batches.csv, .xlsx, .ndjson", exports::file)
        .get("/api/v1/imports/templates/{file}", "A table to fill in: batches.xlsx, batches.csv and so on", imports::template_file)
}

#[rustfmt::skip]
fn recalled(table: Table) -> Table {
    const R: &str = "/api/v1/recalls/{id}";
    table
        .office_list(&format!("{R}/consignees"), "Who received goods of a recall, and what became of them: JSON or CSV", effectiveness::list)
        .keyed::<doc::ConsigneeDoc, _, _>(&format!("{R}/consignees"), "Add a consignee, or correct one", effectiveness::state)
        .keyed::<doc::RecallAnswerDoc, _, _>(&format!("{R}/consignees/{{consignee}}/answers"), "State what a consignee did", effectiveness::answer)
        .keyed::<doc::GroundDoc, _, _>(&format!("{R}/consignees/{{consignee}}/erasure"), "Erase names and contacts of a consignee", effectiveness::erase)
        .keyed::<doc::AnswerLinkDoc, _, _>(&format!("{R}/consignees/{{consignee}}/links"), "Make a one-time link for a consignee without an account; it is shown once", effectiveness::issue_link)
        .get("/r/{token}", "The form behind a one-time link", effectiveness::form)
        .form("/r/{token}", "An answer through a one-time link", effectiveness::send)
        .office(&format!("{R}/report"), "Report of a recall: JSON, a page to print, or PDF", effectiveness::report)
        .keyed::<doc::DrillDoc, _, _>("/api/v1/drills", "Start a drill: a recall that is only played", effectiveness::start_drill)
        .office_list("/api/v1/drills", "Drills, newest first, for the firm and its authorities", effectiveness::drills)
        .office("/api/v1/drills/{id}", "A drill: its clock, lots, gaps and figures", effectiveness::drill)
        .keyed::<doc::DrillStepDoc, _, _>("/api/v1/drills/{id}/steps", "A step of a drill; finished stops the clock", effectiveness::step_drill)
        .office("/api/v1/drills/{id}/pack", "The evidence of a drill in one file", effectiveness::drill_pack)
        .keyed::<doc::VisitDoc, _, _>(&format!("{R}/visits"), "State what was found in a shop", effectiveness::visit)
        .office(&format!("{R}/effectiveness"), "Figures of a recall, visits, and how many consignees to check", effectiveness::effectiveness)
        .keyed::<doc::EndDoc, _, _>(&format!("{R}/closure/confirmation"), "Close a recall, by a second post", effectiveness::confirm_closure)
}

#[rustfmt::skip]
fn told(table: Table) -> Table {
    table
        .get("/api/v1/changes", "Changes after a position, oldest first", changes::list)
        .get("/api/v1/changes/stream", "The same as Server-Sent Events", changes::stream)
        .ask::<ListingBody, _, _>("/api/v1/listings/check", "What speaks against goods to be listed", subscriptions::check)
        .keyed::<WebhookBody, _, _>(&format!("{O}/webhooks"), "Register a webhook; its secret is shown once", subscriptions::register)
        .office(&format!("{O}/webhooks"), "Webhooks without their secrets", subscriptions::list)
        .delete(&format!("{O}/webhooks/{{id}}"), "Delete a webhook", subscriptions::remove)
        .post::<EmptyBody, _, _>(&format!("{O}/webhooks/{{id}}/test"), "Send a test; a paused webhook goes on", subscriptions::test)
        .post::<ListingBody, _, _>(&format!("{O}/watches"), "Watch goods, permits and organizations", subscriptions::watch)
        .office_list(&format!("{O}/watches"), "What is watched", subscriptions::watches)
        .delete(&format!("{O}/watches/{{id}}"), "Watch no more", subscriptions::unwatch)
}
