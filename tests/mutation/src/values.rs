//! Plausible values that a function may return instead of what it should.

use quote::quote;
use syn::{Expr, GenericArgument, PathArguments, ReturnType, Type, TypeParamBound, parse_quote};

/// What stands in the place of a body.
pub enum Body {
    /// The function returns this at once.
    Returns(Vec<Expr>),
    /// The function returns an iterator that ends at once.
    EmptyIterator,
}

/// The bodies to try for a function that returns this.
pub fn bodies(output: &ReturnType) -> Body {
    match output {
        ReturnType::Default => Body::Returns(vec![parse_quote!(())]),
        ReturnType::Type(_, ty) => match ty.as_ref() {
            Type::ImplTrait(it) if it.bounds.iter().any(is_iterator) => Body::EmptyIterator,
            ty => Body::Returns(of(ty)),
        },
    }
}

fn is_iterator(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(it)
        if it.path.segments.last().is_some_and(|s| s.ident == "Iterator"))
}

/// Values of a type; a guess where it is not known, which may not compile.
fn of(ty: &Type) -> Vec<Expr> {
    match ty {
        Type::Path(path) => named(path.path.segments.last().expect("a path has a name")),
        Type::Reference(it) if is_named(&it.elem, "str") => {
            vec![parse_quote!(""), parse_quote!("xyzzy")]
        }
        Type::Reference(it) if matches!(it.elem.as_ref(), Type::Slice(_)) => {
            vec![parse_quote!(::std::default::Default::default())]
        }
        Type::Reference(it) => of(&it.elem)
            .into_iter()
            .map(|v| parse_quote!(::std::boxed::Box::leak(::std::boxed::Box::new(#v))))
            .collect(),
        Type::Tuple(it) if it.elems.is_empty() => vec![parse_quote!(())],
        Type::Tuple(it) => {
            let mut all: Vec<Vec<Expr>> = vec![Vec::new()];
            for elem in &it.elems {
                let values = of(elem);
                all = all
                    .iter()
                    .flat_map(|begun| {
                        values.iter().map(|v| {
                            let mut longer = begun.clone();
                            longer.push(v.clone());
                            longer
                        })
                    })
                    .collect();
            }
            all.truncate(4);
            all.iter().map(|vs| parse_quote!((#(#vs),*))).collect()
        }
        Type::Array(it) => {
            let len = &it.len;
            of(&it.elem)
                .into_iter()
                .map(|v| parse_quote!([#v; #len]))
                .collect()
        }
        Type::Paren(it) => of(&it.elem),
        Type::Never(_) | Type::ImplTrait(_) => Vec::new(),
        _ => vec![parse_quote!(::std::default::Default::default())],
    }
}

fn named(name: &syn::PathSegment) -> Vec<Expr> {
    let arguments: Vec<&Type> = match &name.arguments {
        PathArguments::AngleBracketed(it) => it
            .args
            .iter()
            .filter_map(|a| match a {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let texts = match name.ident.to_string().as_str() {
        "bool" => &["true", "false"][..],
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => &["0", "1"],
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => &["0", "1", "-1"],
        "f32" | "f64" => &["0.0", "1.0", "-1.0"],
        "String" => &[
            "::std::string::String::new()",
            "::std::string::String::from(\"xyzzy\")",
        ],
        _ => &[],
    };
    if !texts.is_empty() {
        return texts
            .iter()
            .map(|t| syn::parse_str(t).expect("an expression"))
            .collect();
    }
    let inner = arguments.first();
    let wrapped = |with: proc_macro2::TokenStream| -> Vec<Expr> {
        let values = inner.map_or_else(
            || vec![parse_quote!(::std::default::Default::default())],
            |ty| of(ty),
        );
        values
            .into_iter()
            .map(|v| parse_quote!(#with(#v)))
            .collect()
    };
    match name.ident.to_string().as_str() {
        "Option" => {
            let mut all = vec![parse_quote!(::std::option::Option::None)];
            all.extend(wrapped(quote!(::std::option::Option::Some)));
            all
        }
        "Result" => wrapped(quote!(::std::result::Result::Ok)),
        "Box" => wrapped(quote!(::std::boxed::Box::new)),
        "Arc" => wrapped(quote!(::std::sync::Arc::new)),
        "Cow" => match inner {
            Some(ty) if is_named(ty, "str") => {
                vec![
                    parse_quote!(::std::borrow::Cow::Borrowed("")),
                    parse_quote!(::std::borrow::Cow::Borrowed("xyzzy")),
                ]
            }
            _ => vec![parse_quote!(::std::default::Default::default())],
        },
        "Vec" => {
            let mut all = vec![parse_quote!(::std::vec::Vec::new())];
            let values = inner.map_or_else(Vec::new, |ty| of(ty));
            all.extend(
                values
                    .iter()
                    .map(|v| -> Expr { parse_quote!(::std::vec::Vec::from([#v])) }),
            );
            all
        }
        _ => vec![parse_quote!(::std::default::Default::default())],
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(it) if it.path.is_ident(name))
}
