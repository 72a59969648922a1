package io.wave.proxy.blobcache;

import io.wave.image.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which blobs are cached, in the order of their last use, and how much space they and the downloads take. Knows no files:
 * the caller removes those of the digests that it returns.
 */
final class BlobIndex {

    /** A blob that was used since then is not removed for another one: its file may be about to be opened. */
    static final Duration IN_USE = Duration.ofMinutes(1);

    private static final float LOAD_FACTOR = 0.75f;
    private static final int CAPACITY = 16;

    private final long maxBytes;
    private final Map<Digest, Entry> entries = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true);
    private long bytes;
    private long reserved;

    BlobIndex(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a blob, as used least recently if it is added before all others. */
    synchronized void add(Digest digest, long length, Instant used, Instant verified) {
        Entry previous = entries.put(digest, new Entry(length, used, verified));
        bytes += length - (previous == null ? 0 : previous.length);
    }

    /** The length of a blob, which is used now; empty if it is not cached. */
    synchronized OptionalLong use(Digest digest, Instant now) {
        Entry entry = entries.get(digest);
        if (entry == null) {
            return OptionalLong.empty();
        }
        entry.used = now;
        return OptionalLong.of(entry.length);
    }

    /** Whether the blob was removed. */
    synchronized boolean remove(Digest digest) {
        Entry removed = entries.remove(digest);
        bytes -= removed == null ? 0 : removed.length;
        return removed != null;
    }

    /**
     * Reserves space for a download.
     *
     * @return the blobs that were removed for it, or empty if there is not enough space
     */
    synchronized Optional<List<Digest>> reserve(long length, Instant now) {
        List<Digest> removable = new ArrayList<>();
        long missing = bytes + reserved + length - maxBytes;
        Iterator<Map.Entry<Digest, Entry>> oldest = entries.entrySet().iterator();
        while (missing > 0 && oldest.hasNext()) {
            Map.Entry<Digest, Entry> next = oldest.next();
            if (next.getValue().isInUse(now)) {
                break;
            }
            removable.add(next.getKey());
            missing -= next.getValue().length;
        }
        if (missing > 0) {
            return Optional.empty();
        }
        removable.forEach(this::remove);
        reserved += length;
        return Optional.of(removable);
    }

    /** Ends the reservation of a download. */
    synchronized void release(long length) {
        reserved -= length;
    }

    /** Removes the blobs that were not used since then. */
    synchronized List<Digest> removeUnused(Instant since) {
        List<Digest> unused = entries.entrySet().stream()
                .filter(entry -> entry.getValue().used.isBefore(since))
                .map(Map.Entry::getKey)
                .toList();
        unused.forEach(this::remove);
        return unused;
    }

    /** Blobs that were verified before this time, those that were verified longest ago first. */
    synchronized List<Digest> unverified(Instant before, long max) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().verified.isBefore(before))
                .sorted(Comparator.comparing(entry -> entry.getValue().verified))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Records that the blob was verified, without counting as use. */
    synchronized void verified(Digest digest, Instant now) {
        entries.forEach((cached, entry) -> {
            if (cached.equals(digest)) {
                entry.verified = now;
            }
        });
    }

    /** Space that is reserved for downloads. */
    synchronized long reserved() {
        return reserved;
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    private static final class Entry {
        private final long length;
        private Instant used;
        private Instant verified;

        Entry(long length, Instant used, Instant verified) {
            this.length = length;
            this.used = used;
            this.verified = verified;
        }

        /** A time far in the future was set by a clock that was wrong. */
        private boolean isInUse(Instant now) {
            return Duration.between(used, now).abs().compareTo(IN_USE) < 0;
        }
    }
}
