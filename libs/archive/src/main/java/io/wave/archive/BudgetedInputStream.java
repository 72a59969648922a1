package io.wave.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read against a budget. */
final class BudgetedInputStream extends FilterInputStream {

    private static final int SKIP = 8192;

    private final ByteBudget budget;

    BudgetedInputStream(InputStream in, ByteBudget budget) {
        super(in);
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            budget.take(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            budget.take(read);
        }
        return read;
    }

    /** Reads, so that skipped bytes are counted too. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, SKIP)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
