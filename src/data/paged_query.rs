//! A list that is read in pages: at most 4 requests in flight, the first page alone and on screen before the others, all in their
//! order.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use crate::api::error::ApiError;
use crate::api::page::Page;
use crate::domain::list::collector::{PageCollector, PageRange};
use crate::domain::list::row::Identified;
use crate::platform::timer;
use crate::reactive::*;

/// Maximum number of automatic requests in flight for one list.
pub const READS_IN_FLIGHT: usize = 4;

/// An event of a reading: a page, or a failure.
pub enum PageEvent {
    /// The collector has received a page.
    Page {
        /// True for the page that ends the reading.
        is_last: bool,
    },
    /// This error ended the reading.
    Failed(ApiError),
}

type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Page<T>, ApiError>>>>;

/// Answers that came before those of earlier pages.
type EarlyPages<T> = Rc<RefCell<Vec<(PageRange, Page<T>)>>>;

struct Reading<T> {
    generation: u32,
    /// The `skip` of the page that comes next.
    next: Rc<Cell<u64>>,
    early: EarlyPages<T>,
    fetch: Rc<dyn Fn(PageRange) -> PageFuture<T>>,
    on_event: Rc<dyn Fn(PageEvent)>,
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        Self {
            generation: self.generation,
            next: Rc::clone(&self.next),
            early: Rc::clone(&self.early),
            fetch: Rc::clone(&self.fetch),
            on_event: Rc::clone(&self.on_event),
        }
    }
}

/// The reading of a list. A later reading drops the answers to an earlier one. `Copy`, and valid as long as its owner.
pub struct PagedQuery<T: 'static> {
    /// The rows read so far.
    pub collector: RwSignal<PageCollector<T>>,
    /// Incremented by each reading and by [`Self::stop`]; answers of an earlier generation are dropped.
    generation: StoredValue<u32>,
}

impl<T: 'static> Clone for PagedQuery<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for PagedQuery<T> {}

impl<T: Identified + 'static> PagedQuery<T> {
    /// Creates an empty query in the current owner.
    #[must_use]
    pub fn new() -> Self {
        Self { collector: RwSignal::new(PageCollector::new()), generation: StoredValue::new(0) }
    }

    /// Reads the list from its beginning. `fetch` requests a page.
    pub fn read<F>(self, fetch: impl Fn(PageRange) -> F + 'static, on_event: impl Fn(PageEvent) + 'static)
    where
        F: Future<Output = Result<Page<T>, ApiError>> + 'static,
    {
        let Some(generation) = self.next_generation() else { return };
        let _ = self.collector.try_set(PageCollector::new());
        self.ask(&Reading {
            generation,
            next: Rc::default(),
            early: Rc::default(),
            fetch: Rc::new(move |range| Box::pin(fetch(range)) as PageFuture<T>),
            on_event: Rc::new(on_event),
        });
    }

    /// Ends the reading; answers still in flight are dropped.
    pub fn stop(self) {
        let _ = self.next_generation();
    }

    fn next_generation(self) -> Option<u32> {
        self.generation.try_update_value(|generation| {
            *generation += 1;
            *generation
        })
    }

    fn is_current(self, generation: u32) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    fn ask(self, reading: &Reading<T>) {
        while let Some(range) = self.collector.try_update(|collector| collector.next_page(READS_IN_FLIGHT)).flatten() {
            let (answer, reading) = ((reading.fetch)(range), reading.clone());
            spawn_local(async move {
                let answer = answer.await;
                if !self.is_current(reading.generation) {
                    return;
                }
                match answer {
                    Ok(page) => {
                        reading.early.borrow_mut().push((range, page));
                        self.take_pages(&reading);
                        if range.skip == 0 {
                            timer::painted().await;
                        }
                        if self.is_current(reading.generation) {
                            self.ask(&reading);
                        }
                    }
                    Err(error) => {
                        self.stop();
                        (reading.on_event)(PageEvent::Failed(error));
                    }
                }
            });
        }
    }

    /// Takes the pages that have come, in their order: rows on screen would move for rows of an earlier page.
    fn take_pages(self, reading: &Reading<T>) {
        let next = || {
            let mut early = reading.early.borrow_mut();
            let place = early.iter().position(|(range, _)| range.skip == reading.next.get())?;
            Some(early.swap_remove(place))
        };
        while let Some((range, page)) = next() {
            let is_last = self.collector.try_update(|collector| {
                reading.next.set(collector.add_page(range, page.items, page.total));
                collector.is_done()
            });
            (reading.on_event)(PageEvent::Page { is_last: is_last.unwrap_or(true) });
        }
    }
}

impl<T: Identified + 'static> Default for PagedQuery<T> {
    fn default() -> Self {
        Self::new()
    }
}
