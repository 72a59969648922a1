package io.wave.archive;

/**
 * What a tar may ask of its reader.
 *
 * @param maxEntries how many entries it may hold
 * @param maxName how many bytes a name, or the target of a link, may have
 * @param maxHeader how many bytes the extended header of one entry may have
 */
public record TarLimits(int maxEntries, int maxName, int maxHeader) {

    private static final int PATH_MAX = 4096;
    private static final int PAX_MAX = 64 * 1024;

    /** @throws IllegalArgumentException if one is not greater than zero */
    public TarLimits {
        if (maxEntries <= 0 || maxName <= 0 || maxHeader <= 0) {
            throw new IllegalArgumentException("maxEntries, maxName, maxHeader: must be greater than zero");
        }
    }

    /** Names as long as Linux allows, and extended headers of 64 KiB. */
    public static TarLimits ofEntries(int maxEntries) {
        return new TarLimits(maxEntries, PATH_MAX, PAX_MAX);
    }
}
