//! Release builds of programs that call or serve one operation, from a clean target. Their crates are those of the
//! project's own model, cut down to the one operation.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::super::Problem;
use super::place::{Place, Program};
use super::process;
use super::row::{Row, Unit};

/// One way to build one of the programs.
struct Build {
    what: &'static str,
    /// The generated crate, with its features, or what is in its place.
    depends_on: &'static str,
    text: &'static str,
    /// What it should take at most.
    reach: Option<Reach>,
    /// What others need, from the issue.
    others: Others,
}

struct Reach {
    seconds: f64,
    crates: f64,
    bytes: Option<f64>,
}

type Figures = &'static [(f64, &'static str)];

struct Others {
    seconds: Figures,
    memory: Figures,
    crates: Figures,
    bytes: Figures,
}

const CALLER: &str = include_str!("programs/caller.rs.txt");
const CALLER_BY_HAND: &str = include_str!("programs/caller_by_hand.rs.txt");
const SERVER: &str = include_str!("programs/server.rs.txt");
const SERVER_BY_HAND: &str = include_str!("programs/server_by_hand.rs.txt");

const NO_OTHERS: Others = Others {
    seconds: &[],
    memory: &[],
    crates: &[],
    bytes: &[],
};

const BUILDS: [Build; 5] = [
    Build {
        what: "build a program that calls it, unsigned",
        depends_on: "connect-client = { path = \"../crates/connect-client\", default-features = false }\n",
        text: CALLER,
        reach: Some(Reach {
            seconds: 38.0,
            crates: 80.0,
            bytes: Some(2.2e6),
        }),
        others: Others {
            seconds: &[(67.0, "official generator"), (33.0, "reqwest by hand")],
            crates: &[(73.0, "official generator"), (74.0, "reqwest by hand")],
            ..NO_OTHERS
        },
    },
    Build {
        what: "  beside it: by hand, on reqwest and serde",
        depends_on: "reqwest = { workspace = true, features = [\"json\"] }\n\
                     serde = { workspace = true, features = [\"derive\"] }\n",
        text: CALLER_BY_HAND,
        reach: None,
        others: NO_OTHERS,
    },
    Build {
        what: "build a program that calls it, signed",
        depends_on: "connect-client = { path = \"../crates/connect-client\", default-features = false, features = [\"sigv4\"] }\n",
        text: CALLER,
        reach: Some(Reach {
            seconds: 42.0,
            crates: 90.0,
            bytes: None,
        }),
        others: Others {
            seconds: &[(313.0, "the AWS SDK crate")],
            memory: &[(4.5e9, "the AWS SDK crate")],
            crates: &[(93.0, "the AWS SDK crate")],
            bytes: &[(5.5e6, "the AWS SDK crate")],
        },
    },
    Build {
        what: "build a program that serves it, without authentication",
        depends_on: "connect-server = { path = \"../crates/connect-server\", default-features = false }\n\
                     axum = { workspace = true, features = [\"http1\", \"tokio\"] }\n",
        text: SERVER,
        reach: Some(Reach {
            seconds: 32.0,
            crates: 50.0,
            bytes: Some(1.8e6),
        }),
        others: Others {
            seconds: &[(88.0, "official generator"), (28.0, "axum by hand")],
            crates: &[(107.0, "official generator"), (42.0, "axum by hand")],
            bytes: &[(4.3e6, "official generator"), (1.3e6, "axum by hand")],
            ..NO_OTHERS
        },
    },
    Build {
        what: "  beside it: by hand, on axum and serde",
        depends_on: "axum = { workspace = true, features = [\"http1\", \"tokio\"] }\n\
                     serde = { workspace = true, features = [\"derive\"] }\n\
                     serde_json.workspace = true\n",
        text: SERVER_BY_HAND,
        reach: None,
        others: NO_OTHERS,
    },
];

/// Time, memory, crates and size of each.
///
/// # Errors
/// One does not compile.
pub(super) fn rows(place: &Place) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for build in BUILDS {
        rows.extend(rows_of(place, &build)?);
    }
    Ok(rows)
}

fn rows_of(place: &Place, build: &Build) -> Result<Vec<Row>, Problem> {
    let work = place.work("program", &place.own_connect(), true)?;
    work.generate()?;
    let program = Program {
        manifest: format!(
            "[package]\nname = \"program\"\nversion.workspace = true\nedition.workspace = true\n\n\
             [dependencies]\n{}tokio = {{ workspace = true, features = [\"macros\", \"net\", \"rt\"] }}\n",
            build.depends_on
        ),
        text: build.text,
    };
    work.make_workspace(
        &["connect-types", "connect-server", "connect-client"],
        Some(&program),
    )?;
    let taken = process::watch(
        work.cargo("build")
            .args(["--release", "--package", "program"]),
    )?;
    let name = format!("program{}", env::consts::EXE_SUFFIX);
    let built = work.folder.join("target").join("release").join(name);
    let bytes = fs::metadata(&built)?.len();
    let stripped = strip(&built)?;
    let tree = work
        .cargo("tree")
        .args(["--package", "program", "--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()?;
    if !tree.status.success() {
        return Err(String::from_utf8_lossy(&tree.stderr).into_owned().into());
    }
    let tree = String::from_utf8(tree.stdout)?;
    // The program itself is none of them.
    let crates = super::super::crates::names(&tree).len().saturating_sub(1);
    work.remove()?;
    let Others {
        seconds,
        memory,
        crates: counts,
        bytes: sizes,
    } = &build.others;
    let reach = build.reach.as_ref();
    let row = |what: &str, unit, figure, reach: Option<f64>, others| Row {
        reach,
        ..Row::new(what, unit, figure).others(others)
    };
    let mut rows = vec![row(
        build.what,
        Unit::Seconds,
        taken.seconds,
        reach.map(|reach| reach.seconds),
        seconds,
    )];
    rows.extend(taken.memory.map(|found| {
        let what = "    memory of the largest process";
        row(what, Unit::Bytes, found, None, memory)
    }));
    rows.push(row(
        "    crates below it",
        Unit::Count,
        crates as f64,
        reach.map(|reach| reach.crates),
        counts,
    ));
    let most = reach.and_then(|reach| reach.bytes);
    rows.push(match stripped {
        Some(stripped) => row(
            "    size, without symbols",
            Unit::Bytes,
            stripped,
            most,
            sizes,
        ),
        None => Row::missing(
            "    size, without symbols",
            Unit::Bytes,
            "needs `strip` of binutils",
        ),
    });
    let what = "    size, with its symbols";
    rows.push(row(what, Unit::Bytes, bytes as f64, None, &[]));
    Ok(rows)
}

/// The size of a program without its symbols, if the program that takes them out is there.
fn strip(program: &Path) -> Result<Option<f64>, Problem> {
    let stripped = program.with_extension("stripped");
    let mut strip = Command::new("strip");
    strip.arg("-o").arg(&stripped).arg(program);
    match strip.status() {
        Ok(status) if status.success() => Ok(Some(fs::metadata(&stripped)?.len() as f64)),
        Ok(status) => Err(format!("`strip` failed with {status}").into()),
        Err(_) => Ok(None),
    }
}
