package io.wave.local.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes a database file of bbolt, version 2 of its format, in one piece: two meta pages, an empty free list, and one leaf page
 * with all buckets inline. For databases of at most a few thousand entries.
 */
final class BoltFile {

    private static final int PAGE = 4096;
    private static final int PAGE_HEADER = 16;
    private static final int ELEMENT = 16;
    private static final int BUCKET_HEADER = 16;
    private static final int ROOT_PAGE = 3;
    private static final short LEAF = 0x02;
    private static final short META = 0x04;
    private static final short FREE_LIST = 0x10;
    private static final int IS_BUCKET = 1;
    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;
    private static final int CHECKED_BYTES = 56;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private BoltFile() {}

    /** What a bucket contains, by key. */
    sealed interface Entry {

        /** A value. */
        record Value(String text) implements Entry {}

        /** A bucket in a bucket. */
        record Bucket(TreeMap<String, Entry> entries) implements Entry {

            Bucket() {
                this(new TreeMap<>());
            }

            /** The bucket of this name, which is added if there is none. */
            Bucket bucket(String name) {
                return (Bucket) entries.computeIfAbsent(name, _ -> new Bucket());
            }
        }
    }

    /** The file with this root bucket. */
    static byte[] of(Entry.Bucket root) {
        byte[] leaf = leaf(root, ROOT_PAGE, PAGE);
        int pages = leaf.length / PAGE;
        byte[] bytes = new byte[(ROOT_PAGE + pages) * PAGE];
        ByteBuffer file = littleEndian(bytes);
        meta(file, 0, ROOT_PAGE + pages);
        meta(file, 1, ROOT_PAGE + pages);
        header(file.position(2 * PAGE), 2, FREE_LIST, 0, 0);
        file.position(ROOT_PAGE * PAGE).put(leaf);
        return bytes;
    }

    private static void meta(ByteBuffer file, int page, int pages) {
        int start = page * PAGE + PAGE_HEADER;
        header(file.position(page * PAGE), page, META, 0, 0);
        file.putInt(MAGIC).putInt(VERSION).putInt(PAGE).putInt(0);
        file.putLong(ROOT_PAGE).putLong(0);
        file.putLong(2).putLong(pages).putLong(page);
        long checksum = FNV_OFFSET;
        for (int i = start; i < start + CHECKED_BYTES; i++) {
            checksum = (checksum ^ (file.get(i) & 0xff)) * FNV_PRIME;
        }
        file.putLong(checksum);
    }

    private static void header(ByteBuffer file, long id, short flags, int count, int overflow) {
        file.putLong(id).putShort(flags).putShort((short) count).putInt(overflow);
    }

    /** A leaf page, padded to a multiple of a size. */
    private static byte[] leaf(Entry.Bucket bucket, int id, int multiple) {
        List<byte[]> keys = bucket.entries().keySet().stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toList();
        List<Entry> entries = List.copyOf(bucket.entries().values());
        List<byte[]> values = entries.stream().map(BoltFile::bytes).toList();
        int position = PAGE_HEADER + keys.size() * ELEMENT;
        int length = position
                + Stream.concat(keys.stream(), values.stream())
                        .mapToInt(data -> data.length)
                        .sum();
        int padded = (length + multiple - 1) / multiple * multiple;
        byte[] bytes = new byte[padded];
        ByteBuffer page = littleEndian(bytes);
        header(page, id, LEAF, keys.size(), multiple == PAGE ? padded / PAGE - 1 : 0);
        for (int i = 0; i < keys.size(); i++) {
            int element = PAGE_HEADER + i * ELEMENT;
            page.position(element)
                    .putInt(entries.get(i) instanceof Entry.Bucket ? IS_BUCKET : 0)
                    .putInt(position - element)
                    .putInt(keys.get(i).length)
                    .putInt(values.get(i).length);
            position =
                    page.position(position).put(keys.get(i)).put(values.get(i)).position();
        }
        return bytes;
    }

    private static byte[] bytes(Entry entry) {
        return switch (entry) {
            case Entry.Value(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case Entry.Bucket bucket -> {
                byte[] page = leaf(bucket, 0, 1);
                byte[] bucketBytes = new byte[BUCKET_HEADER + page.length];
                System.arraycopy(page, 0, bucketBytes, BUCKET_HEADER, page.length);
                yield bucketBytes;
            }
        };
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
