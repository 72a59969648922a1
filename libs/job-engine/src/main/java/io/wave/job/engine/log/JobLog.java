package io.wave.job.engine.log;

import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one attempt, and its {@link JobProgress} if it has one: numbered parts in the object store, which readers concatenate. The newest part is
 * rewritten as a whole until it is full, so writing is idempotent and nothing has to be merged at the end. Parts belong
 * to their attempt: an outdated attempt that still writes does not change the log of the next one.
 *
 * <p>Of a log longer than the limit, the first and the last half are kept. Terminal control sequences and NUL bytes are
 * removed. While the object store is unavailable, output is buffered; output that exceeds the buffer is omitted, and
 * the log says so.
 */
public final class JobLog {

    private static final Logger log = LoggerFactory.getLogger(JobLog.class);
    private static final int PART_BYTES = 256 * 1024;
    private static final int PARTS_OF_A_HALF = 4;
    private static final long FLUSH_NANOS = Duration.ofSeconds(1).toNanos();

    private final ObjectStore store;
    private final String jobId;
    private final long attempt;
    private final long half;
    private final int partBytes;
    private final LongSupplier nanoTime;
    private final AnsiFilter filter = new AnsiFilter();
    private final LogTail tail = new LogTail();
    private final JobProgress progress;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private final Deque<Part> rest = new ArrayDeque<>();
    private int number;
    private boolean changed;
    private long headBytes;
    private long restBytes;
    private int omissionPart = -1;
    private long omittedBytes;
    private long writtenOmission;
    private long flushedAt;

    private record Part(int number, int size) {}

    JobLog(ObjectStore store, String jobId, long attempt, long limit, LongSupplier nanoTime) {
        this.store = store;
        this.jobId = jobId;
        this.attempt = attempt;
        this.half = limit / 2;
        this.partBytes = Math.clamp(half / PARTS_OF_A_HALF, 1, PART_BYTES);
        this.nanoTime = nanoTime;
        this.progress = new JobProgress(store, LogPartNames.progress(jobId, attempt));
        this.flushedAt = nanoTime.getAsLong() - FLUSH_NANOS;
    }

    /** Appends output; returns when it is buffered or stored. */
    public synchronized void append(byte[] bytes, int length) {
        byte[] text = filter.text(bytes, length);
        tail.append(text);
        for (int offset = 0; offset < text.length; ) {
            int fits = Math.min(partBytes - current.size(), text.length - offset);
            current.write(text, offset, fits);
            changed |= fits > 0;
            offset += fits;
            if (current.size() == partBytes) {
                finishPart();
            }
        }
    }

    /** Appends a line. */
    public void line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    /** The progress of the attempt, stored whenever output is. */
    public JobProgress progress() {
        return progress;
    }

    /** Stores buffered output and progress, at most once a second. Call it often. */
    public synchronized void tick() {
        if (nanoTime.getAsLong() - flushedAt >= FLUSH_NANOS) {
            flush();
        }
    }

    /** Stores buffered output and progress; returns whether all of it is stored. May be called again. */
    public synchronized boolean flush() {
        boolean stored = storeOutput();
        return progress.store() && stored;
    }

    private boolean storeOutput() {
        flushedAt = nanoTime.getAsLong();
        try {
            writeOmission();
            if (changed) {
                store.put(name(number), current.toByteArray());
                changed = false;
            }
            return true;
        } catch (ObjectStoreException unavailable) {
            log.atWarn().addKeyValue("jobId", jobId).log("Log part not stored, retrying: {}", unavailable.getMessage());
            return false;
        }
    }

    /** The last non-blank lines. */
    public synchronized List<String> lastLines(int count) {
        return tail.lines(count);
    }

    /**
     * Removes the logs of earlier attempts if this attempt has written anything: the log of a job is that of the last
     * attempt that has one. Call it when the job has ended with this attempt.
     */
    public synchronized void removeEarlier() {
        if (number > 0 || current.size() > 0) {
            LogPartNames.earlierThan(attempt, store, jobId).forEach(store::delete);
        }
    }

    private void finishPart() {
        boolean stored = storeOutput();
        int size = current.size();
        current.reset();
        changed = false;
        if (!stored) {
            omit(size);
        } else if (omissionPart < 0 && headBytes + size <= half) {
            headBytes += size;
        } else {
            rest.add(new Part(number, size));
            restBytes += size;
            dropOldest();
        }
        number++;
    }

    /** The note about omitted output takes the place of the first omitted part. */
    private void omit(int size) {
        if (omissionPart < 0) {
            omissionPart = number;
        }
        omittedBytes += size;
    }

    private void dropOldest() {
        while (restBytes > half - partBytes && rest.size() > 1) {
            Part oldest = rest.remove();
            restBytes -= oldest.size();
            omittedBytes += oldest.size();
            if (omissionPart < 0) {
                omissionPart = oldest.number();
            } else {
                delete(name(oldest.number()));
            }
        }
    }

    private void delete(ObjectName name) {
        try {
            store.delete(name);
        } catch (ObjectStoreException unavailable) {
            log.atWarn().addKeyValue("jobId", jobId).log("Log part not removed: {}", unavailable.getMessage());
        }
    }

    private void writeOmission() {
        if (omittedBytes > writtenOmission) {
            long said = omittedBytes;
            store.put(
                    name(omissionPart), "\n[%d bytes omitted]\n".formatted(said).getBytes(StandardCharsets.UTF_8));
            writtenOmission = said;
        }
    }

    private ObjectName name(int part) {
        return LogPartNames.name(jobId, attempt, part);
    }
}
