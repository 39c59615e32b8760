//! The types crate: a file an operation, a file a shape, and one of all errors.

use std::collections::BTreeSet;

use quote::quote;

use super::scope::{Scope, ident};
use super::{
    Emitted, constraints, enumeration, error, lints, manifest, operation, service, structure,
    table, tokens, union,
};
use crate::ir::{Home, Openness, Operation, Package, Shape};
use crate::print::{self, Item, Output, SourceFile};

/// All files of `{name}-types`.
pub(crate) fn emit(package: &Package, output: &mut Output<'_>) {
    let crate_name = format!("{}-types", package.name);
    let mut printer = Printer {
        package,
        crate_name,
        taken: type_names(package),
        output,
    };
    printer.manifest();
    printer.crate_root();
    printer.service();
    if !package.constraints.is_empty() {
        printer.file(
            "src/constraints.rs",
            "What the server checks of each constrained shape.",
            &[],
            |scope| constraints::items(&package.constraints, scope),
        );
    }
    printer.operations();
    printer.shapes();
    printer.errors();
}

/// The names of all types of the crate, which may take names of the standard library away.
pub(crate) fn type_names(package: &Package) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for operation in &package.operations {
        names.extend(own_names(operation).into_iter().map(str::to_owned));
        names.extend([
            operation.input.structure.name.clone(),
            operation.output.structure.name.clone(),
        ]);
    }
    names.extend(
        package
            .errors
            .iter()
            .map(|error| error.structure.name.clone()),
    );
    names.extend(
        package
            .shapes
            .iter()
            .map(|shape| header(shape).0.to_owned()),
    );
    names
}

fn own_names(operation: &Operation) -> Vec<&str> {
    let mut names = vec![operation.marker.as_str(), operation.error_name.as_str()];
    for message in [&operation.input, &operation.output] {
        if message.home == Home::Operation {
            names.push(&message.structure.name);
        }
    }
    names
}

fn header(shape: &Shape) -> (&str, &str) {
    match shape {
        Shape::Structure(shape) => (&shape.name, &shape.module),
        Shape::Union(shape) => (&shape.name, &shape.module),
        Shape::Enum(shape) => (&shape.name, &shape.module),
        Shape::IntEnum(shape) => (&shape.name, &shape.module),
    }
}

struct Printer<'a, 'o> {
    package: &'a Package,
    crate_name: String,
    taken: BTreeSet<String>,
    output: &'a mut Output<'o>,
}

