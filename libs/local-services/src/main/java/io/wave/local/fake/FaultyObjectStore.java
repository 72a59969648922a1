package io.wave.local.fake;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import io.wave.store.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * For tests: an object store that fails or truncates content on demand, in front of another one. It also counts how
 * many contents are open at the same time. A store of which local files are read cannot be cut: it says that it has none.
 */
public final class FaultyObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile int cutAfter;

    public FaultyObjectStore(ObjectStore store) {
        this.store = store;
    }

    /** Has the next calls fail, whatever they are. */
    public void fail(int calls) {
        failures.set(calls);
    }

    /** Cuts the next contents that are read, each after so many bytes. */
    public void cut(int contents, int afterBytes) {
        cutAfter = afterBytes;
        cuts.set(contents);
    }

    /** How many failures and cuts are still to come. */
    public int faultsLeft() {
        return failures.get() + cuts.get();
    }

    /** How many contents are open now. */
    public int open() {
        return open.get();
    }

    /** How many contents were open at the same time at most. */
    public int mostOpen() {
        return mostOpen.get();
    }

    private ObjectStore working() {
        if (isNext(failures)) {
            throw new ObjectStoreException("the store is unavailable", new IOException("configured to fail"));
        }
        return store;
    }

    private static boolean isNext(AtomicInteger faults) {
        return faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        working().put(name, content);
    }

    @Override
    public void put(ObjectName name, Path file) {
        working().put(name, file);
    }

    @Override
    public OptionalLong size(ObjectName name) {
        return working().size(name);
    }

    @Override
    public Optional<InputStream> open(ObjectName name, long offset) {
        return working().open(name, offset).map(content -> new Content(content, isNext(cuts) ? cutAfter : -1));
    }

    @Override
    public List<ObjectName> list(String prefix) {
        return working().list(prefix);
    }

    @Override
    public void forEach(String prefix, Consumer<StoredObject> action) {
        working().forEach(prefix, action);
    }

    @Override
    public Optional<Instant> modified(ObjectName name) {
        return working().modified(name);
    }

    @Override
    public void delete(ObjectName name) {
        working().delete(name);
    }

    @Override
    public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
        return working().downloadUrl(name, validity);
    }

    @Override
    public Optional<URI> uploadUrl(ObjectName name, Duration validity) {
        return working().uploadUrl(name, validity);
    }

    @Override
    public boolean hasUrls() {
        return store.hasUrls();
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        return Optional.empty();
    }

    private final class Content extends FilterInputStream {

        private int left;
        private boolean closed;

        /** @param left after how many bytes it is cut; negative for never */
        Content(InputStream content, int left) {
            super(content);
            this.left = left;
            int now = open.incrementAndGet();
            mostOpen.accumulateAndGet(now, Math::max);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new ObjectStoreException("the content was cut", new IOException("configured to cut"));
            }
            int count = super.read(bytes, offset, left < 0 ? length : Math.min(length, left));
            left -= left < 0 ? 0 : Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
            super.close();
        }
    }
}
