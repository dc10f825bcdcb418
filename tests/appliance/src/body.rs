//! The body of a response, which a fault can break off, stall or drip.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use crate::calls::Ending;
use crate::journal::Entry;

/// Bytes, the way they are sent, and the journal's entry that ends with them.
pub struct Parcel {
    bytes: Bytes,
    at: usize,
    ending: Ending,
    pause: Option<Pin<Box<Sleep>>>,
    entry: Option<Entry>,
}

impl Parcel {
    /// Creates a body that is sent as `ending` says.
    #[must_use]
    pub fn new(mut bytes: Bytes, ending: Ending, entry: Option<Entry>) -> Parcel {
        if ending == Ending::Truncated {
            bytes.truncate(bytes.len() / 2);
        }
        let mut parcel = Parcel { bytes, at: 0, ending, pause: None, entry };
        if parcel.is_end_stream() {
            parcel.close();
        }
        parcel
    }

    fn close(&mut self) {
        if let Some(entry) = &mut self.entry {
            entry.close();
        }
    }

    fn take(&mut self, count: usize) -> Bytes {
        let part = self.bytes.slice(self.at..self.at + count);
        self.at += count;
        if self.at == self.bytes.len() {
            self.close();
        }
        part
    }

    fn drip(&mut self, pause: u64, context: &mut Context<'_>) -> Poll<Bytes> {
        let pause = Duration::from_millis(pause);
        let sleep = self.pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.pause = None;
        Poll::Ready(self.take(1))
    }
}

impl Body for Parcel {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let (length, half) = (self.bytes.len(), self.bytes.len() / 2);
        let part = match self.ending {
            _ if self.at == length => return Poll::Ready(None),
            Ending::Drip(pause) => match self.drip(pause, context) {
                Poll::Ready(part) => part,
                Poll::Pending => return Poll::Pending,
            },
            Ending::Cut | Ending::Stalled if self.at < half => self.take(half),
            Ending::Stalled => return Poll::Pending,
            Ending::Cut => {
                // One turn of the loop later, so that the first half is on its way before the connection closes.
                if self.pause.is_none() {
                    self.pause = Some(Box::pin(tokio::time::sleep(Duration::from_millis(20))));
                }
                if self.pause.as_mut().is_some_and(|pause| pause.as_mut().poll(context).is_pending()) {
                    return Poll::Pending;
                }
                self.close();
                return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())));
            }
            _ => self.take(length),
        };
        Poll::Ready(Some(Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.at == self.bytes.len()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.bytes.len() - self.at) as u64)
    }
}
