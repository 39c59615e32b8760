//! The route table: which operation a request's method, path and query ask for.
//!
//! The rules are those of Smithy's `http` trait. A path is split on `/` while it is still
//! percent-encoded, so an encoded slash belongs to its label. At each segment a literal is
//! preferred to a label and a label to a greedy label, which is longest where more segments follow
//! it; on equal paths the pattern with more query literals is preferred, then the one with more of
//! their values. An empty segment is a segment: a label may match it, and the operation
//! then reports an empty value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use lockstep_core::operation::{OperationSpec, Segment};
use percent_encoding::percent_decode_str;

#[cfg(test)]
mod tests;

/// All patterns of one port, as a tree of segments. A value is the index that [`Table::insert`] was
/// given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    root: Node,
}

/// What the table knows about one request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Match<'p> {
    /// The operation with this index; its labels' raw text, still percent-encoded, in the order of
    /// the pattern.
    Found { index: usize, labels: Vec<&'p str> },
    /// The path is known, but not with this method: the operation that fits it best otherwise, and
    /// all methods that it is known with, in alphabetical order.
    OtherMethod {
        index: usize,
        allow: Vec<&'static str>,
    },
    /// No pattern matches.
    Unknown,
}

#[derive(Clone, Debug, Default)]
struct Node {
    literals: BTreeMap<&'static str, Node>,
    label: Option<Box<Node>>,
    greedy: Option<Box<Node>>,
    leaves: Vec<Leaf>,
}

#[derive(Clone, Debug)]
struct Leaf {
    index: usize,
    method: &'static str,
    query: &'static [(&'static str, Option<&'static str>)],
    /// Whether the pattern goes on with one slash more, which clients may leave out. A pattern that
    /// ends here takes the place of such a one, whichever is entered first.
    shortened: bool,
}

impl Table {
    /// Enters an operation's pattern. If the same method, path and query literals are there
    /// already, nothing is changed and their index is returned.
    pub(crate) fn insert(
        &mut self,
        spec: &'static OperationSpec,
        index: usize,
    ) -> Result<(), usize> {
        let leaf = Leaf {
            index,
            method: spec.method,
            query: spec.query,
            shortened: false,
        };
        let segments: Vec<Segment> = spec.segments().collect();
        match segments.as_slice() {
            // The path `/` is one empty segment.
            [] => self.root.insert(&[Segment::Literal("")], leaf),
            // Some clients drop the slash at the end of a pattern like `/plans/`, because Smithy's
            // own parser does, and some keep it.
            [front @ .., Segment::Literal("")] if !front.is_empty() => {
                self.root.insert(&segments, leaf.clone())?;
                let leaf = Leaf {
                    shortened: true,
                    ..leaf
                };
                // Another operation may have the shorter pattern for itself; the longer one is in
                // the table.
                self.root.insert(front, leaf).or(Ok(()))
            }
            uri => self.root.insert(uri, leaf),
        }
    }

    /// Finds the operation of a request. `path` and `query` are as they came, percent-encoded; the
    /// query is without its `?`.
    pub(crate) fn find<'p>(&self, method: &str, path: &'p str, query: &str) -> Match<'p> {
        let Some(path) = path.strip_prefix('/') else {
            // `OPTIONS *` and the authority of a `CONNECT` have no path.
            return Match::Unknown;
        };
        match self.find_exact(method, path, query) {
            // A slash too many at the end is forgiven where nothing else is meant by it.
            Match::Unknown => match path.strip_suffix('/') {
                Some(trimmed) => self.find_exact(method, trimmed, query),
                None => Match::Unknown,
            },
            found => found,
        }
    }

    fn find_exact<'p>(&self, method: &str, path: &'p str, query: &str) -> Match<'p> {
        let mut search = Search {
            method,
            path,
            query,
            spans: Vec::new(),
            nearest: None,
            allow: BTreeSet::new(),
        };
        match self.root.walk(Some(0), &mut search) {
            ControlFlow::Break(index) => {
                let labels = search
                    .spans
                    .iter()
                    .map(|&(start, end)| &path[start..end])
                    .collect();
                Match::Found { index, labels }
            }
            ControlFlow::Continue(()) => {
                search
                    .nearest
                    .map_or(Match::Unknown, |index| Match::OtherMethod {
                        index,
                        allow: search.allow.into_iter().collect(),
                    })
            }
        }
    }
}

/// One walk through the tree: what is looked for, the labels of the branch that the walk is on, and
/// what it met on the way.
struct Search<'p, 'q> {
    method: &'q str,
    path: &'p str,
    query: &'q str,
    /// Start and end of each label in `path`, in bytes.
    spans: Vec<(usize, usize)>,
    /// The first leaf that fits but for its method.
    nearest: Option<usize>,
    allow: BTreeSet<&'static str>,
}

