package io.wave.job.engine.log;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one attempt: numbered parts in the object store while it runs, so that it can be read meanwhile, and one
 * object at the end. Of a log longer than the limit its first and last halves are kept. Terminal control sequences are
 * taken out. A store that is away loses output, never the job.
 */
public final class JobLog {

    private static final Logger log = LoggerFactory.getLogger(JobLog.class);
    private static final int PART_BYTES = 64 * 1024;
    private static final long PART_NANOS = Duration.ofSeconds(1).toNanos();

    private final ObjectStore store;
    private final String jobId;
    private final long half;
    private final LongSupplier nanoTime;
    private final AnsiFilter filter = new AnsiFilter();
    private final LogTail tail = new LogTail();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Deque<Part> head = new ArrayDeque<>();
    private final Deque<Part> rest = new ArrayDeque<>();
    private long headBytes;
    private long restBytes;
    private long omittedBytes;
    private int nextPart;
    private long flushedAt;

    private record Part(ObjectName name, int size) {}

    JobLog(ObjectStore store, String jobId, long limit, LongSupplier nanoTime) {
        this.store = store;
        this.jobId = jobId;
        this.half = limit / 2;
        this.nanoTime = nanoTime;
        this.flushedAt = nanoTime.getAsLong() - PART_NANOS;
    }

    /** Removes what an earlier attempt wrote; to be called first. */
    public synchronized void begin() {
        try {
            removeParts();
        } catch (ObjectStoreException away) {
            log.atWarn()
                    .addKeyValue("jobId", jobId)
                    .log("Parts of an earlier log were not removed: {}", away.getMessage());
        }
    }

    /** Takes output up; returns when it is in memory or in the store. */
    public synchronized void append(byte[] bytes, int length) {
        byte[] text = filter.text(bytes, length);
        tail.append(text);
        pending.write(text, 0, text.length);
        if (pending.size() >= PART_BYTES) {
            flush();
        }
    }

    /** Takes a line of our own up. */
    public void line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    /** Makes readable what came in, once a second. To be called often. */
    public synchronized void tick() {
        if (pending.size() > 0 && nanoTime.getAsLong() - flushedAt >= PART_NANOS) {
            flush();
        }
    }

    /** The last lines, without blank ones. */
    public synchronized List<String> lastLines(int count) {
        return tail.lines(count);
    }

    /**
     * Makes one object of the parts.
     *
     * @throws ObjectStoreException if the store is away; may be tried again
     */
    public synchronized void merge() throws IOException {
        flush();
        if (head.isEmpty()) {
            return;
        }
        Path merged = Files.createTempFile("wave-log", null);
        try {
            try (OutputStream out = Files.newOutputStream(merged)) {
                copy(head, out);
                if (omittedBytes > 0) {
                    out.write("\n[%d bytes left out]\n".formatted(omittedBytes).getBytes(StandardCharsets.UTF_8));
                }
                copy(rest, out);
            }
            store.put(ObjectName.log(jobId), merged);
        } finally {
            Files.deleteIfExists(merged);
        }
        removeParts();
    }

    private void copy(Deque<Part> parts, OutputStream out) throws IOException {
        for (Part part : parts) {
            var content = store.open(part.name());
            if (content.isPresent()) {
                try (InputStream in = content.get()) {
                    in.transferTo(out);
                }
            }
        }
    }

    private void flush() {
        if (pending.size() == 0) {
            return;
        }
        byte[] text = pending.toByteArray();
        pending.reset();
        flushedAt = nanoTime.getAsLong();
        try {
            keep(text);
        } catch (ObjectStoreException away) {
            omittedBytes += text.length;
            log.atWarn().addKeyValue("jobId", jobId).setCause(away).log("A part of the log was lost");
        }
    }

    private void keep(byte[] text) {
        Part part = new Part(ObjectName.logPart(jobId, nextPart), text.length);
        store.put(part.name(), text);
        nextPart++;
        if (headBytes + part.size() <= half && rest.isEmpty()) {
            head.add(part);
            headBytes += part.size();
        } else {
            rest.add(part);
            restBytes += part.size();
            dropOldest();
        }
    }

    private void dropOldest() {
        while (restBytes > half && rest.size() > 1) {
            Part oldest = rest.remove();
            restBytes -= oldest.size();
            omittedBytes += oldest.size();
            store.delete(oldest.name());
        }
    }

    private void removeParts() {
        String first = ObjectName.logPart(jobId, 0).path();
        store.list(first.substring(0, first.lastIndexOf('/') + 1)).forEach(store::delete);
    }
}
