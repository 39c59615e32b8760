//! Operations that answer in pages: one call after the other, until the service says that there is no more.

use std::fmt;

use lockstep_core::operation::{PageToken, Paginated};

use crate::{Client, Error};

impl Client {
    /// The pages of an operation, from the one that the input's token names or else from the first.
    ///
    /// Nothing is sent before [`Pages::next`] is called. Each page is a call with all that this client does for a call:
    /// retries, timeouts and the proof of who calls. How many items a page holds is for the input to say.
    #[must_use]
    pub fn pages<O: Paginated>(&self, input: O::Input) -> Pages<O> {
        Pages {
            client: self.clone(),
            input: Some(input),
        }
    }
}

/// The pages of an operation, which are asked for one by one.
///
/// The last page is the one without a token, with an empty one, or with the very token that was sent for it: some
/// services answer so at the end of a log, and to follow it would never end. A page without items is a page.
///
/// ```
/// # use lockstep_client::{Error, Pages, Paginated};
/// async fn count<O: Paginated>(mut pages: Pages<O>) -> Result<u32, Error<O::Error>> {
///     let mut count = 0;
///     while let Some(_page) = pages.next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
///
/// `futures::stream::try_unfold` makes a stream of it:
/// `try_unfold(pages, async |mut pages| Ok(pages.next().await?.map(|page| (page, pages))))`.
pub struct Pages<O: Paginated> {
    client: Client,
    /// The input of the next call; none after the last page.
    input: Option<O::Input>,
}

impl<O: Paginated> Pages<O> {
    /// The next page, or `None` after the last one.
    ///
    /// After an error, or where the future is dropped before it is done, the next call asks for the same page again.
    ///
    /// # Errors
    ///
    /// Those of the operation; see [`Error`].
    pub async fn next(&mut self) -> Result<Option<O::Output>, Error<O::Error>> {
        let Some(input) = &mut self.input else {
            return Ok(None);
        };
        let page = self.client.call::<O>(input.clone()).await?;
        let sent = O::input_token(input);
        match O::output_token(&page).filter(|token| !token.is_empty()) {
            Some(token) if sent.as_ref() != Some(token) => *sent = Some(token.clone()),
            _ => self.input = None,
        }
        Ok(Some(page))
    }

    /// The items of all pages, one by one.
    #[must_use]
    pub fn items(self) -> Items<O>
    where
        O::Items: IntoIterator,
    {
        Items {
            pages: self,
            page: None,
        }
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::SPEC.name)
            .field("is_done", &self.input.is_none())
            .finish_non_exhaustive()
    }
}

/// The items of all pages of an operation; those of a map are pairs of a key and its value.
pub struct Items<O: Paginated<Items: IntoIterator>> {
    pages: Pages<O>,
    page: Option<<O::Items as IntoIterator>::IntoIter>,
}

impl<O: Paginated<Items: IntoIterator>> Items<O> {
    /// The next item, for which the next page is asked for if it needs to be, or `None` after the last one.
    ///
    /// After an error, the next call asks for the same page again, so that no item is lost or comes twice.
    ///
    /// # Errors
    ///
    /// Those of the operation; see [`Error`].
    pub async fn next(
        &mut self,
    ) -> Result<Option<<O::Items as IntoIterator>::Item>, Error<O::Error>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                return Ok(Some(item));
            }
            match self.pages.next().await? {
                Some(page) => self.page = Some(O::items(page).into_iter()),
                None => return Ok(None),
            }
        }
    }

    /// All items that are left, in the memory of this program.
    ///
    /// # Errors
    ///
    /// Those of the operation, with which the items before it are lost; see [`Error`].
    pub async fn collect(
        mut self,
    ) -> Result<Vec<<O::Items as IntoIterator>::Item>, Error<O::Error>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl<O: Paginated<Items: IntoIterator>> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
