package io.wave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

    private static final TarLimits LIMITS = TarLimits.ofEntries(100);
    private static final long HUGE = 400L << 20;

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void longNamesAndLinksWithinTheLimitAreRead(int mode) throws IOException {
        String longName = "d/".repeat(100) + "f".repeat(3000);
        byte[] archive = tar(
                mode,
                file("short", "first"),
                file(longName, "second"),
                link("link", "t".repeat(4000)),
                file("last", "x".repeat(5000)));
        assertThat(contents(archive)).containsExactly("first", "second", "", "x".repeat(5000));
        try (TarReader reader = reader(archive)) {
            assertThat(reader.next().map(TarArchiveEntry::getName)).contains("short");
            assertThat(reader.next().map(TarArchiveEntry::getName)).contains(longName);
            assertThat(reader.next().map(TarArchiveEntry::getLinkName)).contains("t".repeat(4000));
            assertThat(reader.next().map(TarArchiveEntry::getName)).contains("last");
            assertThat(reader.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void overlongNameIsRejected(int mode) throws IOException {
        byte[] archive = tar(mode, file("n".repeat(5000), ""));
        assertThatThrownBy(() -> contents(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith("must not contain a name longer than 409");
    }

    @ParameterizedTest
    @ValueSource(chars = {'L', 'K', 'x', 'X', 'g'})
    void extensionHeaderIsRejectedBeforeItsContentIsRead(char type) {
        Endless content = new Endless();
        InputStream archive = new SequenceInputStream(new ByteArrayInputStream(header(type, HUGE)), content);
        assertThatThrownBy(() -> new TarReader(archive, LIMITS).next())
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith("must not contain a")
                .hasMessageContaining("longer than");
        assertThat(content.count).isZero();
    }

    @Test
    void globalHeadersAreCountedTogether() {
        byte[] archive = join(header('g', 3000), pax("comment", 3000), header('g', 3000), pax("comment", 3000));
        assertThatThrownBy(() -> contents(archive)).hasMessageContaining("global header longer than");
    }

    @Test
    void extensionHeadersBeforeOneEntryAreCountedTogether() {
        byte[] one = join(header('x', 0));
        byte[][] many = new byte[10_000][];
        Arrays.fill(many, one);
        assertThatThrownBy(() -> contents(join(many))).hasMessageContaining("bytes of headers");
    }

    @Test
    void gnuSparseFilesAreRejected() {
        assertThatThrownBy(() -> contents(join(header('S', 0), new byte[1024])))
                .hasMessage("must not contain sparse files");
    }

    @Test
    void paxSparseMapsAreRejected() {
        byte[] records = "22 GNU.sparse.major=1\n25 GNU.sparse.realsize=9\n".getBytes(StandardCharsets.US_ASCII);
        byte[] head = join(header('x', records.length), Arrays.copyOf(records, 512), header('0', HUGE));
        Endless map = new Endless("999999999\n");
        InputStream archive = new SequenceInputStream(new ByteArrayInputStream(head), map);
        assertThatThrownBy(() -> new TarReader(archive, LIMITS).next()).isInstanceOf(ArchiveException.class);
        assertThat(map.count).isLessThan(1 << 20);
        byte[] small = join(head, Arrays.copyOf("0\n".getBytes(StandardCharsets.US_ASCII), 512));
        assertThatThrownBy(() -> contents(small)).hasMessage("must not contain sparse files");
    }

    @Test
    void contentIsNotMistakenForAHeader() throws IOException {
        String content = new String(header('L', HUGE), StandardCharsets.ISO_8859_1).repeat(3);
        byte[] archive = tar(TarArchiveOutputStream.LONGFILE_ERROR, file("a", content), file("b", "end"));
        assertThat(contents(archive)).containsExactly(content, "end");
    }

    @Test
    void tooManyEntriesAreRejected() throws IOException {
        TestFile[] files = new TestFile[101];
        Arrays.fill(files, file("f", ""));
        byte[] archive = tar(TarArchiveOutputStream.LONGFILE_ERROR, files);
        assertThatThrownBy(() -> contents(archive)).hasMessage("must not contain more than 100 entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "abc", "99999999999"})
    void malformedArchiveIsRejected(String size) {
        byte[] header = header('L', 0);
        byte[] text = Arrays.copyOf(size.getBytes(StandardCharsets.US_ASCII), 12);
        System.arraycopy(text, 0, header, 124, 12);
        assertThatThrownBy(() -> contents(header)).isInstanceOf(IOException.class);
    }

    private static List<String> contents(byte[] archive) throws IOException {
        List<String> contents = new ArrayList<>();
        try (TarReader reader = reader(archive)) {
            for (Optional<TarArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return contents;
    }

    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive), LIMITS);
    }

    private record TestFile(TarArchiveEntry entry, String content) {}

    private static TestFile file(String name, String text) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(text.getBytes(StandardCharsets.UTF_8).length);
        return new TestFile(entry, text);
    }

    private static TestFile link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        entry.setLinkName(target);
        return new TestFile(entry, "");
    }

    private static byte[] tar(int longNames, TestFile... files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(longNames);
            for (TestFile file : files) {
                tar.putArchiveEntry(file.entry());
                tar.write(file.content().getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] header(char type, long size) {
        TarArchiveEntry entry = new TarArchiveEntry("entry", (byte) type);
        entry.setSize(size);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        return header;
    }

    private static byte[] pax(String key, int length) {
        String start = "%d %s=".formatted(length, key);
        String text = start + "v".repeat(length - start.length() - 1) + "\n";
        return Arrays.copyOf(
                text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII), Math.ceilDiv(length, 512) * 512);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Repeats the same text and counts the bytes that are read. */
    private static final class Endless extends InputStream {

        private final byte[] text;
        private long count;

        Endless() {
            this("a");
        }

        Endless(String text) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() {
            return text[(int) (count++ % text.length)];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
