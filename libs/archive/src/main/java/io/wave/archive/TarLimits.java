package io.wave.archive;

/**
 * Limits for reading a tar.
 *
 * @param maxEntries maximum number of entries
 * @param maxName maximum length of a name or link target in bytes
 * @param maxHeader maximum length of the extended header of an entry in bytes
 */
public record TarLimits(int maxEntries, int maxName, int maxHeader) {

    private static final int PATH_MAX = 4096;
    private static final int PAX_MAX = 64 * 1024;

    /** @throws IllegalArgumentException if one is not greater than zero */
    public TarLimits {
        if (maxEntries <= 0 || maxName <= 0 || maxHeader <= 0) {
            throw new IllegalArgumentException("maxEntries, maxName, maxHeader: must be greater than 0");
        }
    }

    /** With the maximum length of paths on Linux and extended headers of 64 KiB. */
    public static TarLimits ofEntries(int maxEntries) {
        return new TarLimits(maxEntries, PATH_MAX, PAX_MAX);
    }
}
