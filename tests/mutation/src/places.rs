//! Finds the places of a file that can be made wrong, and makes each of them wrong behind a
//! question: `if crate::mutant(7) { wrong } else { right }`.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Attribute, BinOp, Block, Expr, ExprBinary, ImplItemFn, ItemFn, ItemImpl, Pat, Signature,
    UnOp, parse_quote,
};

use crate::values::{Body, bodies};

/// One way to make the program wrong.
#[derive(Debug, Clone)]
pub struct Place {
    /// From 1 on, in the order of files and places.
    pub number: u32,
    /// `src/source/walk.rs:17:5`, in the tree as it is.
    pub at: String,
    /// What is done: "`==` as `!=` in read".
    pub what: String,
}

/// Rewrites files; what does not compile is left out.
pub struct Rewriter<'a> {
    /// All places so far.
    pub places: Vec<Place>,
    /// Numbers of those that do not compile.
    pub left_out: &'a BTreeSet<u32>,
    file: String,
    function: String,
}

impl<'a> Rewriter<'a> {
    pub fn new(left_out: &'a BTreeSet<u32>) -> Self {
        let (file, function) = (String::new(), String::new());
        Self {
            places: Vec::new(),
            left_out,
            file,
            function,
        }
    }

    /// The text of a file with every place in it behind its question.
    pub fn rewrite(&mut self, path: &str, text: &str) -> Result<String, syn::Error> {
        let mut file = syn::parse_file(text)?;
        self.file = path.to_string();
        self.visit_file_mut(&mut file);
        Ok(file.into_token_stream().to_string())
    }

    /// The number of a new place; `None` where it was found not to compile.
    fn place(&mut self, span: Span, what: &str) -> Option<u32> {
        let number = u32::try_from(self.places.len()).expect("few places") + 1;
        let start = span.start();
        self.places.push(Place {
            number,
            at: format!("{}:{}:{}", self.file, start.line, start.column + 1),
            what: format!("{what} in {}", self.function),
        });
        (!self.left_out.contains(&number)).then_some(number)
    }

    /// Visits a body, then puts the returns of plausible values before it.
    fn body(&mut self, sig: &Signature, block: &mut Block) {
        let outer = std::mem::replace(&mut self.function, sig.ident.to_string());
        let original = block.to_token_stream().to_string();
        let empty = block.stmts.is_empty();
        visit_mut::visit_block_mut(self, block);
        match bodies(&sig.output) {
            Body::Returns(values) => {
                let mut first = Vec::new();
                for value in values {
                    let value = value.to_token_stream();
                    let shown = value.to_string().replace(' ', "");
                    let same = original.replace(' ', "") == format!("{{{shown}}}");
                    if same || (empty && shown == "()") {
                        continue;
                    }
                    let what = format!("body as `{}`", short(&shown));
                    if let Some(n) = self.place(sig.ident.span(), &what) {
                        first.push(parse_quote!(if crate::mutant(#n) { return #value; }));
                    }
                }
                block.stmts.splice(0..0, first);
            }
            Body::EmptyIterator => {
                if let Some(n) = self.place(sig.ident.span(), "body as an empty iterator") {
                    let old = std::mem::replace(block, parse_quote!({}));
                    block.stmts =
                        vec![parse_quote!(return (#old).filter(move |_| !crate::mutant(#n));)];
                }
            }
        }
        self.function = outer;
    }
}

fn short(value: &str) -> String {
    let mut short = value.to_string();
    for path in [
        "string", "option", "result", "boxed", "vec", "borrow", "default", "sync",
    ] {
        short = short.replace(&format!("::std::{path}::"), "");
    }
    short
}

fn is_left_alone(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|a| {
        let text = a.meta.to_token_stream().to_string();
        a.path().is_ident("test")
            || text.starts_with("cfg") && (text.contains("test") || text.contains("not"))
    })
}

/// Has a `let` of its own: a part of a chain, which has no value.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(it) => has_let(&it.left) || has_let(&it.right),
        Expr::Paren(it) => has_let(&it.expr),
        _ => false,
    }
}

fn others(op: &BinOp) -> &'static [&'static str] {
    match op {
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::Lt(_) => &["==", ">", "<="],
        BinOp::Gt(_) => &["==", "<", ">="],
        BinOp::Le(_) => &[">"],
        BinOp::Ge(_) => &["<"],
        BinOp::Add(_) => &["-", "*"],
        BinOp::Sub(_) | BinOp::Mul(_) => &["+", "/"],
        BinOp::Div(_) => &["%", "*"],
        BinOp::Rem(_) => &["/", "+"],
        BinOp::BitAnd(_) => &["|", "^"],
        BinOp::BitOr(_) => &["&", "^"],
        BinOp::BitXor(_) => &["|", "&"],
        BinOp::Shl(_) => &[">>"],
        BinOp::Shr(_) => &["<<"],
        BinOp::AddAssign(_) => &["-=", "*="],
        BinOp::SubAssign(_) | BinOp::MulAssign(_) => &["+=", "/="],
        BinOp::BitOrAssign(_) => &["&="],
        BinOp::BitAndAssign(_) => &["|="],
        _ => &[],
    }
}

impl VisitMut for Rewriter<'_> {
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        match item {
            syn::Item::Mod(it) if !is_left_alone(&it.attrs) => {
                visit_mut::visit_item_mod_mut(self, it)
            }
            syn::Item::Fn(it) => self.visit_item_fn_mut(it),
            syn::Item::Impl(it) => self.visit_item_impl_mut(it),
            syn::Item::Trait(it) => visit_mut::visit_item_trait_mut(self, it),
            _ => {}
        }
    }

