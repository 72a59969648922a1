package io.wave.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Decompresses streams within a budget, with buffers of a few kilobytes. */
public final class Inflation {

    private static final int BUFFER = 8192;

    private Inflation() {}

    /**
     * Decompresses a gzip stream with all its members.
     *
     * @param budget limit for the decompressed bytes; reading throws {@link BudgetExceededException} when it is exceeded
     * @throws IOException if the stream has no gzip header
     */
    @SuppressWarnings("resource") // Closed by the caller.
    public static InputStream gzip(InputStream compressed, ByteBudget budget) throws IOException {
        return new BudgetedInputStream(new GzipMembers(compressed), budget);
    }

    /**
     * Decompresses a zlib stream.
     *
     * @param budget limit for the decompressed bytes; reading throws {@link BudgetExceededException} when it is exceeded
     */
    @SuppressWarnings("resource") // Closed by the caller.
    public static InputStream zlib(InputStream compressed, ByteBudget budget) {
        return new BudgetedInputStream(new InflaterInputStream(compressed), budget);
    }

    /** The JDK reads the next member by recursion: many empty members would overflow the stack. */
    private static final class GzipMembers extends GZIPInputStream {

        private static final int MAX_EMPTY_MEMBERS = 100;

        private int depth;

        GzipMembers(InputStream compressed) throws IOException {
            super(compressed, BUFFER);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (depth == MAX_EMPTY_MEMBERS) {
                throw new ArchiveException(
                        "must not contain more than %d empty gzip members in a row".formatted(MAX_EMPTY_MEMBERS));
            }
            depth++;
            try {
                return super.read(buffer, offset, length);
            } finally {
                depth--;
            }
        }
    }
}
