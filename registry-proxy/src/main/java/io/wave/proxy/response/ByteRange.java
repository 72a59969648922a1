package io.wave.proxy.response;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single byte range by RFC 9110, section 14. A header with several ranges or an invalid one is ignored, as the RFC
 * allows.
 *
 * @param first position of the first byte
 * @param last position of the last byte
 */
public record ByteRange(long first, long last) {

    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** Whether the header has a single valid range. */
    static boolean isSingle(String header) {
        Matcher parts = SINGLE.matcher(header);
        return parts.matches() && isValid(parts);
    }

    private static boolean isValid(Matcher parts) {
        String first = parts.group(1);
        String last = parts.group(2);
        if (first.isEmpty() || last.isEmpty()) {
            return !first.equals(last);
        }
        return Long.parseLong(first) <= Long.parseLong(last);
    }

    /**
     * The range for a body of this length.
     *
     * @throws UnsatisfiableRangeException if the range lies outside the body
     */
    public static Optional<ByteRange> parse(String header, long length) {
        Matcher parts = SINGLE.matcher(header);
        if (!parts.matches() || !isValid(parts)) {
            return Optional.empty();
        }
        if (parts.group(1).isEmpty()) {
            return Optional.of(suffix(Long.parseLong(parts.group(2)), length));
        }
        long first = Long.parseLong(parts.group(1));
        long last = parts.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(parts.group(2));
        if (first >= length) {
            throw new UnsatisfiableRangeException(length);
        }
        return Optional.of(new ByteRange(first, Math.min(last, length - 1)));
    }

    private static ByteRange suffix(long count, long length) {
        if (count == 0 || length == 0) {
            throw new UnsatisfiableRangeException(length);
        }
        return new ByteRange(Math.max(0, length - count), length - 1);
    }

    /** Number of bytes. */
    public long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    public String contentRange(long total) {
        return "bytes " + first + "-" + last + "/" + total;
    }
}