impl Printer<'_, '_> {
    /// A file; one that holds a single type needs no documentation of its own.
    fn file(
        &mut self,
        path: &str,
        docs: &str,
        own: &[&str],
        items: impl FnOnce(&Scope<'_>) -> Vec<Item>,
    ) {
        self.output.add(|| {
            let scope = Scope::new(&self.taken, own);
            let items = items(&scope);
            vec![Emitted::Source(SourceFile {
                path: format!("{}/{path}", self.crate_name),
                model_file: self.package.model_file.clone(),
                docs: if docs.is_empty() {
                    Vec::new()
                } else {
                    vec![docs.to_owned()]
                },
                uses: scope.uses(&quote!(crate)),
                items,
            })]
        });
    }

    fn manifest(&mut self) {
        let text = manifest::manifest(
            self.package,
            &self.crate_name,
            &format!(
                "The shapes of {} and the wire form of its operations",
                self.package.service.shape_name
            ),
            "# The client's half of each operation: requests written, answers read.\nclient = []\n\
             # The server's half of each operation: requests read, answers written.\nserver = []\n",
            &[manifest::core(&self.package.constraints)],
        );
        self.output.add(|| {
            vec![Emitted::Text {
                path: format!("{}/Cargo.toml", self.crate_name),
                text,
            }]
        });
    }

    fn crate_root(&mut self) {
        let mut modules = vec![
            lints::allow(self.package),
            tokens::allow_deprecated(self.package),
        ];
        if !self.package.constraints.is_empty() {
            modules.push(quote! {
                #[allow(dead_code, reason = "those of labels and headers are for servers")]
                mod constraints;
            });
        }
        if !self.package.errors.is_empty() {
            modules.push(quote!(
                mod errors;
            ));
        }
        modules.push(quote!(
            mod operations;
        ));
        modules.push(quote!(
            mod service;
        ));
        if !self.package.shapes.is_empty() {
            modules.push(quote!(
                mod shapes;
            ));
        }
        let errors = (!self.package.errors.is_empty()).then(|| {
            quote!(
                pub use errors::*;
            )
        });
        let shapes = (!self.package.shapes.is_empty()).then(|| {
            quote!(
                pub use shapes::*;
            )
        });
        let mut docs = vec![
            format!("The shapes of {} and the wire form of its operations.", self.package.service.shape_name),
            String::new(),
            "Each operation stands in a file of its own, with both directions of its wire form: the".to_owned(),
            "feature `client` turns on the client's half, the feature `server` the server's.".to_owned(),
        ];
        docs.extend(super::left_out(self.package));
        let path = format!("{}/src/lib.rs", self.crate_name);
        self.output.add(|| {
            vec![Emitted::Source(SourceFile {
                path,
                model_file: self.package.model_file.clone(),
                docs,
                uses: modules,
                items: vec![
                    quote!(#errors pub use operations::*; pub use service::SERVICE; #shapes).into(),
                ],
            })]
        });
    }

    fn service(&mut self) {
        let package = self.package;
        self.file("src/service.rs", "The service as a whole.", &[], |scope| {
            vec![service::item(package, scope).into()]
        });
    }

    fn operations(&mut self) {
        let package = self.package;
        let modules = package
            .operations
            .iter()
            .map(|operation| operation.module.as_str())
            .collect::<Vec<_>>();
        self.modules("operations", "The operations.", &modules);
        for operation in &package.operations {
            let path = format!("src/operations/{}.rs", file_stem(&operation.module));
            let docs = format!(
                "`{}`, with both directions of its wire form.",
                operation.name
            );
            self.file(&path, &docs, &own_names(operation), |scope| {
                operation::items(operation, package.openness, scope)
            });
        }
    }

    fn shapes(&mut self) {
        let package = self.package;
        if package.shapes.is_empty() {
            return;
        }
        let modules = package
            .shapes
            .iter()
            .map(|shape| header(shape).1)
            .collect::<Vec<_>>();
        self.modules(
            "shapes",
            "Structures, unions and enums, a file each.",
            &modules,
        );
        for shape in &package.shapes {
            let (name, module) = header(shape);
            let path = format!("src/shapes/{}.rs", file_stem(module));
            self.file(&path, "", &[name], |scope| {
                shape_items(shape, package.openness, scope)
            });
        }
    }

    fn errors(&mut self) {
        let package = self.package;
        if package.errors.is_empty() {
            return;
        }
        let names = package
            .errors
            .iter()
            .map(|error| error.structure.name.as_str())
            .collect::<Vec<_>>();
        self.file("src/errors.rs", "The modeled errors.", &names, |scope| {
            let errors = package.errors.iter();
            errors
                .flat_map(|error| error::items(error, package.openness, scope))
                .collect()
        });
    }

    fn modules(&mut self, folder: &str, docs: &str, modules: &[&str]) {
        let modules: Vec<_> = modules.iter().map(|module| ident(module)).collect();
        let path = format!("{}/src/{folder}.rs", self.crate_name);
        self.output.add(|| {
            vec![Emitted::Source(SourceFile {
                path,
                model_file: self.package.model_file.clone(),
                docs: vec![docs.to_owned()],
                uses: modules.iter().map(|module| quote!(mod #module;)).collect(),
                items: vec![quote!(#(pub use #modules::*;)*).into()],
            })]
        });
    }
}

fn shape_items(shape: &Shape, open: Openness, scope: &Scope<'_>) -> Vec<Item> {
    match shape {
        Shape::Structure(shape) => {
            let mut items = structure::definition(shape, open, scope);
            // One that is only shared by operations stands in no JSON by itself.
            if shape.nested {
                items.push(Item::Table(table::structure(shape, scope)));
            }
            items
        }
        Shape::Union(shape) => union::items(shape, open, scope),
        Shape::Enum(shape) => print::items(enumeration::string(shape, open)),
        Shape::IntEnum(shape) => print::items(enumeration::integer(shape, open)),
    }
}

/// The file of a module, whose name may be raw.
fn file_stem(module: &str) -> &str {
    module.trim_start_matches("r#")
}
