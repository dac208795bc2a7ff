//! The table of routes: one entry adds the handler and its line in the OpenAPI document, so that the
//! two cannot drift.

use super::service::Service;
use crate::domain::evidence::MediaType;
use crate::report::model::TraceReport;
use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use std::sync::Arc;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, OpenApiBuilder,
    OpenApiVersion, PathItem, PathsBuilder, Ref, RefOr, Required, ResponseBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

type State = Arc<Service>;

/// Routes and their description.
pub(super) struct Table {
    pub router: Router<State>,
    paths: PathsBuilder,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Table {
    /// No routes yet.
    pub(super) fn new() -> Self {
        Self { router: Router::new(), paths: PathsBuilder::new(), schemas: Vec::new() }
    }

    /// A route that anybody may read; what it shows may depend on a token.
    pub(super) fn get<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.read(path, operation(path, summary, true), handler)
    }

    /// The same, a page at a time.
    pub(super) fn list<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.read(path, paged(operation(path, summary, true)), handler)
    }

    /// A route to read with a token.
    pub(super) fn office<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.read(path, operation(path, summary, false), handler)
    }

    /// The same, a page at a time.
    pub(super) fn office_list<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.read(path, paged(operation(path, summary, false)), handler)
    }

    /// A look-up: its JSON answer is the trace report, whatever the verdict.
    pub(super) fn report<H: Handler<T, State>, T: 'static>(
        mut self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        let name = TraceReport::name().to_string();
        if self.schemas.iter().all(|(known, _)| *known != name) {
            self.schemas.push((name.clone(), TraceReport::schema()));
            TraceReport::schemas(&mut self.schemas);
        }
        let answer = |description: &str| {
            let content =
                ContentBuilder::new().schema(Some(Ref::from_schema_name(name.clone()))).build();
            ResponseBuilder::new()
                .description(description)
                .content("application/json", content)
                .build()
        };
        let operation = operation(path, summary, true)
            .response("200", answer("The trace report"))
            .response("300", answer("Several products share the serial: choices"))
            .response("404", answer("Well-formed, not registered here: verdict unknown"));
        self.add(path, HttpMethod::Get, operation.build(), axum::routing::get(handler))
    }

    /// A command whose body is a `B`, and which its subject names: said again, it is the same.
    pub(super) fn post<B: ToSchema, H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.write::<B, _, _>(path, operation(path, summary, false), Required::False, handler)
    }

    /// A command that may rightly be repeated, so that the client has to name it.
    pub(super) fn keyed<B: ToSchema, H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.write::<B, _, _>(path, operation(path, summary, false), Required::True, handler)
    }

    /// A question with a `B` that anybody may ask.
    pub(super) fn ask<B: ToSchema, H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        self.write::<B, _, _>(path, operation(path, summary, true), Required::False, handler)
    }

    /// A form as browsers send it, for whoever has its address.
    pub(super) fn form<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        let content = ContentBuilder::new().schema(Some(text())).build();
        let body = RequestBodyBuilder::new().content("application/x-www-form-urlencoded", content);
        let body = body.required(Some(Required::True)).build();
        let operation = operation(path, summary, true).request_body(Some(body)).build();
        self.add(path, HttpMethod::Post, operation, axum::routing::post(handler))
    }

    /// A route that takes a file: its bytes, by their media type.
    pub(super) fn upload<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        let kinds = MediaType::ALL.iter().map(|kind| kind.word());
        let body = kinds.fold(RequestBodyBuilder::new(), |body, kind| {
            body.content(kind, ContentBuilder::new().schema(Some(text())).build())
        });
        let body = body.required(Some(Required::True)).build();
        let operation = operation(path, summary, false).request_body(Some(body)).build();
        self.add(path, HttpMethod::Post, operation, axum::routing::post(handler))
    }

    /// A route that takes a table: its bytes, by their media type.
    pub(super) fn import<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        let kinds = crate::wire::table::Format::ALL.map(crate::wire::table::Format::media);
        let body = kinds.into_iter().fold(RequestBodyBuilder::new(), |body, kind| {
            body.content(kind, ContentBuilder::new().schema(Some(text())).build())
        });
        let body = body.required(Some(Required::True)).build();
        let kind = query(
            "kind",
            "organizations, products, batches, checks, events or serials; a workbook may leave it out",
        );
        let operation = operation(path, summary, false).parameter(kind).request_body(Some(body));
        self.add(path, HttpMethod::Post, operation.build(), axum::routing::post(handler))
    }

    /// A route that revokes.
    pub(super) fn delete<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        summary: &str,
        handler: H,
    ) -> Self {
        let operation = operation(path, summary, false).build();
        self.add(path, HttpMethod::Delete, operation, axum::routing::delete(handler))
    }

    /// The document of all routes.
    pub(super) fn document(self) -> OpenApi {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = self
            .schemas
            .into_iter()
            .fold(ComponentsBuilder::new(), |all, (name, schema)| all.schema(name, schema))
            .security_scheme("bearer", SecurityScheme::Http(bearer))
            .build();
        let info = InfoBuilder::new()
            .title("Suyuan 溯源")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(
                "Where a unit comes from, what is in it, whether it was tested, and whether it is recalled.",
            ))
            .build();
        let mut document = OpenApiBuilder::new()
            .info(info)
            .paths(self.paths.build())
            .components(Some(components))
            .build();
        document.openapi = OpenApiVersion::Version31;
        document
    }

    fn read<H: Handler<T, State>, T: 'static>(
        self,
        path: &str,
        operation: OperationBuilder,
        handler: H,
    ) -> Self {
        let asked = asked(path)
            .iter()
            .fold(operation, |all, (name, what)| all.parameter(query(name, what)));
        self.add(path, HttpMethod::Get, asked.build(), axum::routing::get(handler))
    }

    fn write<B: ToSchema, H: Handler<T, State>, T: 'static>(
        mut self,
        path: &str,
        operation: OperationBuilder,
        keyed: Required,
        handler: H,
    ) -> Self {
        let name = B::name().to_string();
        self.schemas.push((name.clone(), B::schema()));
        B::schemas(&mut self.schemas);
        let body = RequestBodyBuilder::new()
            .content(
                "application/json",
                ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).build(),
            )
            .required(Some(Required::True))
            .build();
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(keyed)
            .description(Some("Names this act; a repeat with the same key gets the same receipt"))
            .schema(Some(text()))
            .build();
        let operation = operation.request_body(Some(body)).parameter(key);
        self.add(path, HttpMethod::Post, operation.build(), axum::routing::post(handler))
    }

    fn add(
        mut self,
        path: &str,
        method: HttpMethod,
        operation: Operation,
        route: MethodRouter<State>,
    ) -> Self {
        self.router = self.router.route(path, route);
        self.paths =
            self.paths.path(path.replace("{*rest}", "{rest}"), PathItem::new(method, operation));
        self
    }
}