impl<'p> Search<'p, '_> {
    /// The segment that starts at `start`: its end, and where the next one starts if there is one.
    fn segment(&self, start: usize) -> (usize, Option<usize>) {
        match self.path[start..].find('/') {
            Some(length) => (start + length, Some(start + length + 1)),
            None => (self.path.len(), None),
        }
    }

    fn has_literals(&self, literals: &[(&str, Option<&str>)]) -> bool {
        // Few patterns have literals, so the query is read only for these.
        literals.iter().all(|(key, value)| {
            // A literal is a part of a URI in the model too, so it is encoded there as it is here.
            let (key, value) = (decode(key), value.map(decode));
            pairs(self.query)
                .any(|(k, v)| k == key && value.as_ref().is_none_or(|value| v == *value))
        })
    }
}

impl Node {
    fn insert(&mut self, uri: &[Segment], leaf: Leaf) -> Result<(), usize> {
        let mut node = self;
        for segment in uri {
            node = match segment {
                Segment::Literal(text) => node.literals.entry(text).or_default(),
                Segment::Label(_) => node.label.get_or_insert_default(),
                Segment::Greedy(_) => node.greedy.get_or_insert_default(),
            };
        }
        let same =
            |other: &Leaf| other.method == leaf.method && same_literals(other.query, leaf.query);
        if let Some(place) = node.leaves.iter().position(same) {
            let other = &mut node.leaves[place];
            if leaf.shortened || !other.shortened {
                return Err(other.index);
            }
            *other = leaf;
            return Ok(());
        }
        // A stable order, the most query literals first, and of as many those with more values: the
        // first leaf that matches is the most specific.
        let specificity = |leaf: &Leaf| {
            let valued = leaf.query.iter().filter(|(_, value)| value.is_some());
            (leaf.query.len(), valued.count())
        };
        let place = node
            .leaves
            .partition_point(|other| specificity(other) >= specificity(&leaf));
        node.leaves.insert(place, leaf);
        Ok(())
    }

    /// Visits, most specific first, every leaf below this node that matches the path from `start`
    /// on; breaks at the first that has the method and the query literals too. `start` is `None`
    /// behind the last segment.
    fn walk(&self, start: Option<usize>, search: &mut Search<'_, '_>) -> ControlFlow<usize> {
        let Some(start) = start else {
            for leaf in &self.leaves {
                if search.has_literals(leaf.query) {
                    if leaf.method == search.method {
                        return ControlFlow::Break(leaf.index);
                    }
                    search.nearest.get_or_insert(leaf.index);
                    search.allow.insert(leaf.method);
                }
            }
            return ControlFlow::Continue(());
        };
        let (end, next) = search.segment(start);
        if let Some(node) = self.literal(&search.path[start..end]) {
            node.walk(next, search)?;
        }
        if let Some(node) = &self.label {
            node.walk_label((start, end), next, search)?;
        }
        if let Some(node) = &self.greedy {
            // As much as possible first, but all that is left only in the end: a pattern that goes on
            // behind the label is more specific than one that does not. A pattern has one greedy label
            // at most, so this loop is never inside itself.
            let mut ends = vec![(end, next)];
            while let Some(&(_, Some(next))) = ends.last() {
                ends.push(search.segment(next));
            }
            let all = ends.pop();
            for (end, next) in ends.into_iter().rev().chain(all) {
                node.walk_label((start, end), next, search)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Walks on behind a label; its span stays noted only if the walk has found its leaf.
    fn walk_label(
        &self,
        span: (usize, usize),
        next: Option<usize>,
        search: &mut Search<'_, '_>,
    ) -> ControlFlow<usize> {
        search.spans.push(span);
        self.walk(next, search)?;
        search.spans.pop();
        ControlFlow::Continue(())
    }

    /// The child of a literal segment; a client may have encoded more of it than it had to.
    fn literal(&self, raw: &str) -> Option<&Node> {
        self.literals.get(raw).or_else(|| {
            let decoded = percent_decode_str(raw)
                .decode_utf8()
                .ok()
                .filter(|_| raw.contains('%'))?;
            self.literals.get(decoded.as_ref())
        })
    }
}

fn same_literals(one: &[(&str, Option<&str>)], other: &[(&str, Option<&str>)]) -> bool {
    one.len() == other.len() && one.iter().all(|literal| other.contains(literal))
}

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The query's pairs, decoded. A key without `=` has the empty value.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(move |pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
}
