package org.nseekfs.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The timeout of engines that check it, and whether a task was cancelled, in the readers they wrap:
 * there, the first step through the terms of a field throws. Here that ends a search as any passed
 * timeout does, with what was found by then; the engine's own next check says what is the matter.
 *
 * <p>Threads share it. Readers are asked about once a millisecond, by the first thread to come.
 */
final class ReaderTimeout implements QueryTimeout {

  /** A field that every document of these engines has. */
  private static final String ID = "_id";

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final QueryTimeout searchersOwn;
  private final LeafReader probed;
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
  private volatile boolean passed;

  /** The timeout of {@code searcher}, Lucene's included. */
  ReaderTimeout(IndexSearcher searcher) {
    this.searchersOwn = searcher.getTimeout();
    this.probed =
        searcher.getIndexReader().leaves().stream()
            .findFirst()
            .map(LeafReaderContext::reader)
            .orElse(null);
  }

  @Override
  public boolean shouldExit() {
    if (!passed && (searchersOwn != null && searchersOwn.shouldExit() || isDue() && throwsNow())) {
      passed = true;
    }
    return passed;
  }

  private boolean isDue() {
    long now = System.nanoTime();
    long next = nextNanos.get();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL_NANOS);
  }

  private boolean throwsNow() {
    try {
      Terms terms = probed == null ? null : probed.terms(ID);
      if (terms != null) {
        terms.iterator();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AlreadyClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Each engine has exceptions of its own for this, and throws the same again at its next
      // check.
      return true;
    }
  }
}