fn operation(path: &str, summary: &str, open: bool) -> OperationBuilder {
    let mut operation = OperationBuilder::new().summary(Some(summary));
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    for name in names {
        let parameter = ParameterBuilder::new()
            .name(name.trim_start_matches('*'))
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(text()))
            .build();
        operation = operation.parameter(parameter);
    }
    if !open {
        let scopes: [&str; 0] = [];
        operation = operation.security(SecurityRequirement::new("bearer", scopes));
    }
    let problem = "application/problem+json: code, and errors[] with pointer, code and message";
    operation
        .parameter(query("lang", "zh or en"))
        .response("200", ResponseBuilder::new().description("Done, or answered").build())
        .response("default", ResponseBuilder::new().description(problem).build())
}

/// The query parameters of a route, beside those of every page.
fn asked(path: &str) -> &'static [(&'static str, &'static str)] {
    match path {
        "/api/v1/recalls" | "/recalls" => &[
            ("state", "open, closed or lifted"),
            ("class", "1 to 3"),
            ("regime", "food, consumerGoods, vehicle, drug or other"),
            ("organization", "Whose goods are recalled"),
            ("since", "Position in the ledger: recalls changed after it"),
            ("overdue", "true or false: whether something owed is out of time"),
        ],
        "/recalls.atom" | "/recalls.feed.json" => &[
            ("since", "Position in the ledger: recalls changed after it"),
            ("cursor", "From the next link of the page before"),
        ],
        "/api/v1/proofs/consistency" => &[
            ("from", "Facts of the earlier state"),
            ("to", "Facts of the later state; without it the published one"),
        ],
        "/api/v1/tasks" => &[("overdue", "true: only those whose time has run out")],
        "/api/v1/changes" => &[
            ("since", "Position of the last change that is known"),
            ("scope", "own: what concerns the organization of the token"),
            ("limit", "Rows per page"),
        ],
        "/api/v1/changes/stream" => &[
            ("since", "Position of the last change that is known"),
            ("scope", "own: what concerns the organization of the token"),
        ],
        "/api/v1/lineage/{org}/{product}/{lot}" => &[
            ("direction", "back (what went in) or forward (what it went into)"),
            ("depth", "Edges from the lot, at most 100"),
            ("from", "First production day of lots to list"),
            ("to", "Last production day"),
            ("organization", "List lots of this organization only"),
            ("format", "json, csv, graphml, dot, svg or html; also by Accept"),
        ],
        "/api/v1/recalls/{id}/effectiveness" => &[
            ("population", "Consignees to draw from; those of the recall where left out"),
            ("level", "A (all), B (percent), C (10 %), D (2 %) or E (none), as 21 CFR 7.42"),
            ("percent", "Of level B: above 10 and below 100"),
            ("tolerable", "Share that may be silent at most, e.g. 0.05"),
            ("margin", "To within how much a share shall be known, e.g. 0.05"),
        ],
        _ => &[],
    }
}

fn paged(operation: OperationBuilder) -> OperationBuilder {
    operation
        .parameter(query("limit", "Rows per page"))
        .parameter(query("cursor", "From the Link header of the page before"))
}

fn query(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(text()))
        .build()
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}
