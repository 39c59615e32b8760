//! One process serves a store: what one records, another would not publish.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::open::{OpenError, make};

/// The file that is locked. It stays behind, empty, and says nothing by being there.
const NAME: &str = "connect-chat.serving";

/// How long to wait for another process, by the machine's clock: one that was just killed may not be gone yet.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it is looked for.
const PAUSE: Duration = Duration::from_millis(20);

/// That this process alone serves a store, for as long as it has this value. The system takes it back from a process
/// that ends, however it ends.
#[derive(Debug)]
pub struct Reservation(#[expect(dead_code, reason = "it is held, and never looked at")] File);

impl Reservation {
    /// Reserves the store in a folder, and makes the folder if it is not there. This blocks, for two seconds at most.
    ///
    /// # Errors
    ///
    /// [`OpenError::InUse`]; [`OpenError::Folder`].
    pub fn of(folder: &Path) -> Result<Self, OpenError> {
        let failed = |error| OpenError::Folder(folder.to_owned(), error);
        make(folder).map_err(failed)?;
        let file = File::create(folder.join(NAME)).map_err(failed)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                // Not every file system has locks. Then nobody is kept from anything, as if there were none here.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self(file));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
            }
        }
    }
}
