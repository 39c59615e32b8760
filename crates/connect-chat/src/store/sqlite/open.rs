//! Opening the file, with everything that makes it durable, and bringing it up to date.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, SqlitePool};

/// The name of the database in the store's folder.
pub const FILE_NAME: &str = "connect-chat.sqlite3";

/// Held while a store is opened, so that two processes do not bring the same file up to date at once.
const LOCK_NAME: &str = "connect-chat.lock";

/// How long a change waits for another process to finish its own.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads that can go on at the same time.
const READERS: u32 = 4;

/// Every change of the tables there ever was, in order. New ones are added at the end.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (
        1,
        "contacts",
        include_str!("../../../migrations/sqlite/0001_contacts.sql"),
    ),
    (
        2,
        "chats",
        include_str!("../../../migrations/sqlite/0002_chats.sql"),
    ),
    (
        3,
        "connections",
        include_str!("../../../migrations/sqlite/0003_connections.sql"),
    ),
    (
        4,
        "attachments",
        include_str!("../../../migrations/sqlite/0004_attachments.sql"),
    ),
    (
        5,
        "terms",
        include_str!("../../../migrations/sqlite/0005_terms.sql"),
    ),
];

/// The connection that writes, and those that read.
pub(super) async fn open(folder: &Path) -> Result<(SqlitePool, SqlitePool), OpenError> {
    let folder = folder.to_owned();
    let locked = move || lock(&folder).map(|lock| (folder.join(FILE_NAME), lock));
    let (file, lock) = match tokio::task::spawn_blocking(locked).await {
        Ok(locked) => locked?,
        Err(stopped) => return Err(OpenError::Folder(PathBuf::new(), io::Error::other(stopped))),
    };
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    let writer = pool(1)
        .connect_with(
            options
                .clone()
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full),
        )
        .await?;
    migrator().run(&writer).await?;
    drop(lock);
    let readers = pool(READERS)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok((writer, readers))
}

/// Connections that are kept for good: each one costs a thread and a walk through the schema to make.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn migrator() -> Migrator {
    let migration = |(version, name, text): (i64, &'static str, &'static str)| {
        let name = Cow::Borrowed(name);
        Migration::new(
            version,
            name,
            MigrationType::Simple,
            text.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(MIGRATIONS.into_iter().map(migration).collect())
}

/// Makes the folder if it is missing, and waits for the lock in it.
fn lock(folder: &Path) -> Result<File, OpenError> {
    let locked = || {
        make(folder)?;
        let lock = File::create(folder.join(LOCK_NAME))?;
        lock.lock()?;
        make_private(&folder.join(FILE_NAME))?;
        Ok(lock)
    };
    locked().map_err(|error| OpenError::Folder(folder.to_owned(), error))
}

/// Makes the database's file, empty, readable by this user alone: the folder may have been there before, open to
/// others. SQLite gives the files beside it the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// Makes a folder and those above it, readable by this user alone, because the file has participants'
/// tokens in it. SQLite syncs the entry of the database in its folder; the entries of new folders in
/// theirs are synced here, or a power failure could lose the whole store.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    make(above)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    #[cfg(unix)]
    File::open(if above.as_os_str().is_empty() {
        Path::new(".")
    } else {
        above
    })?
    .sync_all()?;
    Ok(())
}

/// Why a store could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder could not be made, or not be locked.
    Folder(PathBuf, io::Error),
    /// Another process serves the store in this folder.
    InUse(PathBuf),
    /// SQLite cannot use the file.
    File(sqlx::Error),
    /// The file cannot be brought up to date: a later version of this program has written it, or its
    /// tables are not those that this program makes.
    Migration(MigrateError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder, _) => write!(f, "the folder {} cannot be used", folder.display()),
            Self::InUse(folder) => write!(
                f,
                "another process serves the store in {}; end it, or take another folder",
                folder.display()
            ),
            Self::File(_) => f.write_str("the database cannot be opened"),
            Self::Migration(MigrateError::VersionMissing(version)) => {
                write!(
                    f,
                    "the database is of a later version, which has its migration {version}"
                )
            }
            Self::Migration(_) => f.write_str("the database cannot be brought up to date"),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder(_, error) => Some(error),
            Self::InUse(_) => None,
            Self::File(error) => Some(error),
            Self::Migration(error) => Some(error),
        }
    }
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::File(error)
    }
}

impl From<MigrateError> for OpenError {
    fn from(error: MigrateError) -> Self {
        Self::Migration(error)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use sqlx::sqlite::SqliteConnection;
    use sqlx::{ConnectOptions, Connection, query_scalar};

    use super::*;

    async fn pragmas(pool: &SqlitePool) -> Result<(String, [i64; 4]), sqlx::Error> {
        let mut connection = pool.acquire().await?;
        let journal_mode = query_scalar("PRAGMA journal_mode")
            .fetch_one(&mut *connection)
            .await?;
        let mut numbers = [0; 4];
        let names = [
            "PRAGMA synchronous",
            "PRAGMA foreign_keys",
            "PRAGMA busy_timeout",
            "PRAGMA query_only",
        ];
        for (number, name) in numbers.iter_mut().zip(names) {
            *number = query_scalar(name).fetch_one(&mut *connection).await?;
        }
        Ok((journal_mode, numbers))
    }

    #[tokio::test]
    async fn the_connections_are_set_up_as_the_module_says() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (writer, readers) = open(folder.path()).await?;
        // 2 is FULL. The pool has this one connection, so it is the one that every change goes through.
        assert_eq!(writer.options().get_max_connections(), 1);
        assert_eq!(
            pragmas(&writer).await?,
            ("wal".to_owned(), [2, 1, 10_000, 0])
        );
        let (journal_mode, [_, foreign_keys, busy_timeout, query_only]) = pragmas(&readers).await?;
        assert_eq!(
            (journal_mode.as_str(), foreign_keys, busy_timeout),
            ("wal", 1, 10_000)
        );
        assert_eq!(query_only, 1);
        Ok(())
    }

    #[tokio::test]
    async fn a_file_of_each_earlier_version_is_brought_up_to_date() -> Result<(), Box<dyn Error>> {
        let last = MIGRATIONS.iter().map(|(version, ..)| *version).max();
        for earlier in 0..MIGRATIONS.len() {
            let folder = tempfile::tempdir()?;
            let file = folder.path().join(FILE_NAME);
            let mut old: SqliteConnection = SqliteConnectOptions::new()
                .filename(file)
                .create_if_missing(true)
                .connect()
                .await?;
            migrator().run_to(i64::try_from(earlier)?, &mut old).await?;
            old.close().await?;

            let (writer, _readers) = open(folder.path()).await?;
            let version: Option<i64> = query_scalar("SELECT max(version) FROM _sqlx_migrations")
                .fetch_one(&writer)
                .await?;
            assert_eq!(version, last);
        }
        Ok(())
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_files_are_private_also_in_a_folder_that_is_open_to_others()
    -> Result<(), Box<dyn Error>> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
        let (writer, _readers) = open(folder.path()).await?;
        sqlx::query("CREATE TABLE t (x INTEGER)")
            .execute(&writer)
            .await?;
        for name in [
            FILE_NAME.to_owned(),
            format!("{FILE_NAME}-wal"),
            format!("{FILE_NAME}-shm"),
        ] {
            let mode = std::fs::metadata(folder.path().join(&name))?
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        Ok(())
    }

    #[test]
    fn migrations_are_counted_from_one() {
        assert!(
            MIGRATIONS
                .iter()
                .zip(1..)
                .all(|((version, ..), number)| *version == number)
        );
    }
}