    fn visit_item_fn_mut(&mut self, it: &mut ItemFn) {
        if it.sig.constness.is_none() && !is_left_alone(&it.attrs) {
            self.body(&it.sig, &mut it.block);
        }
    }

    fn visit_item_impl_mut(&mut self, it: &mut ItemImpl) {
        let name = it
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last());
        let skipped = name.is_some_and(|n| n.ident == "Default" || n.ident == "Debug");
        if !skipped && !is_left_alone(&it.attrs) {
            visit_mut::visit_item_impl_mut(self, it);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, it: &mut ImplItemFn) {
        if it.sig.constness.is_none() && !is_left_alone(&it.attrs) {
            self.body(&it.sig, &mut it.block);
        }
    }

    fn visit_trait_item_fn_mut(&mut self, it: &mut syn::TraitItemFn) {
        if let Some(block) = &mut it.default {
            self.body(&it.sig, block);
        }
    }

    // What is no place: constants, types, lengths of arrays.
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
    fn visit_generics_mut(&mut self, _: &mut syn::Generics) {}
    fn visit_path_arguments_mut(&mut self, _: &mut syn::PathArguments) {}
    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
    fn visit_expr_repeat_mut(&mut self, it: &mut syn::ExprRepeat) {
        self.visit_expr_mut(&mut it.expr);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let original = expr.clone();
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Match(it) = expr {
            self.arms(&mut it.arms);
        }
        match &original {
            Expr::Binary(it) if !has_let(&original) => {
                for op in others(&it.op) {
                    let what = format!("`{}` as `{op}`", it.op.to_token_stream());
                    let Some(n) = self.place(it.op.span(), &what) else {
                        continue;
                    };
                    let (left, right) = (&it.left, &it.right);
                    let wrong = Expr::Binary(ExprBinary {
                        attrs: Vec::new(),
                        left: parse_quote!((#left)),
                        op: syn::parse_str(op).expect("an operator"),
                        right: parse_quote!((#right)),
                    });
                    *expr = parse_quote!((if crate::mutant(#n) { #wrong } else { #expr }));
                }
            }
            Expr::Unary(it) if matches!(it.op, UnOp::Not(_) | UnOp::Neg(_)) => {
                let what = format!("without `{}`", it.op.to_token_stream());
                if let Some(n) = self.place(it.op.span(), &what) {
                    let wrong = &it.expr;
                    *expr = parse_quote!((if crate::mutant(#n) { #wrong } else { #expr }));
                }
            }
            _ => {}
        }
    }
}

impl Rewriter<'_> {
    /// Guards as true and as false; arms away where another one takes everything.
    fn arms(&mut self, arms: &mut [Arm]) {
        let rest = arms
            .iter()
            .any(|a| matches!(a.pat, Pat::Wild(_)) && a.guard.is_none());
        for arm in arms {
            let span = arm.pat.span();
            if let Some((_, guard)) = &mut arm.guard {
                let right = guard.clone();
                for value in [true, false].iter().filter(|_| !has_let(&right)) {
                    let what = format!("guard as {value}");
                    if let Some(n) = self.place(span, &what) {
                        **guard = parse_quote!((if crate::mutant(#n) { #value } else { #guard }));
                    }
                }
            } else if rest
                && !matches!(arm.pat, Pat::Wild(_))
                && let Some(n) = self.place(span, "without the arm")
            {
                let guard: Expr = parse_quote!(!crate::mutant(#n));
                arm.guard = Some((Default::default(), Box::new(guard)));
            }
        }
    }
}

/// Where in a rewritten file each place stands: what is wrong, and all of the question.
pub fn ranges(text: &str) -> Vec<(u32, Range<usize>)> {
    struct Finder(Vec<(u32, Range<usize>)>);
    impl<'a> Visit<'a> for Finder {
        fn visit_expr_if(&mut self, it: &'a syn::ExprIf) {
            if let Some(n) = asked(&it.cond) {
                self.0.push((n, it.then_branch.span().byte_range()));
                self.0.push((n, it.span().byte_range()));
            }
            visit::visit_expr_if(self, it);
        }
        fn visit_arm(&mut self, it: &'a Arm) {
            if let Some((_, guard)) = &it.guard
                && let Expr::Unary(not) = guard.as_ref()
                && let Some(n) = asked(&not.expr)
            {
                self.0.push((n, it.span().byte_range()));
            }
            visit::visit_arm(self, it);
        }
        fn visit_expr_method_call(&mut self, it: &'a syn::ExprMethodCall) {
            if let Some(Expr::Closure(closure)) = it.args.first()
                && let Expr::Unary(not) = closure.body.as_ref()
                && let Some(n) = asked(&not.expr)
            {
                self.0.push((n, it.span().byte_range()));
            }
            visit::visit_expr_method_call(self, it);
        }
    }
    let mut finder = Finder(Vec::new());
    if let Ok(file) = syn::parse_file(text) {
        finder.visit_file(&file);
    }
    finder.0
}

/// The number in `crate::mutant(7)`.
fn asked(expr: &Expr) -> Option<u32> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = call.func.as_ref() else {
        return None;
    };
    let is = path
        .path
        .segments
        .last()
        .is_some_and(|s| s.ident == "mutant");
    let Some(Expr::Lit(lit)) = call.args.first().filter(|_| is) else {
        return None;
    };
    let syn::Lit::Int(n) = &lit.lit else {
        return None;
    };
    n.base10_parse().ok()
}
