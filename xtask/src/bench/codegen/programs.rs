//! Release builds of programs that call or serve one operation, from a clean target. Their crates are those of the
//! project's own model, cut down to the one operation.

use std::env;
use std::fs;

use super::super::Problem;
use super::place::{OPERATION, Place, Program};
use super::process;
use super::row::{Row, Unit};

/// One way to build one of the programs, and what it should take at most.
struct Build {
    what: &'static str,
    /// The generated crate, with its features.
    depends_on: &'static str,
    text: &'static str,
    seconds: f64,
    crates: f64,
    bytes: Option<f64>,
    /// What others need, from the issue.
    others: Others,
}

type Figures = &'static [(f64, &'static str)];

struct Others {
    seconds: Figures,
    memory: Figures,
    crates: Figures,
    bytes: Figures,
}

const CALLER: &str = r#"//! Calls one operation.

use connect_client::Client;
use connect_client::types::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("http://127.0.0.1:8080")?;
    let timer = ParticipantTimerConfiguration::new(
        TimerEligibleParticipantRoles::Customer,
        ParticipantTimerType::Idle,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(5),
    );
    let timers =
        UpdateParticipantRoleConfigChannelInfo::Chat(ChatParticipantRoleConfig::new(vec![timer]));
    let input = UpdateParticipantRoleConfigRequest::new("instance", "contact", timers);
    client.update_participant_role_config(input).await?;
    Ok(())
}
"#;

const SERVER: &str = r#"//! Serves one operation.

use connect_server::types::*;
use connect_server::{Connect, RequestContext};

struct Timers;

impl Connect for Timers {
    async fn update_participant_role_config(
        &self,
        _: RequestContext,
        input: UpdateParticipantRoleConfigRequest,
    ) -> Result<UpdateParticipantRoleConfigResponse, UpdateParticipantRoleConfigError> {
        println!("{}", input.contact_id);
        Ok(UpdateParticipantRoleConfigResponse {})
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, connect_server::service(Timers).into_router()).await
}
"#;

const BUILDS: [Build; 3] = [
    Build {
        what: "build a program that calls it, unsigned",
        depends_on: "connect-client = { path = \"../crates/connect-client\", default-features = false }\n",
        text: CALLER,
        seconds: 38.0,
        crates: 80.0,
        bytes: Some(2.2e6),
        others: Others {
            seconds: &[(67.0, "official generator"), (33.0, "reqwest by hand")],
            memory: &[],
            crates: &[(73.0, "official generator"), (74.0, "reqwest by hand")],
            bytes: &[],
        },
    },
    Build {
        what: "build a program that calls it, signed",
        depends_on: "connect-client = { path = \"../crates/connect-client\", default-features = false, features = [\"sigv4\"] }\n",
        text: CALLER,
        seconds: 42.0,
        crates: 90.0,
        bytes: None,
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
        seconds: 32.0,
        crates: 50.0,
        bytes: Some(1.8e6),
        others: Others {
            seconds: &[(88.0, "official generator"), (28.0, "axum by hand")],
            memory: &[],
            crates: &[(107.0, "official generator"), (42.0, "axum by hand")],
            bytes: &[(4.3e6, "official generator"), (1.3e6, "axum by hand")],
        },
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
    let bytes = fs::metadata(work.folder.join("target").join("release").join(name))?.len();
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
    let mut rows = vec![
        Row::new(
            format!("{} ({OPERATION})", build.what),
            Unit::Seconds,
            taken.seconds,
        )
        .reach(build.seconds)
        .others(seconds),
    ];
    if let Some(found) = taken.memory {
        rows.push(Row::new("  memory of the largest process", Unit::Bytes, found).others(memory));
    }
    rows.push(
        Row::new("  crates below it", Unit::Count, crates as f64)
            .reach(build.crates)
            .others(counts),
    );
    let size = Row::new(
        "  size of the program, with its symbols",
        Unit::Bytes,
        bytes as f64,
    );
    let size = size.others(sizes);
    rows.push(match build.bytes {
        Some(reach) => size.reach(reach),
        None => size,
    });
    Ok(rows)
}
