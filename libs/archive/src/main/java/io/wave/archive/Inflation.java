package io.wave.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Inflates streams within a budget. Nothing is held but buffers of a few kilobytes. */
public final class Inflation {

    private static final int BUFFER = 8192;

    private Inflation() {}

    /**
     * What a gzip stream holds, of all its members.
     *
     * @param budget what comes out is taken from it; reading throws {@link BudgetExceededException} when it is spent
     * @throws IOException if the stream does not begin as gzip
     */
    @SuppressWarnings("resource") // For the caller to close.
    public static InputStream gzip(InputStream compressed, ByteBudget budget) throws IOException {
        return new BudgetedInputStream(new GzipMembers(compressed), budget);
    }

    /**
     * What a zlib stream holds.
     *
     * @param budget what comes out is taken from it; reading throws {@link BudgetExceededException} when it is spent
     */
    @SuppressWarnings("resource") // For the caller to close.
    public static InputStream zlib(InputStream compressed, ByteBudget budget) {
        return new BudgetedInputStream(new InflaterInputStream(compressed), budget);
    }

    /** The JDK goes on to the next member of a stream by recursion: members without content would overflow the stack. */
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
                        "must not hold more than %d empty gzip members in a row".formatted(MAX_EMPTY_MEMBERS));
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
