package io.wave.job.engine.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a process, read on its own thread. It ends when all writers have closed it, or when the process has
 * ended and there was no output for {@value #SILENT_POLLS} times {@value #POLL_MILLIS} ms: a remaining writer must not
 * delay the job. An interrupt ends a wait.
 */
final class ToolOutput extends InputStream {

    private static final Logger log = LoggerFactory.getLogger(ToolOutput.class);
    private static final int CHUNK = 16 * 1024;
    private static final int CHUNKS = 4;
    private static final int POLL_MILLIS = 100;
    private static final int SILENT_POLLS = 20;
    /** Marks the end: no other chunk is empty. */
    private static final byte[] END = new byte[0];

    private final Process process;
    private final Runnable whenEnded;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread reader;
    private byte @Nullable [] current;
    private int position;
    private boolean ended;

    /** @param whenEnded called once by the reader, when the process has ended */
    ToolOutput(Process process, String name, Runnable whenEnded) {
        this.process = process;
        this.whenEnded = whenEnded;
        this.reader = Thread.ofPlatform().daemon().name("output-" + name).start(this::readAll);
    }

    private void readAll() {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream output = process.getInputStream();
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                byte[] chunk = new byte[length];
                System.arraycopy(buffer, 0, chunk, 0, length);
                chunks.put(chunk);
            }
            chunks.put(END);
        } catch (IOException | InterruptedException ended) {
            // The process has ended, or the stream was closed.
            boolean _ = chunks.offer(END);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        byte[] chunk = current();
        if (chunk.length == 0) {
            return -1;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, count);
        position += count;
        return count;
    }

    private byte[] current() throws IOException {
        byte[] chunk = current;
        if (chunk == null || (chunk.length > 0 && position == chunk.length)) {
            chunk = next();
            current = chunk;
            position = 0;
        }
        return chunk;
    }

    private byte[] next() throws IOException {
        try {
            for (int silent = 0; silent < SILENT_POLLS; silent = ended ? silent + 1 : 0) {
                checkProcess();
                byte[] chunk = chunks.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (chunk != null) {
                    return chunk;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a tool was running");
        }
        log.atWarn().addKeyValue("pid", process.pid()).log("Tool ended, but its output is still open");
        return END;
    }

    private void checkProcess() {
        if (!ended && !process.isAlive()) {
            ended = true;
            whenEnded.run();
        }
    }

    @Override
    public void close() {
        current = END;
        reader.interrupt();
    }
}
